"""A document as it is drawn: only the rows in sight, marks in the margin, lines chosen, words found."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.events import Resize
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from sca_flow.training.study import Made
from tui.views import Page
from tui.widgets.rows import Row, margin, rows

MARGIN = 2
NOTHING = "No document is on file yet."


class Paper(ScrollView):
    """It draws only the rows in sight, so that a long document scrolls as fast as a short one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--head",
        "reader--here",
        "reader--chosen",
        "reader--mark",
        "reader--found",
    }

    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None
        self.marks: tuple[Made, ...] = ()
        self.line = 1
        self._anchor: int | None = None
        self._words = ""
        self._rows: list[Row] = []

    @property
    def lines(self) -> int:
        """How many lines the document has."""
        return self._rows[-1].line if self._rows else 0

    @property
    def chosen(self) -> tuple[int, int]:
        """The first and the last of the lines that are chosen: the current one when none were."""
        anchor = self.line if self._anchor is None else self._anchor
        return min(anchor, self.line), max(anchor, self.line)

    @property
    def choosing(self) -> bool:
        """Whether lines are being chosen."""
        return self._anchor is not None

    def look_for(self, words: str) -> None:
        """Show where words stand, whatever their case."""
        self._words = words.casefold()
        self.refresh()

    def found(self) -> list[int]:
        """The lines in which the words stand."""
        lines = self.page.text.splitlines() if self.page and self._words else []
        return [number for number, line in enumerate(lines, start=1) if self._words in line.casefold()]

    def _into_sight(self) -> None:
        places = [place for place, row in enumerate(self._rows) if row.line == self.line]
        if places:
            top = 0 if self.line == 1 else places[0]
            self.scroll_to_region(Region(0, top, 1, places[-1] - top + 1), animate=False, force=True)

    def on_resize(self, event: Resize) -> None:
        self._lay()
        self.call_after_refresh(self._into_sight)

    def _lay(self) -> None:
        page = self.page
        head = (
            [NOTHING]
            if page is None
            else [page.title, f"From {page.from_}, dated {page.dated}, came {page.arrived}", ""]
        )
        width = max(10, self.scrollable_content_region.width - MARGIN)
        self._rows = list(rows(head, page.text if page else "", width))
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row: the margin, and the text of the document, never read as markup."""
        place, width, plain = self.scroll_offset.y + y, self.size.width, self.rich_style
        if place >= len(self._rows):
            return Strip.blank(width, plain)
        row = self._rows[place]
        first, last = self.chosen
        chosen = row.line > 0 and first <= row.line <= last
        here = chosen and self.has_focus and row.line == self.line
        style = plain
        if row.line == 0:
            style += self.get_component_rich_style("reader--head")
        elif chosen and self.choosing:
            style += self.get_component_rich_style("reader--chosen")
        elif here:
            style += self.get_component_rich_style("reader--here")
        cursor = "▸" if row.line == self.line and row.start == 0 else "┃" if chosen and self.choosing else " "
        letter = margin(self.marks, row.line)
        if row.start and letter != " ":
            letter = "│"
        edge = Strip([Segment(letter + cursor, plain + self.get_component_rich_style("reader--mark"))], MARGIN)
        text = self._styled(row, place, style)
        body = Strip(text.render(self.app.console)).adjust_cell_length(max(0, width - MARGIN), style)
        return Strip.join([edge, body.apply_offsets(0, place)])

    def _styled(self, row: Row, place: int, style: Style) -> Text:
        """The text of a row, with the words that are looked for, and what the mouse selected to be copied."""
        text = Text(row.text, no_wrap=True, end="")
        text.stylize(style)
        if self._words and row.line:
            found = self.get_component_rich_style("reader--found")
            low, at = row.text.casefold(), -1
            while (at := low.find(self._words, at + 1)) >= 0:
                text.stylize(found, at, at + len(self._words))
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(place)) is not None:
            start, end = span
            selected = self.screen.get_component_rich_style("screen--selection")
            text.stylize(selected, start, len(row.text) if end == -1 else end)
        return text

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What the mouse selected, to be copied."""
        return selection.extract("\n".join(row.text for row in self._rows)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()
