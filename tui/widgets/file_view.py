"""The case file: the documents by arrival, and the one that is open."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from tui import bindings
from tui.help import help_text
from tui.messages import Read
from tui.text import QUIET, STRONG, join, lines, plain
from tui.views import CaseView, Page
from tui.widgets.lists import ChoiceList


class DocumentList(ChoiceList):
    """The documents, the oldest first."""

    HELP = help_text("file")


class Reader(VerticalScroll, can_focus=True):
    """One document, to scroll through."""

    HELP = help_text("file")
    BINDINGS = [*bindings.READER]

    def __init__(self) -> None:
        super().__init__()
        self._text = Static(id="text")

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, page: Page | None) -> None:
        self._text.update(_read(page) if page else plain("No document is on file yet.", QUIET))
        self.scroll_home(animate=False)

    def action_turn(self, by: int) -> None:
        self.query_ancestor(FileView).turn(by)


class FileView(Vertical):
    """The list above, the open document below.  ``page`` is the one to open first."""

    def __init__(self, page: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._open = page
        self._pages: tuple[Page, ...] = ()
        self._known: set[str] | None = None
        self._new: set[str] = set()

    def compose(self) -> ComposeResult:
        self.border_title = "Case file"
        self.border_subtitle = "Tab to the text · n next · p previous"
        yield DocumentList()
        yield Reader()

    def show(self, view: CaseView) -> None:
        """Show what is on file; what has arrived since it was last shown is marked new until it is opened."""
        ids = {page.id for page in view.pages}
        self._new |= ids - (ids if self._known is None else self._known)
        self._known, self._pages = ids, view.pages
        if self._open not in ids:
            self._open = view.pages[0].id if view.pages else ""
            self._read()
        elif not self.query_one(Reader).query_one("#text", Static).content:
            self._read()
        self._list()

    def turn(self, by: int) -> None:
        """Open the next document, or the one before."""
        ids = [page.id for page in self._pages]
        if self._open in ids and 0 <= (place := ids.index(self._open) + by) < len(ids):
            self.open(ids[place])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id and event.option_id != self._open:
            self.open(event.option_id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.query_one(Reader).focus()

    def open(self, page: str) -> None:
        """Open a document."""
        self._open = page
        self._read()
        self._list()
        self.post_message(Read(page))

    def _read(self) -> None:
        self._new.discard(self._open)
        self.query_one(Reader).show(next((page for page in self._pages if page.id == self._open), None))

    def _list(self) -> None:
        documents = self.query_one(DocumentList)
        with self.prevent(OptionList.OptionHighlighted):
            documents.fill(self._lines())
            ids = [page.id for page in self._pages]
            documents.highlighted = ids.index(self._open) if self._open in ids else None
        place = f" · {ids.index(self._open) + 1} of {len(ids)}" if self._open in ids else ""
        new = f" · {len(self._new)} new" if self._new else ""
        self.border_title = f"Case file{place}{new}"

    def _lines(self) -> Iterator[tuple[str, Content]]:
        for page in self._pages:
            glyph = "● new " if page.id in self._new else "▸ " if page.id == self._open else "  "
            yield page.id, join((glyph, "$text-accent"), page.title, (f"  {page.from_}, {page.arrived}", QUIET))


def _read(page: Page) -> Content:
    head = join(
        (page.title, STRONG), (f"\nFrom {page.from_}, dated {page.dated}, on file from {page.arrived}\n", QUIET)
    )
    return lines([head, plain(page.text)])
