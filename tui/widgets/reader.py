"""One document to read and to mark: a line to stand on, lines to choose by keyboard or mouse, words to look for."""

from __future__ import annotations

from dataclasses import dataclass

from textual.events import Blur, Focus, MouseDown, MouseMove, MouseUp
from textual.message import Message

from sca_flow.training.study import Made
from tui import bindings
from tui.help import help_text
from tui.views import Page
from tui.widgets.paper import Paper


class Reader(Paper, can_focus=True):
    """A document to read and to mark."""

    HELP = help_text("file")
    BINDINGS = [*bindings.READER]

    @dataclass
    class Moved(Message):
        """Another line is current, or other lines are chosen."""

    @dataclass
    class Wanted(Message):
        """Something is to be done with the lines: ``what`` is mark, unmark or find."""

        what: str

    @dataclass
    class Turned(Message):
        """Another document is wanted."""

        by: int

    def __init__(self) -> None:
        super().__init__()
        self._dragging = False
        self._can = False, False
        """Whether there are lines to drop, and whether there is a mark to take back, as the keys show it."""

    def show(self, page: Page | None, marks: tuple[Made, ...]) -> None:
        """Show a document with its marks; another one from its top."""
        self.marks = marks
        if page != self.page:
            self.page, self.line, self._anchor = page, 1, None
            self._lay()
            self.scroll_home(animate=False)
        self._tell()

    @property
    def marked(self) -> tuple[Made, ...]:
        """The marks on the current line."""
        return tuple(mark for mark in self.marks if mark.first <= self.line <= mark.last)

    def go_to(self, line: int, *, anchor: int | None = None) -> None:
        """Stand on a line; from ``anchor`` on, lines are chosen."""
        self.line, self._anchor = max(1, min(line, self.lines)), anchor
        self._into_sight()
        self._tell()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is left to what is around it, unless lines are being chosen."""
        return {"drop": self.choosing, "unmark": bool(self.marked)}.get(action, True)

    def action_choose(self) -> None:
        if self.choosing:
            self.action_mark()
        else:
            self.go_to(self.line, anchor=self.line)

    def action_drop(self) -> None:
        self.go_to(self.line)

    def action_mark(self) -> None:
        if self.lines:
            self.post_message(self.Wanted("mark"))

    def action_unmark(self) -> None:
        self.post_message(self.Wanted("unmark"))

    def action_find(self) -> None:
        self.post_message(self.Wanted("find"))

    def action_turn(self, by: int) -> None:
        self.post_message(self.Turned(by))

    def action_move(self, by: int) -> None:
        self.go_to(self.line + by, anchor=self._anchor)

    def action_extend(self, by: int) -> None:
        self.go_to(self.line + by, anchor=self.line if self._anchor is None else self._anchor)

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self.size.height - 1))

    def action_end(self, by: int) -> None:
        self.go_to(self.lines if by > 0 else 1, anchor=self._anchor)

    def action_mark_at(self, by: int) -> None:
        self._next([mark.first for mark in self.marks], by)

    def action_match(self, by: int) -> None:
        self._next(self.found(), by)

    def _next(self, lines: list[int], by: int) -> None:
        """To the next of some lines, and from the last to the first."""
        ahead = sorted({line for line in lines if (line - self.line) * by > 0}, reverse=by < 0)
        if ahead or lines:
            self.go_to(ahead[0] if ahead else (min if by > 0 else max)(lines))

    # Mouse

    def on_mouse_down(self, event: MouseDown) -> None:
        if (line := self._line_at(event.y)) is not None:
            self._dragging = True
            self.go_to(line, anchor=(self.line if self._anchor is None else self._anchor) if event.shift else None)

    def on_mouse_move(self, event: MouseMove) -> None:
        line = self._line_at(event.y)
        if self._dragging and event.button and line is not None and line != self.line:
            self.go_to(line, anchor=self.line if self._anchor is None else self._anchor)

    def on_mouse_up(self, event: MouseUp) -> None:
        self._dragging = False

    def _line_at(self, y: int) -> int | None:
        place = y + self.scroll_offset.y
        return self._rows[place].line or None if 0 <= place < len(self._rows) else None

    def on_focus(self, event: Focus) -> None:
        self._tell()

    def on_blur(self, event: Blur) -> None:
        self.refresh()

    def _tell(self) -> None:
        self.refresh()
        if self._can != (can := (self.choosing, bool(self.marked))):
            self._can = can
            self.refresh_bindings()
        self.post_message(self.Moved())
