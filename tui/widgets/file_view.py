"""The case file: the documents by arrival, the one that is open, and what can be done with its lines."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static

from sca_flow.training.study import Made
from tui.help import help_text
from tui.messages import MarkLines, Read, Unmark
from tui.text import QUIET, STRONG, join, plain
from tui.views import CaseView, Page
from tui.widgets.find_bar import FindBar, FindLine
from tui.widgets.lists import ChoiceList
from tui.widgets.reader import Reader
from tui.widgets.rows import LETTERS, quote

TOOLS = {"list": "Documents", "mark": "Mark lines", "unmark": "Unmark", "find": "Find", "next-mark": "Next marked line"}
QUOTED = 400
"""Characters of the lines that the window over them shows."""


class DocumentList(ChoiceList):
    """The documents, the oldest first."""

    HELP = help_text("file")


class FileView(Vertical):
    """The list above, the open document below.  ``page`` is the one to open first."""

    def __init__(self, page: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._open = page
        self._pages: tuple[Page, ...] = ()
        self._marks: tuple[Made, ...] = ()
        self._lens = False
        self._known: set[str] | None = None
        self._told = Content()
        self._new: set[str] = set()

    def compose(self) -> ComposeResult:
        self.border_title = "Case file"
        self.border_subtitle = "Tab to the text · Enter marks a line"
        yield DocumentList()
        with Horizontal(id="tools"):
            for name, label in TOOLS.items():
                button = Button(plain(label), id=f"tool-{name}", compact=True)
                button.can_focus = False  # each has a key; Tab goes on to what comes behind
                yield button
        yield FindBar()
        yield Reader()
        yield Static(id="line")

    def on_descendant_focus(self) -> None:
        """While a text is read where there is little room, the list gives way to it."""
        self.set_class(not self.query_one(DocumentList).has_focus, "-reading")

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self._not_reading)

    def _not_reading(self) -> None:
        if not self.has_focus_within and not self.app.screen.is_modal:
            self.remove_class("-reading")

    @property
    def reader(self) -> Reader:
        """The document that is open."""
        return self.query_one(Reader)

    def show(self, view: CaseView) -> None:
        """Show what is on file; what has arrived since it was last shown is marked new until it is opened."""
        ids = {page.id for page in view.pages}
        self._new |= ids - (ids if self._known is None else self._known)
        self._known, self._pages, self._marks, self._lens = ids, view.pages, view.marks, view.lens
        if self._open not in ids:
            self._open = view.pages[0].id if view.pages else ""
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
        self.reader.focus()

    def open(self, page: str, line: int = 0) -> None:
        """Open a document, at a line if one is given."""
        self._open = page
        self._read()
        self._list()
        self.post_message(Read(page))
        if line:
            self.reader.focus()
            self.call_after_refresh(self.reader.go_to, line)

    def _read(self) -> None:
        self._new.discard(self._open)
        page = next((page for page in self._pages if page.id == self._open), None)
        self.reader.show(page, tuple(mark for mark in self._marks if mark.document == self._open))

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
            marked = sum(mark.document == page.id for mark in self._marks)
            marks = f" · {marked} marked" if marked else ""
            yield page.id, join((glyph, "$text-accent"), page.title, (f"  {page.from_}, {page.arrived}{marks}", QUIET))

    # What can be done with the lines

    def on_reader_moved(self, event: Reader.Moved) -> None:
        event.stop()
        self._tell()

    def on_reader_turned(self, event: Reader.Turned) -> None:
        event.stop()
        self.turn(event.by)

    def on_reader_wanted(self, event: Reader.Wanted) -> None:
        event.stop()
        self._do(event.what)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._do(str(event.button.id).removeprefix("tool-"))

    def _do(self, what: str) -> None:
        match what:
            case "mark":
                self._ask_what()
            case "unmark":
                self._unmark()
            case "list":
                self.query_one(DocumentList).focus()
            case "next-mark":
                self.reader.action_mark_at(1)
            case "find":
                self.query_one(FindBar).add_class("shown")
                self.query_one(FindLine).focus()
                self._tell()

    def _ask_what(self) -> None:
        from tui.screens.marking import MarkWindow, where

        page, (first, last) = self.reader.page, self.reader.chosen
        if page is None:
            return
        words = quote(page.text, first, last, QUOTED)

        def answered(answer: tuple[str, str | None] | None) -> None:
            if answer is not None:
                self.post_message(MarkLines(page.id, first, last, *answer))
                self.reader.action_drop()

        self.app.push_screen(MarkWindow(f"Mark {where(first, last)} as", words, lens=self._lens), answered)

    def _unmark(self) -> None:
        there = self.reader.marked
        if len(there) == 1:
            self.post_message(Unmark(there[0].number))
            return
        from tui.screens.marking import which

        def answered(button: int | None) -> None:
            if button is not None and button < len(there):
                self.post_message(Unmark(there[button].number))

        self.app.push_screen(which(there), answered)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        reader = self.reader
        reader.look_for(event.value.strip())
        if (found := reader.found()) and reader.line not in found:
            reader.action_match(1)
        self._tell()

    def on_find_line_asked(self, event: FindLine.Asked) -> None:
        event.stop()
        if event.by:
            self.reader.action_match(event.by)
        else:
            self.query_one(FindBar).remove_class("shown")
            self.reader.focus()

    def _tell(self) -> None:
        """What the lines are that are chosen, and what they are marked as, in words."""
        from tui.screens.marking import where

        reader, (first, last) = self.reader, self.reader.chosen
        told = join((f"{where(first, last).capitalize()} of {reader.lines}", STRONG))
        if reader.choosing:
            told += plain(" chosen: Enter marks them, Esc chooses none", QUIET)
        for mark in () if reader.choosing else reader.marked:
            told += join(" · ", (f"{LETTERS[mark.mark.as_]} ", "$text-accent"), str(mark.mark))
        self._tell_line(told if reader.lines else Content())
        self.query_one("#tool-unmark", Button).disabled = not reader.marked
        if (bar := self.query_one(FindBar)).has_class("shown"):
            bar.tell(reader.found(), reader.line)

    def _tell_line(self, told: Content) -> None:
        """Say it below the text; only what may take another number of rows has the screen laid out again."""
        line = self.query_one("#line", Static)
        width = line.content_size.width
        same = bool(self._told) == bool(told) and max(self._told.cell_length, told.cell_length) <= width
        self._told = told
        line.update(told, layout=not same)
