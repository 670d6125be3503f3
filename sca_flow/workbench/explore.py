"""Exploring every reachable position of the process under a policy, breadth first, through the compiled table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import Protocol

from sca_flow.rules.policy import Rules
from sca_flow.states.compiled import after
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.plan import Move, Plan, plan, seats
from sca_flow.workbench.timeline import Moment, Timeline

_RECOVERING = {Stage.RECOVERY_PERIOD, Stage.CG_CONSIDERATION}
_NEGATIVE = {Stage.CG_NEGATIVE_SERVED, Stage.RG_NEGATIVE_SERVED}
LIMIT = 5_000_000


@dataclass(frozen=True, slots=True)
class Edge:
    """One accepted step, from a position to a position, and the moment whose rules held."""

    before: Position
    step: Step
    attempt: Try
    after: Position
    moment: Moment


@dataclass
class Found:
    """What an exploration has visited, place by place.

    ``cameby`` holds, for each place, where it was first reached from and by what; ``moments`` under which of the
    timeline's rules a case stands there.
    """

    order: list[Position] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    index: dict[tuple[Position, Moment], int] = field(default_factory=dict)
    cameby: list[tuple[int, Step, Try] | None] = field(default_factory=list)
    out: list[list[int]] = field(default_factory=list)
    transitions: int = 0
    depth: int = 0
    complete: bool = True

    def trace(self, place: int) -> tuple[Position, list[tuple[Step, Try, Position]]]:
        """The shortest way to a place: where it starts, and each step with who took it and where it led."""
        way = [(step, attempt, self.order[there]) for there, step, attempt in self._back(place)]
        return self.order[self.first(place)], way[::-1]

    def moments_of(self, place: int) -> list[Moment]:
        """The moment in which each step of that way arrives."""
        return [self.moments[there] for there, _, _ in self._back(place)][::-1]

    def _back(self, place: int) -> Iterator[tuple[int, Step, Try]]:
        while (came := self.cameby[place]) is not None:
            yield place, came[1], came[2]
            place = came[0]

    def first(self, place: int) -> int:
        """The place at which the way to a place starts."""
        while (came := self.cameby[place]) is not None:
            place = came[0]
        return place


class Judge(Protocol):
    """Somebody who looks at accepted steps as they are found, breadth first."""

    @property
    def steps(self) -> frozenset[Step]:
        """The steps that it looks at."""

    def __call__(self, place: int, edge: Edge, target: int) -> None:
        """Look at one accepted step, and the places of both positions."""


def starts() -> Iterator[Position]:
    """Where a case can begin.  A child's consent is not asked for, and who sent the referral matters once."""
    for transferred in (False, True):
        yield Position(transferred=transferred)
        yield Position(transferred=transferred, consented=False)
        yield Position(transferred=transferred, from_first_responder=False)
        yield Position(transferred=transferred, consented=False, child=True)


def explore(
    rules: Rules,
    *,
    members: int | tuple[int, ...] = 5,
    table: Table = TABLE,
    watch: Mapping[Step, frozenset[str]] = MappingProxyType({}),
    judge: Judge | None = None,
    limit: int = LIMIT,
) -> Found:
    """Visit every position reachable under one set of rules; see `explore_over`."""
    return explore_over(Timeline.still(rules), members=members, table=table, watch=watch, judge=judge, limit=limit)


def explore_over(
    timeline: Timeline,
    *,
    members: int | tuple[int, ...] = 5,
    table: Table = TABLE,
    watch: Mapping[Step, frozenset[str]] = MappingProxyType({}),
    judge: Judge | None = None,
    limit: int = LIMIT,
) -> Found:
    """Visit every position reachable while the rules change along a timeline.

    ``members`` are how many are invited besides the chair, or how many from each sector.  ``judge`` is called with
    accepted steps and the places of both positions; ``watch`` names, for a step, the fields of a try that it asks
    about.  ``limit`` bounds how many positions are visited; a search that it cuts is not complete.
    """
    plans = {moment: plan(table, timeline.rules(moment), members, watch) for moment in timeline.moments}
    normal = next(iter(plans.values())).joined(plans.values())
    asked = judge.steps if judge is not None else frozenset()
    found = Found()
    for moment in timeline.beginnings:
        for start in starts():
            _visit(found, normal(start), moment, None)
    place, level = 0, len(found.order)
    while place < len(found.order):
        if len(found.order) > limit:
            found.complete = False
            break
        if place == level:
            found.depth, level = found.depth + 1, len(found.order)
        before, moment = found.order[place], found.moments[place]
        targets: dict[tuple[Step, int], None] = {}
        for row, attempt in accepted(plans[moment], before):
            reached = normal(after(row, before, plans[moment].rules, attempt))
            edge = Edge(before, row.step, attempt, reached, moment) if row.step in asked else None
            for then in timeline.after(moment, before, row.step, reached):
                target = _visit(found, reached, then, (place, row.step, attempt))
                if target == place:
                    continue
                targets[row.step, target] = None
                if edge is not None and judge is not None:
                    judge(place, edge, target)
        found.out.append([target for _, target in targets])
        found.transitions += len(targets)
        place += 1
    return found


def _visit(found: Found, position: Position, moment: Moment, came: tuple[int, Step, Try] | None) -> int:
    place = found.index.setdefault((position, moment), len(found.order))
    if place == len(found.order):
        found.order.append(position)
        found.moments.append(moment)
        found.cameby.append(came)
    return place


def accepted(what: Plan, position: Position) -> Iterator[tuple[Row, Try]]:
    """Every row that somebody can take from here, with the tries that differ."""
    rules = what.rules
    for rows in what.moves[position.stage]:
        move = rows[0] if len(rows) == 1 else next(m for m in rows if m.row.when.test(position, rules))
        for attempt in _tries(what, move, position):
            for guard in move.guards:
                if not guard.test(position, rules, attempt):
                    break
            else:
                yield move.row, attempt


def _tries(what: Plan, move: Move, position: Position) -> Iterator[Try]:
    """The move's tries, with what depends on the position filled in."""
    for attempt in move.tries:
        if move.seats:
            for seat in seats(position.chair, position.members, move.row.step):
                yield attempt._replace(seat=seat)
        elif move.waits:
            for passes in _passes(what.rules, position):
                yield attempt._replace(passes=passes)
        elif move.row.step == Step.CONVENE_PANEL:
            yield attempt._replace(invited=what.invited)
        else:
            yield attempt


def _passes(rules: Rules, position: Position) -> Iterator[tuple[bool, bool, bool]]:
    """What can have passed after some time: what has, stays; what can pass at this stage, may."""
    turns = position.child and not position.turned_18
    recovers = position.stage in _RECOVERING and not position.recovery_passed
    lapses = position.stage in _NEGATIVE and not position.limit_passed and rules.reconsideration_limit is not None
    for more in product((False, turns), (False, recovers), (False, lapses)):
        yield position.turned_18 or more[0], position.recovery_passed or more[1], position.limit_passed or more[2]


def can_reach(found: Found, goal: Callable[[Position], bool]) -> Sequence[bool]:
    """For each place, whether some position that fits the goal can be reached from it."""
    into: list[list[int]] = [[] for _ in found.order]
    for place, targets in enumerate(found.out):
        for target in targets:
            into[target].append(place)
    reached = [goal(position) for position in found.order]
    waiting = [place for place, fits in enumerate(reached) if fits]
    while waiting:
        for before in into[waiting.pop()]:
            if not reached[before]:
                reached[before] = True
                waiting.append(before)
    return reached
