"""The way home: whether an end can be reached from a position, and by which step first.

It looks at positions only, as if everybody named did their part: it hopes, and is asked again after every step.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from sca_flow.panel import pool
from sca_flow.people import Role, Sector
from sca_flow.rules.policy import Rules
from sca_flow.states.compiled import advance
from sca_flow.states.guards import roles_of
from sca_flow.states.names import Status, Step
from sca_flow.states.position import SECTORS, Position, Seat, Try, in_sector
from sca_flow.states.row import Table
from sca_flow.take import Scene

_NEVER = frozenset({Step.DECLARE_CONFLICT, Step.LEAVE_SITTING, Step.SUSPEND})
"""Steps that bring no end nearer, but for a sitting that cannot go on: that one is tried last."""
_ABSENT = (Status.INVITED, Status.ABSENT, Status.LEFT)


@dataclass(frozen=True)
class Means:
    """What a case has to hope with: who may still sit on it, by sector, who may chair or decide afresh, a birthday."""

    members: tuple[int, ...]
    chair: bool
    another_caseworker: bool
    turns_18: bool
    table: Table

    @classmethod
    def of(cls, scene: Scene) -> Means:
        """Those of the pool who had no hand in the case and have not left it."""
        case, people = scene.case, scene.people
        barred = set(pool.barred(people, people, case.acted, case.conflicted))
        sectors = [member.sector for member in pool.members(people) if member.id not in barred]
        chairs = [chair for chair in pool.chairs(people) if chair.id not in barred]
        numbers = tuple(sectors.count(sector) for sector in SECTORS)
        deciders = {person.id for person in people.values() if Role.DECISION_MAKER in person.roles}
        another = bool(deciders - case.earlier_deciders - {case.drafter})
        return cls(numbers, bool(chairs), another, case.referral.turns_18 is not None, scene.table)


def way_home(position: Position, rules: Rules, means: Means) -> tuple[Step, ...] | None:
    """The shortest way to an end, without withdrawing unless nothing else ends it; None when there is none."""
    if _home(position):
        return ()
    for never in (_NEVER | {Step.WITHDRAW}, _NEVER, frozenset[Step]()):
        found = _search(position, rules, means, never)
        if found is not None:
            return found
    return None


def _home(position: Position) -> bool:
    return position.stage.end and position.pending is None


def _search(start: Position, rules: Rules, means: Means, never: frozenset[Step]) -> tuple[Step, ...] | None:
    ways: dict[Position, tuple[Step, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for step in means.table.steps(here.stage):
            if step in never:
                continue
            for attempt in _tries(here, step, rules, means):
                there = advance(here, step, rules, attempt, means.table)
                if there is None or there in ways:
                    continue
                ways[there] = (*ways[here], step)
                if _home(there):
                    return ways[there]
                waiting.append(there)
    return None


def _tries(here: Position, step: Step, rules: Rules, means: Means) -> Iterator[Try]:
    row = means.table.route(here, step, rules)
    roles = roles_of(row.by, rules) if row is not None else ()
    if not roles:
        return
    attempt = Try(
        roles[0],
        decided_earlier=not means.another_caseworker,
        invited=means.members,
        one_chair=means.chair,
        ground=min(rules.reconsideration_grounds, default=None),
        passes=(means.turns_18 or here.turned_18, True, True),
    )
    if step == Step.RECORD_ATTENDANCE:
        yield from (attempt._replace(seat=seat) for seat in _arriving(here))
    else:
        yield attempt


def _arriving(here: Position) -> Iterator[Seat]:
    if here.chair in _ABSENT:
        yield Seat(True, None, here.chair, Status.PRESENT)
    for sector in Sector:
        for status in _ABSENT:
            if in_sector(here.members, sector, status):
                yield Seat(False, sector, status, Status.PRESENT)
