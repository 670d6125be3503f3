"""The footer: at most seven keys, those of what has focus first."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

MOST = 7


class KeyBar(Footer):
    """Textual's footer, cut to what can be taken in and never in the middle of a word.

    All keys are in the palette and in help.
    """

    def compose(self) -> ComposeResult:
        keys = [key for key in super().compose() if isinstance(key, FooterKey) and not key.disabled]
        palette = [key for key in keys if key.has_class("-command-palette")]
        room, left = self.app.size.width - sum(map(_width, palette)) - 1, MOST - len(palette)
        for key in keys:
            if key not in palette and left and _width(key) <= room:
                room, left = room - _width(key), left - 1
                yield key
        yield from palette


def _width(key: FooterKey) -> int:
    return len(key.key_display) + len(key.description) + 3
