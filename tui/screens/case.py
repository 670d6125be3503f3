"""The case: its file on one side, stage and steps on the other; one of them at a time below 120 columns."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from sca_flow.deadlines import Deadline
from sca_flow.training.telling import Line
from tui import bindings
from tui.help import help_text
from tui.screens.place import Place
from tui.text import NO, OK, QUIET, UNSURE, join, lines, plain
from tui.views import CaseView
from tui.widgets.file_view import DocumentList, FileView
from tui.widgets.steps import StepList, Steps

SOON = 7
"""A deadline this many days ahead is near."""


class CaseScreen(Place):
    """Read the file, choose a step."""

    HELP = help_text("case")
    BINDINGS = [*bindings.CASE]

    def middle(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield Button(plain("What can be done"), id="to-steps", compact=True)
            yield Button(plain("Case file"), id="to-file", compact=True)
        with Horizontal(id="sides"):
            yield FileView(id="file")
            with Vertical(id="work"):
                yield Steps("What can be done now", id="steps")
                with VerticalScroll(id="dates", classes="pane", can_focus=False) as dates:
                    dates.border_title = "Dates and what happened last"
                    yield Static(id="news")

    def on_mount(self) -> None:
        super().on_mount()
        self._turn_to("steps")
        self.query_one(StepList).focus()

    def show(self, view: CaseView) -> None:
        self.query_one(FileView).show(view)
        self.query_one(Steps).show(view)
        self.query_one("#news", Static).update(lines([news(view.deadlines), _latest(view.lines[-1])]))
        self.query_one("#to-file", Button).label = plain(f"Case file ({len(view.pages)})")

    def read(self, page: str) -> None:
        self._to("file")
        super().read(page)

    def action_other_side(self) -> None:
        self._to("steps" if self.query_one("#file").has_focus_within else "file")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._to("steps" if event.button.id == "to-steps" else "file")

    def _to(self, side: str) -> None:
        self._turn_to(side)
        self.query_one(StepList if side == "steps" else DocumentList).focus()

    def _turn_to(self, side: str) -> None:
        self.query_one("#sides").set_class(side == "file", "-file")
        for name in ("steps", "file"):
            self.query_one(f"#to-{name}").set_class(name == side, "-on")


def news(deadlines: Sequence[Deadline]) -> Content:
    """The dates that matter, one a line."""
    return lines([_deadline(deadline) for deadline in deadlines] or [plain("No deadline at this stage.", QUIET)])


def _latest(last: Line) -> Content:
    glyph = "✗" if last.refused else "✓"
    return join((f"{glyph} ", NO if last.refused else OK), ("Last: ", QUIET), str(last))


def _deadline(deadline: Deadline) -> Content:
    days = deadline.days_left
    glyph, style = ("< passed: ", QUIET) if days < 0 else ("! near: ", UNSURE) if days <= SOON else ("· ", QUIET)
    return join((glyph, style), deadline.words)
