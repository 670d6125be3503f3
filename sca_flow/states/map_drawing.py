"""The map drawn as text: the main way from top to bottom, what branches off it set in, each stage a box.

A line is made of pieces, each with a tone, so that a screen may colour it; all is said by glyphs and words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from textwrap import wrap

from sca_flow.states.map import ProcessMap
from sca_flow.states.map_parts import Place, Standing, Way
from sca_flow.states.map_words import notes, said, stays
from sca_flow.states.names import Stage

WIDEST = 100
"""Columns of a box: wider would only be emptier."""


class Tone(StrEnum):
    """What a piece of a line says, for colours."""

    TEXT = "text"
    LINE = "line"
    HERE = "here"
    DONE = "done"
    OPEN = "open"
    CLOSED = "closed"


Line = tuple[tuple[str, Tone], ...]

_GLYPHS = {
    Standing.PLAIN: "○",
    Standing.HERE: "◆",
    Standing.BEEN: "✓",
    Standing.AHEAD: "○",
    Standing.PAST: "–",
}
_SOLID, _BROKEN, _HEAVY = tuple("┌─┐│└┘┬"), tuple("┌╌┐╎└┘┬"), tuple("┏━┓┃┗┛┯")
_BOXES = {Standing.HERE: _HEAVY, Standing.AHEAD: _BROKEN, Standing.PAST: _BROKEN}
_OPENNESS = {None: Tone.TEXT, True: Tone.OPEN, False: Tone.CLOSED}
LEGEND = "◆ here  ✓ done  ▸ open  ✗ closed  ○ ahead  – no way  ■ end"
PLAIN_LEGEND = "○ a stage  ■ an end  ▼ ─▶ where a step leads"


def drawn(map_: ProcessMap, width: int) -> list[Line]:
    """The lines of the map, none wider than ``width`` columns (60 or more)."""
    return list(_Drawing(map_, width).lines())


def plain(line: Line) -> str:
    """A line without its tones."""
    return "".join(text for text, _ in line).rstrip()


def legend(map_: ProcessMap) -> str:
    """What the glyphs say."""
    return LEGEND if map_.now else PLAIN_LEGEND


class _Drawing:
    """One drawing; it remembers what stands above."""

    def __init__(self, map_: ProcessMap, width: int) -> None:
        self.map, self.width = map_, width
        self._above: set[Stage] = set()

    def lines(self) -> Iterator[Line]:
        spine = self.map.spine
        for stage, below in zip(spine, (*spine[1:], None), strict=True):
            yield from self._stage(stage, "", "", below)
        left = {way.to for way in self.map.leaving}
        for stage in self.map.places:
            if stage not in self._above and stage not in left:
                yield from self._stage(stage, "", "", None)
        yield from self._leaving()
        if absent := self.map.absent:
            yield ()
            yield from self._words(f"{self.map.absence}:", Tone.TEXT)
            for stage in absent:
                yield from self._words(f"  – {stage.label}", Tone.LINE)

    def _leaving(self) -> Iterator[Line]:
        ways = self.map.leaving
        if ways:
            yield ()
            yield from self._words("From every stage that is not an end:", Tone.TEXT)
            yield from self._branches(ways, "", {way.to for way in ways})

    def _stage(self, stage: Stage, edge: str, first: str, below: Stage | None) -> Iterator[Line]:
        """The box of a stage, behind ``edge`` (its first line behind ``first``), and the ways from it."""
        place = self.map.places[stage]
        self._above.add(stage)
        children = {way.to for way in place.ways if self.map.parents.get(way.to) == stage}
        children -= {*self.map.spine, *self._above}
        side = [way for way in place.ways if way.to != below]
        onward = [way for way in place.ways if way.to == below]
        inner = list(stays(place))
        yield from self._box(place, edge, first, opens=bool(side or onward or inner))
        for number, (text, open_) in enumerate(inner, start=1):
            more = bool(side or onward) or number < len(inner)
            yield from self._item(text, _OPENNESS[open_], edge + " ", more=more)
        yield from self._branches(side, edge + " ", children, more=bool(onward))
        for way in onward:
            yield from self._words(said(way), _tone(way), f"{edge} ▼  ", f"{edge}      ")

    def _branches(self, ways: Sequence[Way], edge: str, children: set[Stage], more: bool = False) -> Iterator[Line]:
        """The ways that branch off: those to a box of its own with the box, the others with the name of the stage."""
        ordered = sorted(ways, key=lambda way: (way.to in children, not way.open, [*Stage].index(way.to)))
        for place, way in enumerate(ordered):
            follows = more or place + 1 < len(ordered)
            if way.to not in children:
                where = "↑ back to" if way.to in self._above else "↓ on to"
                yield from self._item(f"{said(way)} ─▶ {where} {way.to.label}", _tone(way), edge, more=follows)
                continue
            yield from self._item(said(way), _tone(way), edge, more=follows)
            if all(later.to != way.to for later in ordered[place + 1 :]):
                bar = "│" if follows else " "
                yield from self._stage(way.to, f"{edge}{bar}   ", f"{edge}{bar} └▶", None)

    def _item(self, text: str, tone: Tone, edge: str, *, more: bool) -> Iterator[Line]:
        first, later = ("├─ ", "│    ") if more else ("╰─ ", "     ")
        yield from self._words(text, tone, edge + first, edge + later)

    def _words(self, text: str, tone: Tone, first: str = "", later: str = "  ") -> Iterator[Line]:
        room = self.width - max(len(first), len(later))
        for number, part in enumerate(wrap(text, room, break_on_hyphens=False) or [""]):
            yield ((later if number else first, Tone.LINE), (part, tone))

    def _box(self, place: Place, edge: str, first: str, *, opens: bool) -> Iterator[Line]:
        left, flat, right, side, low, end, joint = _BOXES.get(place.standing, _SOLID)
        inner = min(self.width, WIDEST) - len(edge) - 4
        tone = _stands(place)
        ruled = Tone.HERE if place.standing == Standing.HERE else Tone.LINE
        yield ((edge, Tone.LINE), (f"{left}{flat * (inner + 2)}{right}", ruled))
        for number, text in enumerate(_within(place, inner)):
            before = first if first and not number else edge
            yield ((before, Tone.LINE), (f"{side} ", ruled), (text.ljust(inner), tone), (f" {side}", ruled))
        bottom = f"{joint}{flat * (inner + 1)}" if opens else flat * (inner + 2)
        yield ((edge, Tone.LINE), (f"{low}{bottom}{end}", ruled))


def _within(place: Place, width: int) -> list[str]:
    """What stands in a box: the stage, and how the case stands to it, on one line where there is room."""
    end = place.stage.end and place.standing in (Standing.PLAIN, Standing.AHEAD, Standing.PAST)
    name = f"{'■' if end else _GLYPHS[place.standing]} {place.stage.label}"
    note = "; ".join(notes(place))
    if note and len(name) + len(note) + 2 <= width:
        return [name + " " * (width - len(name) - len(note)) + note]
    return [*wrap(name, width, subsequent_indent="  "), *wrap(note, width, initial_indent="  ", subsequent_indent="  ")]


def _tone(way: Way) -> Tone:
    if way.open is not None:
        return _OPENNESS[way.open]
    return Tone.DONE if way.on else Tone.CLOSED if way.barred else Tone.TEXT


def _stands(place: Place) -> Tone:
    if place.next:
        return Tone.OPEN
    return {
        Standing.HERE: Tone.HERE,
        Standing.BEEN: Tone.DONE,
        Standing.PAST: Tone.LINE,
    }.get(place.standing, Tone.TEXT)
