"""A trace on the screens: the places of a case, read only, and the keys that go back and forth in it.

The whole trace was replayed before the screens open; a moment becomes a view when it is first gone to.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from textual.reactive import reactive

from sca_flow.workbench.traces import Walked
from tui import bindings, messages
from tui.places import closed, there
from tui.shell import Shell
from tui.views import CaseView, view_of

if TYPE_CHECKING:
    from pathlib import Path

    from sca_flow.journal import Head
    from sca_flow.scenario.listing import Shelf

FIRST, LAST = "first", "last"


class TraceApp(Shell):
    """Case, panel room and timeline at each moment of a trace.  Nothing can be taken, and nothing is kept."""

    READ_ONLY = True
    DEFAULT_MODE = "case"
    BINDINGS = [key for key in bindings.APP if key.id not in ("app.desk", "app.ending")]

    shelves: tuple[Shelf, ...] = ()
    heads: tuple[Head, ...] = ()
    view: reactive[CaseView | None] = reactive(None)

    def __init__(self, walked: Walked, *, config: Path | None = None, state: Path | None = None) -> None:
        super().__init__(config, state)
        self.walked, self.place = walked, 0
        self._view = cache(self._made)
        self.set_reactive(TraceApp.view, self._view(0))
        from tui.screens.trace import TracedCase, TracedPanel, TracedTimeline

        for name, screen in (("case", TracedCase), ("panel", TracedPanel), ("timeline", TracedTimeline)):
            self.add_mode(name, screen)

    def _made(self, place: int) -> CaseView:
        """A moment as a view.

        Its lines are the trace's own, since a test may begin in the middle of a case; the variants stand in the banner.
        """
        moments = self.walked.moments
        view = view_of(moments[place].attempt)
        header = replace(view.header, assumed=view.header.assumed[len(self.walked.trace.policy.variants) :])
        return replace(view, header=header, lines=tuple(one.line for one in moments[: place + 1]))

    def on_ready(self) -> None:
        self._go_where_it_is(None)

    def go_to(self, place: int) -> None:
        """Show a moment, the nearest there is."""
        before, self.place = self.view, max(0, min(place, self.walked.steps))
        self.view = self._view(self.place)
        self._go_where_it_is(before)

    def _go_where_it_is(self, before: CaseView | None) -> None:
        """To the panel room when a sitting begins, and back when it ends; whoever reads the timeline stays there."""
        assert self.view is not None
        sits, sat = bool(self.view.seats), before is not None and bool(before.seats)
        if sits != sat and self.current_mode != "timeline":
            self.switch_mode("panel" if sits else "case")

    def on_choose(self, message: messages.Choose) -> None:
        """Why a step is closed here, or who might take it."""
        from tui.screens.trace import open_here

        self.push_screen(open_here(message.offer) if message.offer.open else closed(message))

    def action_go(self, place: str) -> None:
        if self.check_action("go", (place,)):
            self.switch_mode(place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A place is offered when it is not this one and there is something to see there."""
        if action != "go":
            return True
        place = str(parameters[0])
        known = place in ("case", "panel", "timeline")
        return known and self.current_mode != place and there(place, self.view)


def run(walked: Walked) -> int:
    """Open the screens on a trace; the exit code."""
    app = TraceApp(walked)
    app.run()
    return app.return_code or 0
