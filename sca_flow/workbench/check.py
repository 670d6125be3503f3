"""Checking a policy: every reachable position is visited, and every invariant is judged on what was seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sca_flow.rules.policy import Dates, Policy, Rules
from sca_flow.states.names import Step
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.explore import LIMIT, Edge, Found, can_reach, explore
from sca_flow.workbench.facts import Sight, Test, test_of
from sca_flow.workbench.invariants import Invariant, watched

Verdict = Literal["holds", "broken", "vacuous", "incomplete"]
Taken = tuple[Step, Try, Position]


@dataclass(frozen=True)
class Judged:
    """One invariant's verdict; when it is broken, the shortest way there and, for an edge, the step that breaks it."""

    invariant: Invariant
    verdict: Verdict
    expected: bool
    start: Position | None = None
    trace: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class Check:
    """What a check found."""

    policy: Policy
    on: date
    rules: Rules
    members: int
    found: Found
    seconds: float
    judged: tuple[Judged, ...]

    @property
    def holds(self) -> bool:
        """Whether no invariant is broken and the search was complete."""
        return all(one.verdict in ("holds", "vacuous") for one in self.judged)


class _Judge:
    """Looks at every accepted step of a search, as it is made."""

    def __init__(self, invariants: Sequence[Invariant], rules: Rules, published: Rules) -> None:
        self.rules, self.published = rules, published
        self.concerned: set[str] = set()
        self.broken: dict[str, tuple[int, Edge]] = {}
        self.open: dict[str, set[int]] = {i.id: set() for i in invariants if i.kind == "always_possible"}
        self.never: dict[Step, list[tuple[str, Test, Test]]] = {step: [] for step in Step}
        self.always: dict[Step, list[Invariant]] = {step: [] for step in Step}
        for invariant in invariants:
            for step in invariant.steps:
                if invariant.kind == "never":
                    self.never[step].append((invariant.id, test_of(invariant.when), test_of(invariant.never)))
                elif invariant.kind == "always_possible":
                    self.always[step].append(invariant)

    def __call__(self, place: int, edge: Edge, target: int) -> None:
        """Judge one edge; breadth first, so that the first one that breaks something is a shortest one."""
        for name, when, never in self.never[edge.step]:
            if name not in self.broken:
                sight = Sight(edge.before, self.rules, self.published, edge)
                if when(sight):
                    self.concerned.add(name)
                    if never(sight):
                        self.broken[name] = (place, edge)
        for invariant in self.always[edge.step]:
            if edge.attempt.role in invariant.by:
                self.open[invariant.id].add(place)


def check(
    policy: Policy,
    baseline: Policy,
    invariants: Sequence[Invariant],
    on: date,
    *,
    members: int = 5,
    expected: frozenset[str] = frozenset(),
    table: Table = TABLE,
    limit: int = LIMIT,
) -> Check:
    """Explore a policy on a date and judge the invariants.

    ``baseline`` gives the rules as published, which some invariants compare with; ``expected`` names those that the
    policy's variants say they break.
    """
    began = time.perf_counter()
    rules = policy.in_force(Dates.all_on(on)).values
    judge = _Judge(invariants, rules, baseline.in_force(Dates.all_on(on)).values)
    found = explore(rules, members=members, table=table, watch=watched(invariants), judge=judge, limit=limit)
    judged = tuple(_verdict(invariant, found, judge, invariant.id in expected) for invariant in invariants)
    return Check(policy, on, rules, members, found, time.perf_counter() - began, judged)


def _verdict(invariant: Invariant, found: Found, judge: _Judge, expected: bool) -> Judged:
    if invariant.kind == "never":
        if invariant.id in judge.broken:
            place, edge = judge.broken[invariant.id]
            start, way = found.trace(place)
            return Judged(invariant, "broken", expected, start, (*way, (edge.step, edge.attempt, edge.after)))
        concerned = invariant.id in judge.concerned
    else:
        about = _about(invariant, found, judge)
        concerned = bool(about)
        fine = _fine(invariant, found, judge)
        if (wrong := next((place for place in about if not fine[place]), None)) is not None and found.complete:
            start, way = found.trace(wrong)
            return Judged(invariant, "broken", expected, start, tuple(way))
    if not found.complete:
        return Judged(invariant, "incomplete", expected)
    return Judged(invariant, "holds" if concerned else "vacuous", expected)


def _about(invariant: Invariant, found: Found, judge: _Judge) -> list[int]:
    """The places of the positions that an invariant is about, the nearest to a start first."""
    when = test_of(invariant.when)
    return [place for place, position in enumerate(found.order) if when(Sight(position, judge.rules, judge.published))]


def _fine(invariant: Invariant, found: Found, judge: _Judge) -> Sequence[bool]:
    if invariant.kind == "always_possible":
        open_at = judge.open[invariant.id]
        return [place in open_at for place in range(len(found.order))]
    return can_reach(found, lambda position: position.stage.end and position.stage != "withdrawn")
