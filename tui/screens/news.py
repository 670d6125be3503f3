"""What the others did: who, what, and what they recorded with it; Enter reads on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui import bindings
from tui.help import help_text
from tui.messages import News
from tui.screens.windows import Window
from tui.text import NO, OK, QUIET, STRONG, join, lines, plain
from tui.widgets.reasons import told

AROUND = 8
"""Rows of the window beside its text."""


class NewsWindow(Window):
    """Read and closed."""

    HELP = help_text("chairs")
    BINDINGS = [*bindings.NEWS]
    FIRST = "#body"
    SUBTITLE = "↑ ↓ scroll · Enter reads on"

    def __init__(self, news: Sequence[News]) -> None:
        super().__init__("What happened meanwhile", Content(), ("Read on",))
        self._news = news

    def on_resize(self) -> None:
        """What is longer than the screen scrolls above the button."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        whole = self.query_one("#body").virtual_size.height
        self.set_class(whole + AROUND > self.app.size.height * 9 // 10, "-long")

    def body(self) -> ComposeResult:
        parts = [part for one in self._news for part in (*_one(one), Content())]
        yield Static(lines([*parts, plain("All of it stands in the timeline (F5).", QUIET)]))


def _one(news: News) -> Iterator[Content]:
    line = news.line
    glyph = ("✗ ", NO) if line.refused else ("✓ ", OK)
    who = "" if news.waited else f"{line.who}: "
    yield join(glyph, (f"{line.on}  ", QUIET), (who, STRONG), line.text)
    yield from (plain(f"  {detail}") for detail in line.details)
    if line.reasons:
        yield told(line.reasons)
