"""A text to scroll through by arrows and letters."""

from __future__ import annotations

from textual.containers import VerticalScroll

from tui import bindings


class Scroll(VerticalScroll, can_focus=True):
    """What is longer than the screen."""

    BINDINGS = [*bindings.SCROLL]

    def __init__(self, title: str, *, help: str, id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self.border_title = title
        self.border_subtitle = "↑ ↓ scroll"
        self.HELP = help  # type: ignore[misc]
