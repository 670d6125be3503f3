"""The lines of a document as rows of the screen: long lines are broken between words, each row knows its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells

from sca_flow.scenario.vocabulary import As
from sca_flow.training.study import Made
from tui.text import clean

LETTERS = {As.FOR: "F", As.AGAINST: "A", As.INDICATOR: "I", As.INCONSISTENCY: "N", As.MITIGATION: "M"} | {
    As.VULNERABILITY: "V"
}
"""What stands in the margin for each kind of mark."""
RULE = 20
"""So many of the same character alone on a line are a rule, which is cut and never broken."""


@dataclass(frozen=True)
class Row:
    """A row: the line it belongs to, counted from 1 (0 above the text), its text, and where that begins in the line."""

    line: int
    text: str
    start: int = 0


def rows(head: Sequence[str], text: str, width: int) -> Iterator[Row]:
    """What stands above a document, and its text, at a width in cells."""
    for line in head:
        yield from _broken(0, line, width)
    for number, line in enumerate(text.splitlines(), start=1):
        yield from _broken(number, line, width)


def quote(text: str, first: int, last: int, longest: int) -> str:
    """Some lines of a document on one line, without its rules, cut behind a word where they are long."""
    there = (line.strip() for line in text.splitlines()[first - 1 : last])
    words = " ".join(" ".join(line for line in there if len(line) <= RULE or len(set(line)) > 1).split())
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0].rstrip()} …"


def _broken(number: int, line: str, width: int) -> Iterator[Row]:
    rest, start = clean(line.expandtabs(4)), 0
    if len(rest) > RULE and len(set(rest)) == 1 and not rest[0].isalnum():
        rest = rest[:width]
    while cell_len(rest) > width:
        piece = chop_cells(rest[: 4 * width], width)[0]
        cut = piece.rfind(" ") + 1 if rest[len(piece) : len(piece) + 1] != " " else len(piece) + 1
        cut = cut if rest[:cut].strip() else len(piece)
        yield Row(number, rest[:cut].rstrip() if cut > len(piece) else rest[:cut], start)
        rest, start = rest[cut:], start + cut
    yield Row(number, rest, start)


def margin(marks: Sequence[Made], line: int) -> str:
    """The letter of the mark that begins on a line, how many do, or a bar where one goes on."""
    there = [mark for mark in marks if mark.first <= line <= mark.last]
    begin = [mark for mark in there if mark.first == line]
    if len(begin) > 1:
        return str(min(len(begin), 9))
    return LETTERS[begin[0].mark.as_] if begin else "│" if there else " "
