"""The timeline: everything that happened, with dates, deadlines, and refusals with their reasons."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from sca_flow.training.telling import Line
from tui.help import help_text
from tui.screens.place import Place
from tui.text import NO, OK, QUIET, STRONG, join, lines, plain
from tui.views import CaseView
from tui.widgets.reasons import told
from tui.widgets.scroll import Scroll


class TimelineScreen(Place):
    """Read what happened."""

    HELP = help_text("timeline")

    def __init__(self) -> None:
        super().__init__()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Nothing is told yet."""
        self._told = 0

    def middle(self) -> ComposeResult:
        with Scroll("Timeline", help=help_text("timeline"), id="timeline"):
            yield Static(id="ahead")
            yield Static(plain("What happened", HEADING))

    def show(self, view: CaseView) -> None:
        """Add what is new; what happened before stays as it stands."""
        ahead = [join(("· ", QUIET), deadline.words) for deadline in view.deadlines]
        dates = ahead or [plain("None at this stage.", QUIET)]
        self.query_one("#ahead", Static).update(lines([plain("Dates that matter now", HEADING), *dates, Content()]))
        scroll = self.query_one(Scroll)
        scroll.mount_all(part for line in view.lines[self._told :] for part in _line(line))
        self._told = len(view.lines)
        self.call_after_refresh(scroll.scroll_end, animate=False)
        scroll.focus()


HEADING = f"{STRONG} $text-accent"


def _line(line: Line) -> Iterator[Static]:
    """One event, and below it, set in, what was recorded or why it was refused."""
    glyph, style = ("✗", NO) if line.refused else ("✓", OK)
    yield Static(
        join((f"{glyph} {line.seq:>3}  {line.on}  ", style), (line.who, STRONG), "  ", line.text), classes="event"
    )
    more = [plain(detail, QUIET) for detail in line.details] + ([told(line.reasons)] if line.reasons else [])
    if more:
        yield Static(lines(more), classes="more")
