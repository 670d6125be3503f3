"""Text on its way to the screen.

Scenario and trainee text is foreign: it is never read as markup, and what cannot be seen is shown as a replacement,
so that no escape sequence or direction mark reaches the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from sca_flow.unseen import UNSEEN

QUIET = "$text-muted"
OK = "$text-success"
NO = "$text-error"
UNSURE = "$text-warning"
STRONG = "bold"


def clean(text: str) -> str:
    """The text with every control or invisible character replaced."""
    return UNSEEN.sub("\ufffd", text)


def plain(text: object, style: str = "") -> Content:
    """Any text as it stands, in one style."""
    return Content.assemble((clean(str(text)), style))


def join(*parts: str | tuple[str, str]) -> Content:
    """Pieces of text, each alone or with its style, one behind the other."""
    return Content.assemble(*(clean(part) if isinstance(part, str) else (clean(part[0]), part[1]) for part in parts))


def lines(parts: Iterable[Content]) -> Content:
    """Pieces below each other."""
    return Content("\n").join(parts)


def first_up(text: str) -> str:
    """The text with a capital, as a label begins; underscores of ids read as spaces."""
    words = text.replace("_", " ")
    return words[:1].upper() + words[1:]
