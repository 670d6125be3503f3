"""A trace on screens of its own: the places of a case, read only, and the keys that go back and forth in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sca_flow.workbench.traces import Walked
from tui import bindings, messages
from tui.tracing import Tracing

if TYPE_CHECKING:
    from pathlib import Path

    from sca_flow.journal import Head
    from sca_flow.scenario.listing import Shelf
    from tui.views import CaseView


class TraceApp(Tracing):
    """Case, panel room and timeline at each moment of a trace.  Nothing can be taken, and nothing is kept."""

    TRACE_MODES = ""
    DEFAULT_MODE = "case"
    BINDINGS = [key for key in bindings.APP if key.id not in ("app.desk", "app.ending", "app.policy")]

    shelves: tuple[Shelf, ...] = ()
    heads: tuple[Head, ...] = ()

    def __init__(self, walked: Walked, *, config: Path | None = None, state: Path | None = None) -> None:
        super().__init__(config, state)
        self.begin_trace(walked)

    @property
    def shown(self) -> CaseView | None:
        """The case at the moment that is shown."""
        return self.traced

    def on_ready(self) -> None:
        self.go_where_it_is(None)

    def on_choose(self, message: messages.Choose) -> None:
        self.tell_step(message)

    def action_go(self, place: str) -> None:
        if self.check_action("go", (place,)):
            self.switch_mode(place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no way but between the places of the trace."""
        return action != "go" or self.may_go(str(parameters[0]))


def run(walked: Walked) -> int:
    """Open the screens on a trace; the exit code."""
    app = TraceApp(walked)
    app.run()
    return app.return_code or 0
