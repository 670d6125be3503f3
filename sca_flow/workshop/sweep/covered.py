"""What a sweep or some attempts cover: stages, steps, choices, endings, refusals, and rules that decide something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, get_args

from sca_flow.case import begin, fold
from sca_flow.events import Happened, Refused, Started, Taken
from sca_flow.states.names import Step, form
from sca_flow.states.row import Row
from sca_flow.states.table import TABLE
from sca_flow.workshop.sweep.refusing import refusing
from sca_flow.workshop.sweep.search import Swept

KindOf = Literal["stages", "steps", "choices", "endings", "refusals", "rules"]
KINDS: tuple[KindOf, ...] = get_args(KindOf)
NOT_A_GUARD = "stage"
"""A step that the stage does not know at all is refused by no guard."""

Covered = Mapping[KindOf, frozenset[str]]
Item = tuple[KindOf, str]


def collected(items: Iterable[Item]) -> Covered:
    """Items by their kind."""
    found: dict[KindOf, set[str]] = {kind: set() for kind in KINDS}
    for kind, name in items:
        found[kind].add(name)
    return {kind: frozenset(names) for kind, names in found.items()}


def both(one: Covered, other: Covered) -> Covered:
    """What either covers."""
    return {kind: one[kind] | other[kind] for kind in KINDS}


def of_sweep(swept: Swept) -> Covered:
    """What a sweep reaches."""
    return collected(_swept(swept))


def _swept(swept: Swept) -> Iterator[Item]:
    for place, state in enumerate(swept.states):
        yield "stages", state.position.stage
        if swept.ended(place):
            yield "endings", state.position.stage
    yield "steps", Step.WAIT
    for stage, step, route, choice in swept.taken:
        yield from _taken(next(row for row in TABLE.cells[stage, step] if row.when.id == route))
        for asked in form(step):
            chosen = (choice,) if asked.name in ("ground", "status") else asked.choices
            if asked.asks == "choice":
                yield from (("choices", f"{step}.{asked.name}={value}") for value in chosen)
    for guard in refusing(swept):
        yield "refusals", guard.id
        yield from (("rules", rule) for rule in guard.rules)


def _taken(row: Row) -> Iterator[Item]:
    yield "steps", row.step
    yield from (("rules", rule) for rule in row.when.rules)


def of_history(history: Sequence[Happened]) -> Covered:
    """What an attempt walked through."""
    return collected(_walked(history))


def _walked(history: Sequence[Happened]) -> Iterator[Item]:
    started = history[0].event
    assert isinstance(started, Started)
    case = begin(started)
    yield "stages", case.stage
    for one in history[1:]:
        case = fold(case, one)
        if isinstance(one.event, Taken):
            yield from _step(one.event)
            yield "stages", case.stage
            if case.ended:
                yield "endings", case.stage
        elif isinstance(one.event, Refused):
            yield from _refused(one.event.reasons)


def _step(event: Taken) -> Iterator[Item]:
    rows = TABLE.cells.get((event.from_, event.step), ())
    yield from (item for row in rows if row.to == event.to for item in _taken(row))
    for asked in form(event.step):
        if asked.asks == "choice" and asked.name in event.form:
            yield "choices", f"{event.step}.{asked.name}={event.form[asked.name]}"


def _refused(reasons: Iterable[dict[str, Any]]) -> Iterator[Item]:
    for reason in reasons:
        if reason["guard"] != NOT_A_GUARD:
            yield "refusals", reason["guard"]
            yield from (("rules", cited["rule"]) for cited in reason["rules"])
