"""Checking a policy: every reachable position is visited, and every invariant is judged on what was seen."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal

from sca_flow.rules.policy import Policy, Rules
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.explore import LIMIT, Edge, Found, Progress, can_reach, explore_over
from sca_flow.workbench.facts import Sight, Test, test_of
from sca_flow.workbench.invariants import Invariant, watched
from sca_flow.workbench.timeline import Moment, Timeline

Verdict = Literal["holds", "broken", "vacuous", "incomplete"]
Taken = tuple[Step, Try, Position]
Leading = tuple[Step, Stage]


@dataclass(frozen=True)
class Trace:
    """The shortest way to what breaks an invariant.

    ``days`` are the first days of the eras in which its steps are taken, beginning with that of its start; on one
    date alone they are all that date, whose rules are held still.
    """

    policy: Policy
    start: Position
    steps: tuple[Taken, ...]
    days: tuple[date, ...]

    @property
    def still(self) -> bool:
        """Whether the rules of one date were searched."""
        return len(set(self.days)) == 1


@dataclass(frozen=True)
class Judged:
    """One invariant's verdict, with a trace when it is broken."""

    invariant: Invariant
    verdict: Verdict
    expected: bool
    trace: Trace | None = None


@dataclass(frozen=True)
class Check:
    """What a check found.  Where the sources leave days open, every possibility was searched."""

    policy: Policy
    first: date
    last: date
    members: int
    searches: tuple[Found, ...]
    seconds: float
    judged: tuple[Judged, ...]

    @property
    def on(self) -> date:
        """The (first) date of the check."""
        return self.first

    @property
    def found(self) -> Found:
        """The (first) search."""
        return self.searches[0]

    @property
    def states(self) -> int:
        """How many positions were visited."""
        return sum(len(found.order) for found in self.searches)

    @property
    def depth(self) -> int:
        """How many steps the farthest position is away."""
        return max(found.depth for found in self.searches)

    @property
    def holds(self) -> bool:
        """Whether every invariant holds or is vacuous."""
        return all(one.verdict in ("holds", "vacuous") for one in self.judged)


class _Judge:
    """Looks at every accepted step of a search, as it is made."""

    def __init__(self, invariants: Sequence[Invariant], timeline: Timeline, published: Timeline) -> None:
        self.rules = {moment: timeline.rules(moment) for moment in timeline.moments}
        self.published = {moment: published.rules(moment) for moment in timeline.moments}
        self.concerned: set[str] = set()
        self.broken: dict[str, tuple[int, Edge]] = {}
        self.open: dict[str, set[int]] = {i.id: set() for i in invariants if i.kind == "always_possible"}
        self.never: dict[Leading, list[tuple[str, Test, Test]]] = defaultdict(list)
        self.always: dict[Leading, list[Invariant]] = defaultdict(list)
        for invariant in invariants:
            for leading in product(invariant.steps, invariant.leads_to):
                if invariant.kind == "never":
                    self.never[leading].append((invariant.id, test_of(invariant.when), test_of(invariant.never)))
                elif invariant.kind == "always_possible":
                    self.always[leading].append(invariant)

    @property
    def asks(self) -> Collection[Leading]:
        """The steps that some invariant is about, each with where it leads."""
        return self.never.keys() | self.always.keys()

    def sight(self, position: Position, moment: Moment, edge: Edge | None = None) -> Sight:
        """What an invariant looks at."""
        return Sight(position, self.rules[moment], self.published[moment], edge)

    def __call__(self, place: int, edge: Edge) -> None:
        """Judge one edge; breadth first, so that the first one that breaks something is a shortest one."""
        leading = edge.step, edge.after.stage
        for name, when, never in self.never.get(leading, ()):
            if name not in self.broken:
                sight = self.sight(edge.before, edge.moment, edge)
                if when(sight):
                    self.concerned.add(name)
                    if never(sight):
                        self.broken[name] = (place, edge)
        for invariant in self.always.get(leading, ()):
            if edge.attempt.role in invariant.by:
                self.open[invariant.id].add(place)


