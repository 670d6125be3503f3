"""What every line goes through on its way to the terminal: no colour at all where none is wanted, ASCII where asked."""

from __future__ import annotations

from collections.abc import Callable

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

from sca_flow.glyphs import in_ascii

_NONE = Style(color="default", bgcolor="default")
_REVERSED, _UNDERLINED = Style(reverse=True), Style(underline=True)
QUIET = ("background", "surface", "panel")
"""Grounds that say nothing; what stands on any other is marked by it."""


class Colourless(LineFilter):
    """No colour, not even grey: what its ground marks is shown in reverse, or underlined where the mark is slight."""

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same text without colours."""
        theme = self._theme()
        quiet = {_code(getattr(theme, name)) for name in QUIET} | {background.rgb, None}
        slight = _code(theme.boost)
        return [Segment(text, _without(style, quiet, slight), control) for text, style, control in segments]


class InAscii(LineFilter):
    """Every glyph of ours in ASCII; letters stay as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same text, as wide as before."""
        return [Segment(in_ascii(text), style, control) for text, style, control in segments]


Code = tuple[int, int, int] | None


def _without(style: Style | None, quiet: set[Code], slight: Code) -> Style | None:
    if style is None:
        return None
    ground = _rgb(style.bgcolor)
    bare = style + _NONE
    if ground in quiet:
        return bare
    return bare + (_UNDERLINED if ground == slight else _REVERSED)


def _code(colour: str | None) -> Code:
    return Color.parse(colour).rgb if colour else None


def _rgb(colour: RichColor | None) -> Code:
    if colour is None or colour.triplet is None:
        return None
    return (colour.triplet.red, colour.triplet.green, colour.triplet.blue)
