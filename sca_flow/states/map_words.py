"""The words of the map: how a case stands to a stage and to a step; and the whole map in words, without a drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sca_flow.states.map import ProcessMap
from sca_flow.states.map_parts import Place, Standing, Way
from sca_flow.states.names import Stage


def outlined(map_: ProcessMap) -> Iterator[str]:
    """The map line by line: each stage, and below it where its steps lead."""
    for place in map_.places.values():
        noted = "; ".join(notes(place))
        yield place.stage.label + (f": {noted}" if noted else "")
        for text, _ in stays(place):
            yield f"  {text}"
        for way in place.ways:
            yield f"  {said(way)}, leads to: {way.to.label}"
    for way in map_.leaving:
        yield f"From every stage that is not an end: {said(way)}, leads to: {way.to.label}"
    if map_.absent:
        yield f"{map_.absence}: {', '.join(stage.label for stage in map_.absent)}"


def notes(place: Place) -> Iterator[str]:
    """How a case stands to a stage."""
    days = place.on
    if place.standing == Standing.HERE:
        yield f"YOU ARE HERE, since {days[-1]}" if days else "YOU ARE HERE"
        if len(days) > 1:
            yield f"{_times(len(days))} in all"
    elif place.standing == Standing.BEEN:
        yield f"been here {days[0]}" if len(days) == 1 else f"been here {_times(len(days))}, last {days[-1]}"
    elif place.standing == Standing.PAST:
        yield "no way there any more"
    if place.next:
        yield "can come next"
    elif place.standing == Standing.AHEAD:
        yield "ahead"
    if place.stage.end:
        yield "an end"
    elif place.standing == Standing.PLAIN and place.stage == Stage.RECEIVED:
        yield "the beginning"


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def said(way: Way) -> str:
    """A step, whether it was taken and when, and how it stands now."""
    glyph = "▸ " if way.open else "✗ " if way.open is False or way.barred else "✓ " if way.on else ""
    more = [f"when {way.when}"] if way.when else []
    if way.on:
        more.append(f"done {way.on[-1]}" + (f", {_times(len(way.on))} in all" if len(way.on) > 1 else ""))
    if way.open is not None:
        more.append("open now" if way.open else "closed now")
    elif way.barred:
        more.append("closed under these rules")
    return " · ".join([f"{glyph}{way.step.caption}", *more])


def stays(place: Place) -> Iterator[tuple[str, bool | None]]:
    """The steps after which the case stays at this stage, and whether they are open: of a case only where it stands."""
    if place.standing == Standing.PLAIN and place.stays:
        yield f"The case stays here: {_listed(place.stays)}", None
    if place.standing == Standing.HERE:
        if steps := [way for way in place.stays if way.open]:
            yield f"▸ Open now, and the case stays here: {_listed(steps)}", True
        if steps := [way for way in place.stays if not way.open]:
            yield f"✗ Closed now, and the case would stay here: {_listed(steps)}", False


def _listed(ways: Sequence[Way]) -> str:
    return ", ".join(way.step.caption for way in ways)
