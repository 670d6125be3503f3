"""The ending: the path retold, and what can still be done."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.help import help_text
from tui.messages import Go
from tui.screens.place import Place
from tui.text import OK, QUIET, STRONG, join, lines, plain
from tui.views import CaseView
from tui.widgets.scroll import Scroll
from tui.widgets.steps import Steps


class EndingScreen(Place):
    """The case has come to an end; the attempt may stop here."""

    HELP = help_text("ending")

    def middle(self) -> ComposeResult:
        with Horizontal(id="sides"):
            with Scroll("How it went", help=help_text("ending"), id="told"):
                yield Static(id="path")
            with Vertical(id="work"):
                yield Steps("What can still be done", id="steps")
                with Horizontal(id="ways"):
                    yield Button(plain("Read the debrief"), id="debrief", variant="primary")
                    yield Button(plain("Timeline"), id="timeline")
                    yield Button(plain("Back to the desk"), id="desk")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#debrief").focus()

    def show(self, view: CaseView) -> None:
        self.query_one(Steps).show(view)
        if view.ending:
            self.query_one("#path", Static).update(_told(view))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(Go(event.button.id or "desk"))


def _told(view: CaseView) -> Content:
    head = join(("✓ ", OK), (view.stage.label, f"{STRONG} $text-accent"))
    return lines([head, Content(), *(plain(line) for line in view.ending), Content(), plain(_NEXT, QUIET)])


_NEXT = "Everything is saved. F9 opens the debrief: what you did, beside what the author holds to be good, and why."
