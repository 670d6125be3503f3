"""Stepping through a trace inside an app: which moment is shown, in which of the places, and when they change.

The whole trace was replayed before it is shown; a moment becomes a view when it is first gone to.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from textual.reactive import reactive

from tui import messages
from tui.places import closed, there
from tui.shell import Shell

if TYPE_CHECKING:
    from sca_flow.workbench.traces import Walked
    from tui.views import CaseView

PLACES = ("case", "panel", "timeline", "map")
"""The places of a case that a trace goes through."""


class Tracing(Shell):
    """An app that can show a trace.  Its places are modes, whose names begin with ``TRACE_MODES``."""

    TRACE_MODES = "trace-"

    walked: Walked | None = None
    place = 0
    traced: reactive[CaseView | None] = reactive(None)
    """The case at the moment that is shown."""

    @property
    def in_trace(self) -> bool:
        """Whether a trace is what is on the screen."""
        return self.walked is not None and self.current_mode in [f"{self.TRACE_MODES}{name}" for name in PLACES]

    @property
    def read_only(self) -> bool:
        return self.in_trace

    def begin_trace(self, walked: Walked) -> None:
        """Make the places of a trace anew; none of them may be there yet."""
        from tui.screens.trace import TRACED

        self.walked, self.place = walked, 0
        self._moment = cache(self._made)
        self.set_reactive(Tracing.traced, self._moment(0))
        for name in PLACES:
            self.add_mode(f"{self.TRACE_MODES}{name}", TRACED[name])

    def _made(self, place: int) -> CaseView:
        """A moment as a view.

        Its lines are the trace's own, since a test may begin in the middle of a case; the variants stand in the banner.
        """
        from tui.views import view_of

        assert self.walked is not None
        moments = self.walked.moments
        view = view_of(moments[place].attempt)
        header = replace(view.header, assumed=view.header.assumed[len(self.walked.trace.policy.variants) :])
        return replace(view, header=header, lines=tuple(one.line for one in moments[: place + 1]))

    def go_to(self, place: int) -> None:
        """Show a moment, the nearest there is."""
        assert self.walked is not None
        before, self.place = self.traced, max(0, min(place, self.walked.steps))
        self.traced = self._moment(self.place)
        self.go_where_it_is(before)

    def go_where_it_is(self, before: CaseView | None) -> None:
        """To the panel room when a sitting begins, and back when it ends; whoever reads timeline or map stays there."""
        assert self.traced is not None
        sits, sat = bool(self.traced.seats), before is not None and bool(before.seats)
        here = self.current_mode.removeprefix(self.TRACE_MODES)
        if sits != sat and here not in ("timeline", "map"):
            self.switch_mode(self.TRACE_MODES + ("panel" if sits else "case"))

    def tell_step(self, message: messages.Choose) -> None:
        """Why a step is closed at this moment, or who might take it."""
        from tui.screens.trace import open_here

        self.push_screen(open_here(message.offer) if message.offer.open else closed(message))

    def may_go(self, place: str) -> bool:
        """A place of the trace is offered when it is not this one and there is something to see there."""
        return place in PLACES and self.current_mode != f"{self.TRACE_MODES}{place}" and there(place, self.traced)
