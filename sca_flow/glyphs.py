"""Glyphs beyond ASCII that this program draws with, and what stands for each where only ASCII can be shown.

Always one character for one, so that nothing moves; heavy, plain and broken lines stay three different ones, since a
heavy border is what shows the focus.  Letters of names and documents stay as they are.
"""

from __future__ import annotations

_PAIRS = (
    ("─▔▁", "-"),
    ("━═┯", "="),
    ("╌", "."),
    ("│▏▎▌▐▕┆", "|"),
    ("╎", ":"),
    ("┃║┏┓┗┛┠┨╔╗╚╝", "#"),
    ("┌┐└┘├┤┬┴┼╭╮╰╯╞╡", "+"),
    ("▸▶→", ">"),
    ("←◀", "<"),
    ("▼↓", "v"),
    ("▲↑", "^"),
    ("✓", "+"),
    ("✗×", "x"),
    ("◆", "@"),
    ("○", "o"),
    ("●•▪", "*"),
    ("■█▇▆▅▄▃▂", "#"),
    ("░", "."),
    ("‼", "!"),
    ("‖", "|"),
    ("·", "-"),
    ("–—", "-"),
    ("“”", '"'),
    ("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    ("…", "~"),
    ("\N{NO-BREAK SPACE}", " "),
)
_ASCII = str.maketrans({glyph: plain for glyphs, plain in _PAIRS for glyph in glyphs})


def in_ascii(text: str) -> str:
    """The text with every glyph of ours in ASCII, as wide as before."""
    return text if text.isascii() else text.translate(_ASCII)
