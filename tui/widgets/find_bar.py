"""A line to type words in that are looked for in the open document."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tui import bindings
from tui.help import help_text
from tui.text import NO, QUIET, join, plain

LONGEST = 200
"""Characters that can be looked for."""


class FindLine(Input):
    """The words."""

    HELP = help_text("file")
    BINDINGS = [*bindings.FIND]

    @dataclass
    class Asked(Message):
        """The next match is wanted, or the one before; or, with 0, the search is over."""

        by: int

    def action_match(self, by: int) -> None:
        self.post_message(self.Asked(by))

    def action_close(self) -> None:
        self.post_message(self.Asked(0))


class FindBar(Horizontal):
    """The words, and where they stand."""

    def compose(self) -> ComposeResult:
        yield Static(plain("Find: ", QUIET), id="find-label")
        yield FindLine(id="find", compact=True, max_length=LONGEST, select_on_focus=True)
        yield Static(id="found")

    def tell(self, lines: list[int], here: int) -> None:
        """Say how many lines hold the words, and which of them is current."""
        if not self.query_one(FindLine).value.strip():
            told = plain("type words", QUIET)
        elif not lines:
            told = join(("✗ ", NO), "not in this document")
        else:
            told = plain(f"{lines.index(here) + 1} of {len(lines)}" if here in lines else f"on {len(lines)} lines")
        self.query_one("#found", Static).update(told)
