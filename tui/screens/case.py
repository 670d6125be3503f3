"""The case: its file on one side, stage and steps on the other; one of them at a time below 120 columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from sca_flow.deadlines import Deadline
from sca_flow.states.names import Step
from sca_flow.training.telling import Line
from tui import bindings
from tui.help import help_text
from tui.messages import Go
from tui.screens.place import Place
from tui.text import NO, OK, QUIET, join, lines, plain
from tui.views import CaseView
from tui.widgets.dates import told
from tui.widgets.file_view import DocumentList, FileView
from tui.widgets.steps import StepList, Steps


class CaseScreen(Place):
    """Read the file, choose a step."""

    HELP = help_text("case")
    BINDINGS = [*bindings.CASE]

    def middle(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield Button(plain("What can be done"), id="to-steps", compact=True)
            yield Button(plain("Case file"), id="to-file", compact=True)
            yield Button(plain("Marked lines · F8"), id="to-marks", compact=True)
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
        self.query_one("#to-file", Button).label = plain(f"Case file · {len(view.pages)}")

    def read(self, page: str, line: int = 0) -> None:
        self._to("file")
        super().read(page, line)

    def show_step(self, step: Step) -> None:
        """Turn to the steps, with one of them highlighted."""
        self._to("steps")
        self.query_one(Steps).move_to(step)

    @property
    def named_keys(self) -> Mapping[str, str]:
        """Where the other side is, in words."""
        return {"other_side": "What can be done" if self.query_one("#file").has_focus_within else "Case file"}

    def action_other_side(self) -> None:
        self._to("steps" if self.query_one("#file").has_focus_within else "file")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "to-marks":
            self.post_message(Go("marks"))
        else:
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
    return lines(
        [part for deadline in deadlines for part in told(deadline)] or [plain("No deadline at this stage.", QUIET)]
    )


def _latest(last: Line) -> Content:
    glyph = "✗" if last.refused else "✓"
    return join((f"{glyph} ", NO if last.refused else OK), ("Last: ", QUIET), str(last))