def check(
    policy: Policy,
    baseline: Policy,
    invariants: Sequence[Invariant],
    on: date,
    until: date | None = None,
    *,
    members: int = 5,
    expected: frozenset[str] = frozenset(),
    table: Table = TABLE,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> Check:
    """Explore a policy on a date, or across all rule changes from it ``until`` another, and judge the invariants.

    ``baseline`` gives the rules as published, which some invariants compare with; ``expected`` names those that the
    policy's variants say they break.  ``progress`` is told now and then how many positions were visited, in all
    searches together; what it raises ends the check.
    """

    def visited(here: int) -> None:
        if progress is not None:
            progress(here + sum(len(found.order) for found in searches))

    began, last, watch = time.perf_counter(), until or on, watched(invariants)
    searches: list[Found] = []
    verdicts: list[list[Judged]] = []
    for possible in policy.possibilities(on, last):
        timeline = Timeline.across(possible, on, last)
        published = Timeline(timeline.days, _values(_pinned_alike(baseline, possible)))
        judge = _Judge(invariants, timeline, published)
        found = explore_over(
            timeline, members=members, table=table, watch=watch, judge=judge, limit=limit, progress=visited
        )
        searches.append(found)
        verdicts.append([_verdict(i, found, judge, i.id in expected, possible, timeline) for i in invariants])
    judged = tuple(_joined(found) for found in zip(*verdicts, strict=True))
    return Check(policy, on, last, members, tuple(searches), time.perf_counter() - began, judged)


def _pinned_alike(baseline: Policy, possible: Policy) -> Policy:
    """The rules as published, where the sources leave days open, with the same possibility."""
    matching = baseline.possibilities(date.min, date.max)
    pins = set(possible.pinned.items())
    return next(policy for policy in matching if pins <= set(policy.pinned.items()))


def _values(policy: Policy) -> Callable[..., Rules]:
    return lambda dates: policy.in_force(dates).values


_WORST: Sequence[Verdict] = ("broken", "incomplete", "holds", "vacuous")


def _joined(verdicts: Sequence[Judged]) -> Judged:
    """The verdict over all possibilities: the worst of them."""
    return min(verdicts, key=lambda judged: _WORST.index(judged.verdict))


def _verdict(
    invariant: Invariant, found: Found, judge: _Judge, expected: bool, policy: Policy, timeline: Timeline
) -> Judged:
    def trace(place: int, edge: Edge | None = None) -> Trace:
        start, way = found.trace(place)
        days = [timeline.days[era] for era, _ in found.moments_of(place)]
        if edge is not None:
            way.append((edge.step, edge.attempt, edge.after))
            days.append(timeline.days[edge.moment[0]])
        first = found.moments[found.first(place)][0]
        return Trace(policy, start, tuple(way), (timeline.days[first], *days))

    if invariant.kind == "never":
        if invariant.id in judge.broken:
            return Judged(invariant, "broken", expected, trace(*judge.broken[invariant.id]))
        concerned = invariant.id in judge.concerned
    else:
        about, fine = _about(invariant, found, judge), _fine(invariant, found, judge)
        concerned = bool(about)
        if found.complete and (wrong := next((place for place in about if not fine[place]), None)) is not None:
            return Judged(invariant, "broken", expected, trace(wrong))
    if not found.complete:
        return Judged(invariant, "incomplete", expected)
    return Judged(invariant, "holds" if concerned else "vacuous", expected)


def _about(invariant: Invariant, found: Found, judge: _Judge) -> list[int]:
    """The places of the positions that an invariant is about, the nearest to a start first."""
    when = test_of(invariant.when)
    places = enumerate(zip(found.order, found.moments, strict=True))
    return [place for place, (position, moment) in places if when(judge.sight(position, moment))]


def _fine(invariant: Invariant, found: Found, judge: _Judge) -> Sequence[bool]:
    if invariant.kind == "always_possible":
        open_at = judge.open[invariant.id]
        return [place in open_at for place in range(len(found.order))]
    return can_reach(found, lambda position: position.stage.end and position.stage != Stage.WITHDRAWN)
