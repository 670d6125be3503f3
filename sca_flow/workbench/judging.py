"""Judging an invariant for a whole family of policies at once, on what a search over them visited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from sca_flow.rules.policy import Rules
from sca_flow.states.names import Stage, Step
from sca_flow.workbench.check import Verdict
from sca_flow.workbench.explore import Edge
from sca_flow.workbench.facts import Sight, Test, test_of
from sca_flow.workbench.family import Family, Searched
from sca_flow.workbench.invariants import Invariant
from sca_flow.workbench.timeline import NOT_SERVED, Moment

_NOW: Moment = (0, NOT_SERVED)


def judge(found: Searched, family: Family, published: Rules, invariant: Invariant) -> Sequence[Verdict]:
    """The verdict under each policy of the family.  ``published`` are the rules that some invariants compare with."""
    if invariant.kind == "never":
        concerned, broken = _never(found, family, published, invariant)
    else:
        concerned, broken = _always(found, family, published, invariant)
        broken = broken if found.complete else 0
    return [_verdict(found, concerned >> place & 1, broken >> place & 1) for place in range(len(family.rules))]


def _verdict(found: Searched, concerned: int, broken: int) -> Verdict:
    if broken:
        return "broken"
    if not found.complete:
        return "incomplete"
    return "holds" if concerned else "vacuous"


def _never(found: Searched, family: Family, published: Rules, invariant: Invariant) -> tuple[int, int]:
    """Under which policies the invariant is concerned with some step, and under which one breaks it."""
    steps, when, never = set(invariant.steps), test_of(invariant.when), test_of(invariant.never)
    concerned = broken = 0
    for here, edge in _edges(found, steps):
        asked = partial(_seen, when, never, edge, published)
        for mask, (about, wrong) in family.ask(here & ~broken, asked):
            concerned |= mask if about else 0
            broken |= mask if wrong else 0
    return concerned, broken


def _edges(found: Searched, steps: Collection[Step]) -> Iterator[tuple[int, Edge]]:
    """The steps that are taken, with who can take them: under which policies both position and step are reached."""
    for place, before in enumerate(found.order):
        for way in found.ways[place]:
            if way.step in steps and (here := found.reach[place] & way.mask):
                yield here, Edge(before, way.step, way.attempt, found.order[way.to], _NOW)


def _seen(when: Test, never: Test, edge: Edge, published: Rules, rules: Rules) -> tuple[bool, bool]:
    sight = Sight(edge.before, rules, published, edge)
    about = when(sight)
    return about, about and never(sight)


def _always(found: Searched, family: Family, published: Rules, invariant: Invariant) -> tuple[int, int]:
    """Under which policies some position is one that the invariant is about, and under which one is not fine."""
    when = test_of(invariant.when)
    fine = _open(found, invariant) if invariant.kind == "always_possible" else _can_finish(found)
    concerned = broken = 0
    for place, position in enumerate(found.order):
        asked = partial(_about, when, Sight(position, published, published))
        for mask, about in family.ask(found.reach[place], asked):
            if about:
                concerned |= mask
                broken |= mask & ~fine[place]
    return concerned, broken


def _about(when: Test, sight: Sight, rules: Rules) -> bool:
    return when(Sight(sight.position, rules, sight.published))


def _open(found: Searched, invariant: Invariant) -> Sequence[int]:
    """For each place, under which policies the invariant's step is open to one of its roles."""
    fine = [0] * len(found.order)
    for place, ways in enumerate(found.ways):
        for way in ways:
            if way.step == invariant.step and way.attempt.role in invariant.by:
                fine[place] |= way.mask
    return fine


def _can_finish(found: Searched) -> Sequence[int]:
    """For each place, under which policies an end can be reached without the person having to withdraw."""
    into: list[list[tuple[int, int]]] = [[] for _ in found.order]
    for place, onward in enumerate(found.onward):
        for to, mask in onward.items():
            into[to].append((place, mask))
    ends = [position.stage.end and position.stage != Stage.WITHDRAWN for position in found.order]
    fine = [-1 if end else 0 for end in ends]
    waiting = [place for place, end in enumerate(ends) if end]
    while waiting:
        place = waiting.pop()
        for before, mask in into[place]:
            if more := fine[place] & mask & ~fine[before]:
                fine[before] |= more
                waiting.append(before)
    return fine
