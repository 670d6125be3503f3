"""Sweeping: every position that a case can come to, breadth first, with the fewest steps to each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sca_flow.people import Person
from sca_flow.rules.policy import Policy, Rules
from sca_flow.scenario.model import ScenarioFile
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position
from sca_flow.states.table import TABLE
from sca_flow.workbench.plan import Plan, plan
from sca_flow.workshop.reach import LAST_RESORTS
from sca_flow.workshop.remembering import Remembering
from sca_flow.workshop.sweep.cast import Cast
from sca_flow.workshop.sweep.days import Days
from sca_flow.workshop.sweep.going import Going, State

LIMIT = 500_000
OFTEN = 256
"""Positions between one word of progress and the next."""

Key = tuple[Any, ...]
Progress = Callable[[int], None]


class Edge(NamedTuple):
    """A step that leads from one place to another."""

    step: Step
    to: int
    unscripted: bool = False


class Taken(NamedTuple):
    """A row that was taken, with what its form chose, if that makes a difference."""

    stage: Stage
    step: Step
    route: str
    choice: str


@dataclass
class Swept:
    """What a sweep has found, place by place: the nearest first."""

    going: Going
    normal: Callable[[Position], Position]
    states: list[State] = field(default_factory=list)
    index: dict[Key, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    """From which place each was first reached; from itself, where the sweep began."""
    out: list[list[Edge]] = field(default_factory=list)
    taken: set[Taken] = field(default_factory=set)
    complete: bool = True

    def key(self, state: State) -> Key:
        """What tells a state from others: nothing that nobody asks for."""
        position, moment, crowd = state
        if position.round or position.adjournments or position.requests:
            position = self.normal(position)
        return *position[:14], *position[16:], moment.number, crowd.number  # who sits is known by the crowd

    def way(self, place: int) -> list[int]:
        """The places that the shortest way to a place comes through, from the first to itself."""
        return way(self.before, place)

    def ended(self, place: int) -> bool:
        """Whether an attempt may stop at a place."""
        position = self.states[place].position
        return position.stage.end and position.pending is None

    @property
    def edges(self) -> int:
        """How many steps lead from one place to another."""
        return sum(map(len, self.out))


def prepared(file: ScenarioFile, policy: Policy) -> Remembering:
    """The policy under which a scenario is swept: with the days that it assumes."""
    assuming = Remembering.of(policy).assuming(file.assume)
    return assuming if isinstance(assuming, Remembering) else Remembering.of(assuming)


def sweep(
    file: ScenarioFile,
    policy: Policy,
    *,
    people: Iterable[Person] | None = None,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> Swept:
    """Visit every position that a case can come to; ``people`` may stand in for the scenario's own.

    Raises:
        InputError: the scenario assumes a day that cannot be assumed.
    """
    days = Days(file, prepared(file, policy))
    swept = Swept(Going(Cast.of(file.people if people is None else people, days.eras), days), _normal(days.eras))
    visit = _Visits(swept)
    visit(swept.going.start(facts(file)), None)
    place = 0
    while place < len(swept.states):
        if len(swept.states) > limit:
            swept.complete = False
            break
        if progress is not None and not place % OFTEN:
            progress(place)
        found: dict[Edge, None] = {}
        for move, reached in swept.going.steps(swept.states[place]):
            row = move.row
            swept.taken.add(Taken(row.stage, row.step, row.when.id, move.choice))
            to = visit(reached, place)
            if to != place:
                found[Edge(row.step, to, move.unscripted)] = None
        if (there := visit.later[place]) is not None:
            found[Edge(Step.WAIT, there)] = None
        swept.out.append(list(found))
        place += 1
    swept.out += [[] for _ in range(len(swept.states) - len(swept.out))]
    return swept


class _Visits:
    """Visits states; letting time pass is no step in a script, so that what comes of it lies as near."""

    def __init__(self, swept: Swept) -> None:
        self.swept = swept
        self.later: list[int | None] = []
        """Where each place leads when time passes."""

    def __call__(self, state: State, came: int | None) -> int:
        swept = self.swept
        key = swept.key(state)
        if (known := swept.index.get(key)) is not None:
            return known
        place = swept.index[key] = len(swept.states)
        swept.states.append(state)
        swept.before[place] = place if came is None else came
        self.later.append(None)
        waited = swept.going.waited(state)
        if waited is not None:
            self.later[place] = self(waited, place)
        return place


def facts(file: ScenarioFile) -> Position:
    """What a case arrives with."""
    of = file.referral
    return Position(
        child=of.child, consented=of.consented, from_first_responder=of.first_responder, transferred=of.transferred
    )


def _normal(eras: Sequence[Rules]) -> Callable[[Position], Position]:
    plans = [_plan(rules) for rules in eras]
    return plans[0].joined(plans)


@lru_cache(64)
def _plan(rules: Rules) -> Plan:
    return plan(TABLE, rules, 0, {})


def can_reach(swept: Swept, goals: Iterable[int], *, without: Collection[Step] = LAST_RESORTS) -> set[int]:
    """The places from which one of some places can be reached without some steps."""
    into: list[list[int]] = [[] for _ in swept.states]
    for place, edges in enumerate(swept.out):
        for edge in edges:
            if edge.step not in without:
                into[edge.to].append(place)
    reached = set(goals)
    waiting = list(reached)
    while waiting:
        more = [before for before in into[waiting.pop()] if before not in reached]
        reached.update(more)
        waiting += more
    return reached


def dead_stages(swept: Swept) -> frozenset[Stage]:
    """The stages from nowhere in which there is a way to an end, last resorts left out; none of a part of a sweep."""
    if not swept.complete:
        return frozenset()
    alive = can_reach(swept, (place for place in range(len(swept.states)) if swept.ended(place)))
    stages = [state.position.stage for state in swept.states]
    return frozenset(stages[place] for place in scripted(swept)) - {stages[place] for place in alive}


def scripted(swept: Swept) -> dict[int, int]:
    """The places reached while nobody declares a conflict that the scenario does not give them.

    Each has with it the one before it on the shortest such way.
    """
    before = {0: 0}
    waiting = [0]
    for place in waiting:
        for edge in sorted(swept.out[place], key=lambda edge: edge.step != Step.WAIT):
            if not edge.unscripted and edge.to not in before:
                before[edge.to] = place
                waiting.append(edge.to)
    return before


def way(before: Mapping[int, int], place: int) -> list[int]:
    """The places that lead to a place."""
    found = [place]
    while before[found[-1]] != found[-1]:
        found.append(before[found[-1]])
    return found[::-1]
