"""Copying text without a mouse: everything that can be read where the focus is."""

from __future__ import annotations

from collections.abc import Iterator

from textual.screen import Screen
from textual.selection import SELECT_ALL
from textual.widget import Widget
from textual.widgets import Button

from tui.widgets.again import AgainRow


def all_text(screen: Screen[object]) -> str:
    """The text of what has focus; where that is a list or a button, of the pane or the window around it."""
    start: Widget = screen.focused or screen
    if isinstance(start, AgainRow) and isinstance(start.parent, Widget):
        start = start.parent  # a row of a text is not the text
    for around in start.ancestors_with_self:
        if isinstance(around, Widget) and (found := "".join(_texts(around)).strip()):
            return found + "\n"
    return ""


def _texts(around: Widget) -> Iterator[str]:
    for node in around.walk_children(Widget, with_self=True):
        if node.display and node.allow_select and not isinstance(node, Button):
            yield "".join(node.get_selection(SELECT_ALL) or "")
