"""What the app does for the policy room: it opens a trace from there, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import messages, places
from tui.studying import Studying
from tui.tracing import PLACES, Tracing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.rulebook import RuleBook
    from tui.views import CaseView

ROOM = "policy"
ALWAYS = ("desk", ROOM)
"""Places that can be gone to whatever is open."""


class Policies(Studying, Tracing):
    """Desk or case, policy room, trace: each is a step from the one before it, and Esc is a step back."""

    came_from = "desk"

    @property
    def shown(self) -> CaseView | None:
        """The case that is on the screen: that of a trace while there is one, otherwise that of the attempt."""
        return self.traced if self.in_trace else self.view

    def open_room(self, open_rules: Callable[[], RuleBook]) -> None:
        """Let the room be gone to; ``open_rules`` is slow."""
        self.add_mode(ROOM, lambda: places.policy(open_rules))

    def mode_of(self, place: str) -> str:
        """The mode of a place, which inside a trace is one of the trace's; the room notes where it was come from."""
        if place == ROOM and not self.in_trace:
            self.came_from = self.current_mode
        return self.TRACE_MODES + place if self.in_trace and place not in ALWAYS else place

    async def on_step_through(self, message: messages.StepThrough) -> None:
        """A counter-example of the check: its trace opens at the beginning."""
        await self._forget_trace()
        self.begin_trace(message.walked)
        await self.switch_mode(f"{self.TRACE_MODES}case")
        self.go_where_it_is(None)

    async def on_step_back(self, message: messages.StepBack) -> None:
        """From a trace to the room, and from the room to where it was come from."""
        if self.in_trace:
            await self.switch_mode(ROOM)
            await self._forget_trace()
        else:
            self.post_message(messages.Go(self.came_from))

    async def _forget_trace(self) -> None:
        if self.walked is not None:
            self.walked = None
            for name in PLACES:
                await self.remove_mode(f"{self.TRACE_MODES}{name}")
