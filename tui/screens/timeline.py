"""The timeline: everything that happened, with dates, deadlines, and refusals with their reasons."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from sca_flow.training.telling import Line
from tui import bindings
from tui.help import help_text
from tui.screens.place import Place
from tui.text import NO, OK, QUIET, STRONG, join, lines, plain
from tui.views import CaseView
from tui.widgets.again import AgainRow
from tui.widgets.dates import told as due
from tui.widgets.reasons import told
from tui.widgets.scroll import Scroll


class Event(AgainRow):
    """One event, to go to with the arrows."""

    HELP = help_text("timeline")
    BINDINGS = [*bindings.EVENT]

    def action_step(self, by: int) -> None:
        """To the next event, or the one before; past the last one to the end of what was recorded with it."""
        scroll = self.query_ancestor(Scroll)
        events = list(scroll.query(Event))
        place = events.index(self) + by
        if 0 <= place < len(events):
            events[place].focus()
        elif by > 0:
            scroll.scroll_end(animate=False)
        else:
            scroll.scroll_home(animate=False)


class TimelineScreen(Place):
    """Read what happened."""

    HELP = help_text("timeline")
    BINDINGS = [*bindings.BACK]

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
        ahead = [part for deadline in view.deadlines for part in due(deadline)]
        dates = ahead or [plain("None at this stage.", QUIET)]
        self.query_one("#ahead", Static).update(lines([plain("Dates that matter now", HEADING), *dates, Content()]))
        scroll = self.query_one(Scroll)
        scroll.mount_all(part for line in view.lines[self._told :] for part in _line(line))
        self._told = len(view.lines)
        scroll.border_subtitle = "↑ ↓ steps" if self.app.read_only else "↑ ↓ steps · t tries again from the one chosen"  # type: ignore[attr-defined]
        self.call_after_refresh(self._to_the_end)

    def _to_the_end(self) -> None:
        scroll = self.query_one(Scroll)
        if events := scroll.query(Event):
            events.last().focus(scroll_visible=False)
        scroll.scroll_end(animate=False)


HEADING = f"{STRONG} $text-accent"


def _line(line: Line) -> Iterator[Static]:
    """One event, and below it, set in, what was recorded or why it was refused."""
    glyph, style = ("✗", NO) if line.refused else ("✓", OK)
    yield Event(
        join((f"{glyph} {line.seq:>3}  {line.on}  ", style), (line.who, STRONG), "  ", line.text), line.seq, "event"
    )
    more = [plain(detail, QUIET) for detail in line.details] + ([told(line.reasons)] if line.reasons else [])
    if more:
        yield Static(lines(more), classes="more")
