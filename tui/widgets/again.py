"""A row about a step of the attempt, from which it can be tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from tui import bindings
from tui.messages import Again

if TYPE_CHECKING:
    from tui.shell import Shell

FIRST = 2
"""The first step that can be tried again: the one before it opens the case."""


class AgainRow(Static, can_focus=True):
    """Enter, t, or a click on it when it has focus, asks whether to try again from there."""

    BINDINGS = [*bindings.AGAIN]

    def __init__(self, content: Content, seq: int, classes: str) -> None:
        super().__init__(content, classes=f"{classes} again")
        self.seq = seq
        self._had_focus = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing before the first event, and a trace is only read."""
        return action != "again" or (self.seq >= FIRST and not cast("Shell", self.app).read_only)

    def action_again(self) -> None:
        if self.check_action("again", ()):
            self.post_message(Again(self.seq))

    def on_mouse_down(self) -> None:
        self._had_focus = self.has_focus

    def on_click(self, event: Click) -> None:
        event.stop()
        if self._had_focus:
            self.action_again()
