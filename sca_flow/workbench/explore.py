"""Exploring every reachable position of the process under a policy, breadth first, through the compiled table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType

from sca_flow.rules.policy import Rules
from sca_flow.states.compiled import after
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.plan import Move, Plan, plan, seats

_RECOVERING = {Stage.RECOVERY_PERIOD, Stage.CG_CONSIDERATION}
_NEGATIVE = {Stage.CG_NEGATIVE_SERVED, Stage.RG_NEGATIVE_SERVED}
LIMIT = 5_000_000


@dataclass(frozen=True, slots=True)
class Edge:
    """One accepted step, from a position to a position, under the rules that held."""

    before: Position
    step: Step
    attempt: Try
    after: Position
    rules: Rules


@dataclass
class Found:
    """What an exploration has visited.  ``cameby`` holds, for each position, the edge that first led there."""

    order: list[Position] = field(default_factory=list)
    index: dict[Position, int] = field(default_factory=dict)
    cameby: list[tuple[int, Step, Try] | None] = field(default_factory=list)
    out: list[list[int]] = field(default_factory=list)
    transitions: int = 0
    depth: int = 0
    complete: bool = True

    def trace(self, place: int) -> tuple[Position, list[tuple[Step, Try, Position]]]:
        """The shortest way to a position: where it starts, and each step with who took it and where it led."""
        way: list[tuple[Step, Try, Position]] = []
        while (came := self.cameby[place]) is not None:
            before, step, attempt = came
            way.append((step, attempt, self.order[place]))
            place = before
        return self.order[place], way[::-1]


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
    members: int = 5,
    table: Table = TABLE,
    watch: Mapping[Step, frozenset[str]] = MappingProxyType({}),
    judge: Callable[[int, Edge, int], None] | None = None,
    limit: int = LIMIT,
) -> Found:
    """Visit every position reachable under one set of rules.

    ``judge`` is called with every accepted step and the places of both positions; ``watch`` names, for a step, the
    fields of a try that it asks about.  ``limit`` bounds how many positions are visited; a search that it cuts is not
    complete.
    """
    what = plan(table, rules, members, watch)
    found = Found()
    for start in starts():
        _visit(found, what.normal(start), None)
    place = 0
    ends_of_level = len(found.order)
    while place < len(found.order):
        if place == ends_of_level:
            found.depth += 1
            ends_of_level = len(found.order)
        before = found.order[place]
        targets: dict[tuple[Step, int], None] = {}
        for row, attempt in accepted(what, before):
            reached = what.normal(after(row, before, rules, attempt))
            target = _visit(found, reached, (place, row.step, attempt))
            targets[row.step, target] = None
            if judge is not None:
                judge(place, Edge(before, row.step, attempt, reached, rules), target)
        found.out.append([target for _, target in targets])
        found.transitions += len(targets)
        place += 1
        if len(found.order) > limit:
            found.complete = False
            break
    return found


def _visit(found: Found, position: Position, came: tuple[int, Step, Try] | None) -> int:
    place = found.index.setdefault(position, len(found.order))
    if place == len(found.order):
        found.order.append(position)
        found.cameby.append(came)
    return place


def accepted(what: Plan, position: Position) -> Iterator[tuple[Row, Try]]:
    """Every row that somebody can take from here, with the tries that differ."""
    rules = what.rules
    for rows in what.moves[position.stage]:
        move = rows[0] if len(rows) == 1 else next(m for m in rows if m.row.when.test(position, rules))
        for attempt in _tries(what, move, position):
            if all(guard.test(position, rules, attempt) for guard in move.guards):
                yield move.row, attempt


def _tries(what: Plan, move: Move, position: Position) -> Iterator[Try]:
    """The move's tries, with what depends on the position filled in."""
    for attempt in move.tries:
        if move.seats:
            yield from (attempt._replace(seat=seat) for seat in seats(position.chair, position.members, move.row.step))
        elif move.waits:
            yield from (attempt._replace(passes=passes) for passes in _passes(what.rules, position))
        elif move.row.step == Step.CONVENE_PANEL:
            yield attempt._replace(invited=what.invited)
        else:
            yield attempt


def _passes(rules: Rules, position: Position) -> Iterator[tuple[bool, bool, bool]]:
    """What can have passed after some time: what has, stays; what can pass at this stage, may."""
    turns = position.child and not position.turned_18
    recovers = position.stage in _RECOVERING and not position.recovery_passed
    lapses = position.stage in _NEGATIVE and not position.limit_passed and rules.reconsideration_limit is not None
    now = (position.turned_18, position.recovery_passed, position.limit_passed)
    for more in product((False, turns), (False, recovers), (False, lapses)):
        passes = tuple(a or b for a, b in zip(now, more, strict=True))
        if passes != now:
            yield passes  # type: ignore[misc]


def can_reach(found: Found, goal: Callable[[Position], bool]) -> Sequence[bool]:
    """For each position, whether some position that fits the goal can be reached from it."""
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
