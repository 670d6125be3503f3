"""A document as it is drawn: only the rows in sight, marks in the margin, lines chosen, words found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.cache import LRUCache
from textual.events import Resize
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from sca_flow.training.study import Made
from tui.views import Page
from tui.widgets.rows import Row, margin, rows

MARGIN = 2
KEPT = 500
"""Rows that are kept as they were drawn."""
_line = attrgetter("line")
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
        self._plain = Style()
        self._drawn: LRUCache[tuple[object, ...], Strip] = LRUCache(KEPT)
        """Rows as they were drawn, by all that makes them look so: of a text that scrolls most are drawn again."""
        self._found: tuple[Page | None, str, list[int]] = None, "", []
        """The lines found last, and what they were found in and by."""

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
        page, words = self.page, self._words
        if self._found[0] is not page or self._found[1] != words:
            lines = page.text.splitlines() if page and words else []
            there = [number for number, line in enumerate(lines, start=1) if words in line.casefold()]
            self._found = page, words, there
        return self._found[2]

    def _into_sight(self) -> None:
        first, behind = (find(self._rows, self.line, key=_line) for find in (bisect_left, bisect_right))
        if first < behind:
            top = 0 if self.line == 1 else first
            self.scroll_to_region(Region(0, top, 1, behind - top), animate=False, force=True)

    def notify_style_update(self) -> None:
        self._drawn.clear()
        super().notify_style_update()

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
        self._drawn.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        self._plain = self.rich_style  # which takes longer to find than a row to draw
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One row: the margin, and the text of the document, never read as markup."""
        place, width, plain = self.scroll_offset.y + y, self.size.width, self._plain
        if place >= len(self._rows):
            return Strip.blank(width, plain)
        row = self._rows[place]
        first, last = self.chosen
        chosen = row.line > 0 and first <= row.line <= last
        here = chosen and self.has_focus and row.line == self.line
        part = "head" if row.line == 0 else "chosen" if chosen and self.choosing else "here" if here else ""
        cursor = "▸" if row.line == self.line and row.start == 0 else "┃" if chosen and self.choosing else " "
        letter = margin(self.marks, row.line)
        if row.start and letter != " ":
            letter = "│"
        selection = self.text_selection
        span = selection.get_span(place) if selection is not None else None
        looks = place, width, plain, part, letter + cursor, self._words, span
        if (strip := self._drawn.get(looks)) is None:
            style = plain + self.get_component_rich_style(f"reader--{part}") if part else plain
            strip = self._drawn[looks] = self._draw(row, place, style, letter + cursor, span)
        return strip

    def _draw(self, row: Row, place: int, style: Style, edge: str, span: tuple[int, int] | None) -> Strip:
        plain, width = self._plain, max(0, self.size.width - MARGIN)
        sides = plain + self.get_component_rich_style("reader--mark") if edge.strip() else plain
        text = self._styled(row, style, span)
        if text is None:  # as below in one strip, since making a strip takes longer than filling it
            whole = Segment(set_cell_size(row.text, width), style + Style.from_meta({"offset": (0, place)}))
            return Strip([Segment(edge, sides), whole], MARGIN + width)
        body = Strip(text.render(self.app.console)).adjust_cell_length(width, style)
        return Strip.join([Strip([Segment(edge, sides)], MARGIN), body.apply_offsets(0, place)])

    def _styled(self, row: Row, style: Style, span: tuple[int, int] | None) -> Text | None:
        """The text of a row with the words that are looked for, and what the mouse selected to be copied, if any is."""
        if span is None and not self._words:
            return None
        text = Text(row.text, no_wrap=True, end="")
        text.stylize(style)
        if self._words and row.line:
            found = self.get_component_rich_style("reader--found")
            low, at = row.text.casefold(), -1
            while (at := low.find(self._words, at + 1)) >= 0:
                text.stylize(found, at, at + len(self._words))
        if span is not None:
            start, end = span
            selected = self.screen.get_component_rich_style("screen--selection")
            text.stylize(selected, start, len(row.text) if end == -1 else end)
        return text

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What the mouse selected, to be copied."""
        return selection.extract("\n".join(row.text for row in self._rows)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()
