"""Walking two policies side by side: the same steps are taken under both, and what opens under one alone is noted.

A pair of positions stays in step as long as the same step, tried by the same kind of person with the same form, leads
to the same stage under both.  Dates pass for both at once: where one policy's period is shorter, it ends first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from sca_flow.people import Role
from sca_flow.rules.policy import Rules
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Outcome, Position, Reviewed, Try
from sca_flow.states.table import TABLE
from sca_flow.workbench.check import Taken
from sca_flow.workbench.explore import LIMIT, starts
from sca_flow.workbench.family import Family, taken
from sca_flow.workbench.pairing import cells, in_time, invited
from sca_flow.workbench.plan import Plan, plan

Kind = Literal["lost", "gained", "elsewhere"]
Key = tuple[Kind, Stage, Step, tuple[Stage, ...]]
BOTH = 3


class Way(NamedTuple):
    """How a case came somewhere under one policy."""

    start: Position
    steps: tuple[Taken, ...] = ()

    @property
    def end(self) -> Position:
        """Where it came to."""
        return self.steps[-1][2] if self.steps else self.start


class Pair(NamedTuple):
    """Where a case stands under the first policy and under the second."""

    a: Position
    b: Position


@dataclass
class Parting:
    """One step of one stage that is open under one policy alone, or leads elsewhere, and the shortest case of it.

    ``ways`` lead up to it under each policy, by the same steps where ``in_step``.  ``reached`` is where the step leads
    under each; None where it is refused.
    """

    kind: Kind
    stage: Stage
    step: Step
    attempt: Try
    ways: tuple[Way, Way]
    reached: tuple[Position | None, Position | None]
    in_step: bool
    roles: set[Role] = field(default_factory=set)


class _Came(NamedTuple):
    """A pair to which the same step led under both policies, from another pair."""

    place: int
    a: Taken
    b: Taken


Moves = Mapping[tuple[Step, Try], Position]


class Walk:
    """A search over pairs of positions, those first to which both policies come by the fewest steps together."""

    def __init__(self, a: Rules, b: Rules, members: int, on: date, *, limit: int = LIMIT) -> None:
        self.family, self.limit, self.complete = Family([a, b]), limit, True
        self.found: dict[Key, Parting] = {}
        self._cells = cells(a, b, invited(a, b, members))
        self._plans = tuple(plan(TABLE, rules, members, {}) for rules in (a, b))
        self._in_time = in_time(a, b, on)
        self.keys: set[Position] = set()
        self._order: list[Pair] = []
        self._came: list[_Came | tuple[Way, Way]] = []
        self._index: dict[Pair, int] = {}
        self._waiting: list[tuple[int, int]] = []
        for start in starts():
            self.seed(Way(start), Way(start))

    def seed(self, a: Way, b: Way) -> None:
        """Begin also where each policy comes by a way of its own."""
        self._visit(a.end, b.end, (a, b), len(a.steps) + len(b.steps))

    def run(self) -> None:
        """Visit everything that is reached in step from where the walk begins."""
        while self._waiting:
            if len(self._order) > self.limit:
                self.complete = False
                return
            self._leave(*heappop(self._waiting))

    @property
    def pairs(self) -> int:
        """How many pairs of positions were visited."""
        return len(self._order)

    @property
    def partings(self) -> tuple[Parting, ...]:
        """Every parting, in the order of the process."""
        return tuple(self.found[key] for key in sorted(self.found, key=_in_order))

    def key(self, position: Position) -> Position:
        """The position without what no guard, route or effect reads under one policy or the other."""
        for what in self._plans:
            position = what.normal(position)
        return position._replace(reviewed=Reviewed.NO, outcome=Outcome.NONE, outcome_quorate=False)

    def _leave(self, steps: int, place: int) -> None:
        """Take every step from a pair of positions."""
        a, b = self._order[place]
        for first, second in self._cells[a.stage]:
            same = first.moves is second.moves and a == b
            alike = list(self.family.ask(BOTH, partial(taken, first, a))) if same else []
            if len(alike) == 1:
                for row, attempt, reached in alike[0][1]:
                    step = (row.step, attempt, reached)
                    self._visit(reached, reached, _Came(place, step, step), steps + 2)
            else:
                self._contrast(steps, place, _moves(first, a), _moves(second, b))

    def _contrast(self, steps: int, place: int, a: Moves, b: Moves) -> None:
        """Take one step under each policy, and see whether they part."""
        for step, attempt in {**a, **b}:
            reached, other = a.get((step, attempt)), b.get((step, attempt))
            if step == Step.WAIT:
                self._wait(steps, place, attempt, reached, b)
            elif reached is None or other is None or reached.stage != other.stage:
                self._part(place, step, attempt, reached, other)
            else:
                came = _Came(place, (step, attempt, reached), (step, attempt, other))
                self._visit(reached, other, came, steps + 2)

    def _wait(self, steps: int, place: int, attempt: Try, reached: Position | None, b: Moves) -> None:
        """Let as much time pass under both as can pass together."""
        for (step, elsewhere), other in b.items():
            if reached is not None and self._in_time(reached, other):
                came = _Came(place, (step, attempt, reached), (step, elsewhere, other))
                self._visit(reached, other, came, steps + 2)

    def _visit(self, a: Position, b: Position, came: _Came | tuple[Way, Way], steps: int) -> None:
        pair = Pair(self._plans[0].normal(a), self._plans[1].normal(b))
        if self._index.setdefault(pair, len(self._order)) == len(self._order):
            self._order.append(pair)
            self._came.append(came)
            heappush(self._waiting, (steps, len(self._came) - 1))
            if (key := self.key(pair.a)) == self.key(pair.b):
                self.keys.add(key)

    def _part(self, place: int, step: Step, attempt: Try, reached: Position | None, other: Position | None) -> None:
        kind: Kind = "gained" if reached is None else "lost" if other is None else "elsewhere"
        stage = self._order[place].a.stage
        leads = (reached.stage, other.stage) if reached is not None and other is not None else ()
        key = (kind, stage, step, leads)
        if key not in self.found:
            ways, in_step = self._ways(place)
            self.found[key] = Parting(kind, stage, step, attempt, ways, (reached, other), in_step)
        self.found[key].roles.add(attempt.role)

    def _ways(self, place: int) -> tuple[tuple[Way, Way], bool]:
        """How each policy comes to a place, and whether by the same steps from the very beginning."""
        steps: list[_Came] = []
        while isinstance(came := self._came[place], _Came):
            steps.insert(0, came)
            place = came.place
        a, b = came
        in_step = not a.steps and not b.steps
        ways = a._replace(steps=(*a.steps, *(s.a for s in steps))), b._replace(steps=(*b.steps, *(s.b for s in steps)))
        return ways, in_step


def _moves(what: Plan, position: Position) -> Moves:
    return {(row.step, attempt): reached for row, attempt, reached in taken(what, position, what.rules)}


def _in_order(key: Key) -> tuple[int, int, Kind, tuple[Stage, ...]]:
    kind, stage, step, leads = key
    return list(Stage).index(stage), list(Step).index(step), kind, leads
