"""Walking two policies side by side: the same steps are taken under both, and what opens under one alone is noted.

A pair of positions stays in step as long as the same step, tried by the same kind of person with the same form, leads
to the same stage under both.  Dates pass for both at once: where one policy's period is shorter, it ends first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
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
FIRST, SECOND, BOTH = 1, 2, 3


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
    never: set[Role] = field(default_factory=set)
    """Those of these roles to whom the other policy opens the step at no position of the stage."""


class _Came(NamedTuple):
    """A pair to which the same step led under both policies, from another pair."""

    place: int
    a: Taken
    b: Taken


Moves = Mapping[tuple[Step, Try], Position]


class Walk:
    """A search over pairs of positions, breadth first."""

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
        self._open: dict[tuple[Stage, Step, Role], int] = {}
        self._done = 0
        for start in starts():
            self.seed(Way(start), Way(start))

    def seed(self, a: Way, b: Way) -> None:
        """Begin also where each policy comes by a way of its own."""
        self._visit(a.end, b.end, (a, b))

    def run(self) -> None:
        """Visit everything that is reached in step from where the walk begins."""
        while self._done < len(self._order):
            if len(self._order) > self.limit:
                self.complete = False
                return
            self._leave(self._done)
            self._done += 1

    @property
    def pairs(self) -> int:
        """How many pairs of positions were visited."""
        return len(self._order)

    @property
    def partings(self) -> tuple[Parting, ...]:
        """Every parting, in the order of the process."""
        for parting in self.found.values():
            other = FIRST if parting.kind == "gained" else SECOND
            opened = {role for role in parting.roles if self._open[parting.stage, parting.step, role] & other}
            parting.never = parting.roles - opened
        return tuple(self.found[key] for key in sorted(self.found, key=_in_order))

    def key(self, position: Position) -> Position:
        """The position without what no guard, route or effect reads under one policy or the other."""
        for what in self._plans:
            position = what.normal(position)
        return position._replace(reviewed=Reviewed.NO, outcome=Outcome.NONE, outcome_quorate=False)

    def _leave(self, place: int) -> None:
        """Take every step from a pair of positions."""
        a, b = self._order[place]
        for first, second in self._cells[a.stage]:
            same = first.moves is second.moves and a == b
            alike = list(self.family.ask(BOTH, partial(taken, first, a))) if same else []
            if len(alike) == 1:
                for row, attempt, reached in alike[0][1]:
                    self._note(a.stage, row.step, attempt, BOTH)
                    step = (row.step, attempt, reached)
                    self._visit(reached, reached, _Came(place, step, step))
            else:
                self._contrast(place, _moves(first, a), _moves(second, b))

    def _contrast(self, place: int, a: Moves, b: Moves) -> None:
        """Take one step under each policy, and see whether they part."""
        stage = self._order[place].a.stage
        for step, attempt in {**a, **b}:
            reached, other = a.get((step, attempt)), b.get((step, attempt))
            self._note(stage, step, attempt, (FIRST if reached else 0) | (SECOND if other else 0))
            if step == Step.WAIT:
                self._wait(place, attempt, reached, b)
            elif reached is None or other is None or reached.stage != other.stage:
                self._part(place, step, attempt, reached, other)
            else:
                self._visit(reached, other, _Came(place, (step, attempt, reached), (step, attempt, other)))

    def _wait(self, place: int, attempt: Try, reached: Position | None, b: Moves) -> None:
        for (step, elsewhere), other in b.items() if reached is not None else ():
            if reached is not None and self._in_time(reached, other):
                self._visit(reached, other, _Came(place, (step, attempt, reached), (step, elsewhere, other)))

    def _visit(self, a: Position, b: Position, came: _Came | tuple[Way, Way]) -> None:
        pair = Pair(self._plans[0].normal(a), self._plans[1].normal(b))
        if self._index.setdefault(pair, len(self._order)) == len(self._order):
            self._order.append(pair)
            self._came.append(came)
            if (key := self.key(pair.a)) == self.key(pair.b):
                self.keys.add(key)

    def _note(self, stage: Stage, step: Step, attempt: Try, mask: int) -> None:
        key = (stage, step, attempt.role)
        self._open[key] = self._open.get(key, 0) | mask

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
