"""The debrief: what was done beside what the author holds to be good, section by section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static

from sca_flow.report import Items, Part, Section, Table
from tui import bindings
from tui.help import help_text
from tui.messages import Debriefed, Show
from tui.screens.place import Place
from tui.text import QUIET, STRONG, clean, join, lines, plain
from tui.views import CaseView
from tui.widgets.again import AgainRow
from tui.widgets.lists import ChoiceList

if TYPE_CHECKING:
    from tui.studying import Studying


class Sections(ChoiceList):
    """The headings; choosing one goes there."""

    HELP = help_text("debrief")


class Passage(Static, can_focus=True):
    """A row about a passage, from which the document opens."""

    HELP = help_text("debrief")
    BINDINGS = [*bindings.PASSAGE]

    def __init__(self, content: Content, page: str, line: int) -> None:
        super().__init__(content, classes="row passage")
        self._page, self._line = page, line

    def action_open(self) -> None:
        self.post_message(Show(self._page, self._line))

    def on_click(self, event: Click) -> None:
        event.stop()
        self.action_open()


class Step(AgainRow):
    """A step of the path, or a decision."""

    HELP = help_text("debrief")


class Told(VerticalScroll, can_focus=True):
    """The whole of it, to scroll through."""

    HELP = help_text("debrief")
    BINDINGS = [*bindings.SCROLL]


class DebriefScreen(Place):
    """Read it, jump between its sections, open a passage."""

    HELP = help_text("debrief")
    BINDINGS = [*bindings.REPORT, *bindings.BACK]

    def __init__(self) -> None:
        super().__init__()
        self._shown: Debriefed | None = None

    def middle(self) -> ComposeResult:
        with Horizontal(id="jumps"):
            yield Button(plain("← Section before"), id="before", compact=True)
            yield Button(plain("Next section →"), id="next", compact=True)
        with Horizontal(id="sides"):
            yield Sections(classes="pane")
            with Told(id="debrief", classes="pane") as told:
                told.border_title = "Debrief"
                told.border_subtitle = "↑ ↓ scroll · n next section · Tab to a step or passage"
                yield Static(plain("One moment …", QUIET), id="waiting")

    def on_mount(self) -> None:
        for button in self.query("#jumps Button"):
            button.can_focus = False  # n and p do the same
        self.query_one(Sections).border_title = "Sections"
        self.watch(self.app, "told", self._told)
        self.query_one(Told).focus()

    def on_screen_resume(self) -> None:
        cast("Studying", self.app).ask_for_debrief()

    def show(self, view: CaseView) -> None:
        if self.is_current:
            cast("Studying", self.app).ask_for_debrief()

    async def _told(self, told: Debriefed | None) -> None:
        if told is None or told is self._shown:
            return
        self._shown = told
        self.query_one(Sections).fill((section.id, plain(section.heading)) for section in told.report.sections)
        pane = self.query_one(Told)
        await pane.remove_children()
        await pane.mount_all(_drawn(told))
        pane.scroll_home(animate=False)

    def action_section(self, by: int) -> None:
        """To the next section, or to the one before."""
        pane = self.query_one(Told)
        tops = [heading.virtual_region.y for heading in pane.query(".heading")]
        here = pane.scroll_offset.y
        ahead = [top for top in tops if top > here] if by > 0 else [top for top in reversed(tops) if top < here]
        pane.scroll_to(y=ahead[0] if ahead else (pane.max_scroll_y if by > 0 else 0), animate=False)
        pane.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        pane = self.query_one(Told)
        pane.scroll_to(y=pane.query_one(f"#section-{event.option_id}").virtual_region.y, animate=False)
        pane.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_section(1 if event.button.id == "next" else -1)


def _drawn(told: Debriefed) -> Iterator[Widget]:
    yield Static(lines([plain(told.report.title, f"{STRONG} $text-accent"), plain(told.report.notice, QUIET)]))
    for section in told.report.sections:
        yield Static(
            plain(f"— {section.heading} —", f"{STRONG} $text-accent"), id=f"section-{section.id}", classes="heading"
        )
        for part in section.parts:
            yield from _part(part, section, told)


def _part(part: Part, section: Section, told: Debriefed) -> Iterator[Widget]:
    match part:
        case str():
            seq = _decided(part, told) if section.id == "decisions" else None
            yield Static(plain(part), classes="said") if seq is None else Step(plain(part), seq, "said")
        case Items(items):
            yield from (Static(join(("• ", QUIET), item), classes="item") for item in items)
        case Table(caption, head, rows):
            yield Static(plain(caption, STRONG), classes="said")
            for number, row in enumerate(rows):
                if section.id == "passages" and len(told.places) == len(rows):
                    yield Passage(_row(head, row), *told.places[number])
                elif section.id == "path" and len(told.moves) == len(rows):
                    yield Step(_row(head, row), told.moves[number], "row")
                else:
                    yield Static(_row(head, row), classes="row")


def _decided(part: str, told: Debriefed) -> int | None:
    """The decision that a paragraph begins to tell of."""
    return next((seq for seq in told.decided if part.startswith(f"{seq}. ")), None)


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> Content:
    """A row of a table as lines that wrap: its heading, and below it every cell with its name."""
    cells = [join((f"  {name}: ", QUIET), _tidy(cell)) for name, cell in zip(head[1:], row[1:], strict=True) if cell]
    return lines([plain(row[0], STRONG), *cells])


def _tidy(text: str) -> str:
    return clean(" ".join(text.split()))
