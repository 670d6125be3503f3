"""Many policies searched as one: what they answer alike is asked once.

Each policy is a bit of a mask.  A question about rules is put to one of them, what it reads is noted, and its answer is
that of every policy whose rules say the same there.  So a position is visited once for all policies that reach it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

from sca_flow.rules.policy import Rules
from sca_flow.states.compiled import after
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.explore import LIMIT, accepted, starts
from sca_flow.workbench.plan import Plan, plan

T = TypeVar("T")


class _Reader:
    """The rules of one policy, remembering which of those that differ were read."""

    def __init__(self, rules: Rules, differing: Mapping[str, Mapping[Any, int]]) -> None:
        self._rules, self._differing = rules, differing
        self._alike = -1

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._rules, name)
        if name in self._differing:
            self._alike &= self._differing[name][value]
        return value


class Family:
    """Policies side by side."""

    def __init__(self, rules: Sequence[Rules]) -> None:
        self.rules = tuple(rules)
        self.all = (1 << len(self.rules)) - 1
        self._differing: dict[str, dict[Any, int]] = {}
        for name in Rules._fields:
            saying: dict[Any, int] = {}
            for place, one in enumerate(self.rules):
                value = getattr(one, name)
                saying[value] = saying.get(value, 0) | 1 << place
            if len(saying) > 1:
                self._differing[name] = saying

    def ask(self, mask: int, question: Callable[[Rules], T]) -> Iterator[tuple[int, T]]:
        """The answers of the policies in a mask, each with the mask of those who give it.

        The question may read rules only while it is being asked: it returns nothing lazy.
        """
        while mask:
            reader = _Reader(self.rules[(mask & -mask).bit_length() - 1], self._differing)
            answer = question(cast(Rules, reader))
            yield mask & reader._alike, answer
            mask &= ~reader._alike


class Way(NamedTuple):
    """An accepted step, the place it leads to, and the mask of the policies under which it is accepted."""

    mask: int
    step: Step
    attempt: Try
    to: int


@dataclass
class Searched:
    """What a search over a family visited, place by place.

    ``reach`` says which policies reach a position, ``onward`` which of them can go on to which other place.
    """

    order: list[Position] = field(default_factory=list)
    index: dict[Position, int] = field(default_factory=dict)
    reach: list[int] = field(default_factory=list)
    ways: list[list[Way]] = field(default_factory=list)
    onward: list[dict[int, int]] = field(default_factory=list)
    complete: bool = True

    def place(self, position: Position) -> int:
        """Where a position is kept; of a new one nobody is known to reach it."""
        place = self.index.setdefault(position, len(self.order))
        if place == len(self.order):
            self.order.append(position)
            self.reach.append(0)
            self.ways.append([])
            self.onward.append({})
        return place


def search(
    family: Family,
    *,
    members: int | tuple[int, ...] = 5,
    table: Table = TABLE,
    watch: Mapping[Step, frozenset[str]],
    limit: int = LIMIT,
) -> Searched:
    """Visit every position that some policy of the family reaches; see `explore.explore`."""
    plans = _plans(family, members, table, watch)
    every = [what for choices in plans.values() for _, what in choices]
    normal = every[0].joined(every)
    found = Searched()
    fresh = {found.place(normal(start)): family.all for start in starts()}
    for place in fresh:
        found.reach[place] = family.all
    waiting = deque(fresh)
    while waiting:
        if len(found.order) > limit:
            found.complete = False
            break
        place = waiting.popleft()
        here = fresh.pop(place)
        if not found.ways[place]:
            _visit(family, plans, normal, found, place)
        for to, who in found.onward[place].items():
            if more := here & who & ~found.reach[to]:
                found.reach[to] |= more
                if to in fresh:
                    fresh[to] |= more
                else:
                    fresh[to] = more
                    waiting.append(to)
    return found


def _visit(family: Family, plans: Plans, normal: Callable[[Position], Position], found: Searched, place: int) -> None:
    """Note every way on from a position, with the policies that accept it."""
    before = found.order[place]
    ways, onward = found.ways[place], found.onward[place]
    for having, what in plans[before.stage]:
        for mask, steps in family.ask(having, partial(taken, what, before)):
            for row, attempt, reached in steps:
                to = found.place(normal(reached))
                ways.append(Way(mask, row.step, attempt, to))
                if to != place:
                    onward[to] = onward.get(to, 0) | mask


def taken(what: Plan, before: Position, rules: Rules) -> list[tuple[Row, Try, Position]]:
    """Every row that somebody can take from a position under some rules, by whom, and where it leads."""
    here = Plan(rules, what.moves, what.caps, what.invited)
    return [(row, attempt, after(row, before, rules, attempt)) for row, attempt in accepted(here, before)]


Plans = Mapping[Stage, Sequence[tuple[int, Plan]]]


def _plans(family: Family, members: int | tuple[int, ...], table: Table, watch: Mapping[Step, frozenset[str]]) -> Plans:
    """For each stage, what there is to try of each of its steps, and which policies have just that to try."""
    plans: dict[Stage, list[tuple[int, Plan]]] = {stage: [] for stage in Stage}
    for step in Step:
        rows = Table(tuple(row for row in table.rows if row.step == step))
        alike: dict[Any, tuple[int, Plan]] = {}
        for mask, what in family.ask(family.all, partial(plan, rows, members=members, watch=watch)):
            key = (tuple(what.moves.items()), what.invited)
            others, before = alike.get(key, (0, what))
            caps = {name: max(cap, before.caps[name]) for name, cap in what.caps.items()}
            alike[key] = others | mask, replace(what, caps=caps)
        for stage in {row.stage for row in rows.rows}:
            plans[stage] += alike.values()
    return plans
