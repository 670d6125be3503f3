"""Exploring every reachable position of the process under a policy, breadth first, through the compiled table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import NamedTuple, Protocol

from sca_flow.rules.policy import Rules
from sca_flow.states.compiled import after
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.plan import Move, Plan, plan, seated, seats
from sca_flow.workbench.timeline import Moment, Timeline

_RECOVERING = {Stage.RECOVERY_PERIOD, Stage.CG_CONSIDERATION}
_NEGATIVE = {Stage.CG_NEGATIVE_SERVED, Stage.RG_NEGATIVE_SERVED}
LIMIT = 5_000_000
OFTEN = 256
"""Positions between one word of progress and the next."""


Progress = Callable[[int], None]


class Edge(NamedTuple):
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
    def asks(self) -> Collection[tuple[Step, Stage]]:
        """The steps that it looks at, each with where it leads."""

    def __call__(self, place: int, edge: Edge) -> None:
        """Look at one accepted step, and the place of the position that it is taken from."""


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
    progress: Progress | None = None,
) -> Found:
    """Visit every position reachable while the rules change along a timeline.

    ``members`` are how many are invited besides the chair, or how many from each sector.  ``judge`` is called with
    accepted steps and the place each is taken from; ``watch`` names, for a step, the fields of a try that it asks
    about.  ``limit`` bounds how many positions are visited; a search that it cuts is not complete.  ``progress`` is
    told now and then how many were visited; what it raises ends the search.
    """
    plans = {moment: plan(table, timeline.rules(moment), members, watch) for moment in timeline.moments}
    normal = next(iter(plans.values())).joined(plans.values())
    asked = judge.asks if judge is not None else ()
    found = Found()
    for moment in timeline.beginnings:
        for start in starts():
            _visit(found, normal, start, moment, None)
    place, level = 0, len(found.order)
    while place < len(found.order):
        if len(found.order) > limit:
            found.complete = False
            break
        if place == level:
            found.depth, level = found.depth + 1, len(found.order)
        if progress is not None and not place % OFTEN:
            progress(place)
        before, moment = found.order[place], found.moments[place]
        what = plans[moment]
        targets: dict[tuple[Step, int], None] = {}
        for row, attempt in accepted(what, before):
            reached = after(row, before, what.rules, attempt)
            for then in timeline.after(moment, before, row.step, reached):
                target = _visit(found, normal, reached, then, (place, row.step, attempt))
                if target != place:
                    targets[row.step, target] = None
                if judge is not None and (row.step, row.to) in asked:
                    judge(place, Edge(before, row.step, attempt, found.order[target], moment))
        found.out.append([target for _, target in targets])
        found.transitions += len(targets)
        place += 1
    return found


def _visit(
    found: Found,
    normal: Callable[[Position], Position],
    position: Position,
    moment: Moment,
    came: tuple[int, Step, Try] | None,
) -> int:
    known = found.index.get((position, moment))  # most are, and a position that is kept is as `normal` makes it
    if known is not None:
        return known
    position = normal(position)
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
        for attempt in tries(what, move, position):
            for guard in move.guards:
                if not guard.test(position, rules, attempt):
                    break
            else:
                yield move.row, attempt


def tries(what: Plan, move: Move, position: Position) -> Sequence[Try]:
    """The move's tries, with what depends on the position filled in."""
    if move.seats:
        here = seats(position.chair, position.members, move.row.step)
        return [seated(attempt, seat) for attempt in move.tries for seat in here]
    if move.waits:
        return [attempt._replace(passes=passes) for attempt in move.tries for passes in _passes(what.rules, position)]
    if move.row.step == Step.CONVENE_PANEL:
        return [attempt._replace(invited=what.invited) for attempt in move.tries]
    return move.tries


def _passes(rules: Rules, position: Position) -> Iterator[tuple[bool, bool, bool]]:
    """What can have passed after some time: what has, stays; what can pass at this stage, may."""
    turns = position.child and not position.turned_18
    recovers = position.stage in _RECOVERING and not position.recovery_passed
    lapses = position.stage in _NEGATIVE and not position.limit_passed and rules.reconsideration_limit is not None
    for more in product({False, turns}, {False, recovers}, {False, lapses}):
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
