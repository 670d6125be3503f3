"""What there is to try under one policy: every step with every kind of person and form that could make a difference.

Nothing is modelled twice: the rows, guards, routes and effects are those of the table.  A plan only finds out, by
tracing them, which facts they read under these rules, so that facts nobody reads are not told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any

from sca_flow.people import Role, Sector
from sca_flow.rules.model import Ground
from sca_flow.rules.policy import Rules
from sca_flow.states.guards import Guard, roles_of
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.position import CAP, SECTORS, STATUSES, Members, Position, Seat, Try
from sca_flow.states.reads import reads, watched
from sca_flow.states.row import Row, Table

AT_POSITION = ("seat", "passes", "invited")
"""What a try holds that depends on where the case stands; found when the position is known."""

_COUNTED = ("round", "adjournments", "requests")


@dataclass(frozen=True)
class Move:
    """A row with the tries that its guards on person and form let through, and the guards left to ask."""

    row: Row
    tries: tuple[Try, ...]
    guards: tuple[Guard, ...]
    seats: bool
    waits: bool


@dataclass(frozen=True)
class Plan:
    """Everything to try under one set of rules, and what has to be told apart."""

    rules: Rules
    moves: Mapping[Stage, tuple[tuple[Move, ...], ...]]
    """For each stage, the rows of each step: one of them is taken."""
    caps: Mapping[str, int]
    """How far each counter is told apart; one that nobody reads, not at all."""
    invited: tuple[int, ...]

    def normal(self, position: Position) -> Position:
        """The position without what nothing reads."""
        for name, cap in self.caps.items():
            if getattr(position, name) > cap:
                position = position._replace(**{name: cap})  # type: ignore[arg-type]
        return position

    def joined(self, plans: Iterable[Plan]) -> Callable[[Position], Position]:
        """How to leave out what none of some plans reads."""
        every = list(plans)
        return replace(self, caps={name: max(plan.caps[name] for plan in every) for name in self.caps}).normal


def plan(table: Table, rules: Rules, members: int | tuple[int, ...], watch: Mapping[Step, frozenset[str]]) -> Plan:
    """The plan for a table under rules, with a panel of so many members besides the chair.

    ``watch`` names, for a step, the fields of a try that somebody who judges the transitions asks about.
    """

    def move(row: Row) -> Move:
        return _move(row, rules, watch.get(row.step, frozenset()))

    moves = {
        stage: tuple(tuple(move(row) for row in table.cells[stage, step]) for step in table.steps(stage))
        for stage in Stage
    }
    invited = composition(rules, members) if isinstance(members, int) else members
    return Plan(rules, moves, _caps(table, rules), invited)


def composition(rules: Rules, members: int) -> tuple[int, ...]:
    """How many members each sector sends.

    Members are interchangeable within a sector and status.  Where no rule asks about sectors they are all counted as
    of one; otherwise the sectors asked for take turns.
    """
    asked = [sector for sector in SECTORS if sector in rules.quorum_sectors_required] or [Sector.POLICE]
    sent = [asked[number % len(asked)] for number in range(members)]
    return tuple(sent.count(sector) for sector in SECTORS)


def _move(row: Row, rules: Rules, watch: frozenset[str]) -> Move:
    traced = {guard: reads(guard.test, rules) for guard in row.guards}
    at_once = [guard for guard, (place, who) in traced.items() if not place and not who & set(AT_POSITION)]
    later = tuple(guard for guard in row.guards if guard not in at_once)
    _, by_effect = reads(row.effect, rules)
    fields = frozenset().union(by_effect, *(who for _, who in traced.values())) | watch | {"role"}
    tell_apart = sorted((frozenset().union(by_effect, *(traced[g][1] for g in later)) | watch) - set(AT_POSITION))
    kept: dict[tuple[Any, ...], Try] = {}
    for attempt in candidates(row, rules, fields - set(AT_POSITION)):
        if all(guard.test(Position(row.stage), rules, attempt) for guard in at_once):
            kept.setdefault(tuple(getattr(attempt, name) for name in tell_apart), attempt)
    return Move(row, tuple(kept.values()), later, "seat" in fields, "passes" in fields)


def candidates(row: Row, rules: Rules, fields: frozenset[str]) -> Iterator[Try]:
    """Tries in every combination of the fields that matter."""
    domains = [(name, _domain(name, row, rules)) for name in sorted(fields)]
    for values in product(*(domain for _, domain in domains)):
        named: dict[str, Any] = dict(zip((name for name, _ in domains), values, strict=True))
        yield Try(**{"role": Role.PERSON, **named})


def _domain(name: str, row: Row, rules: Rules) -> tuple[Any, ...]:
    if name == "role":
        allowed = roles_of(row.by, rules)
        return (*allowed, *(role for role in Role if role not in allowed))
    if name == "ground":
        return tuple(Ground)
    return (True, False) if Try._field_defaults[name] else (False, True)


def _caps(table: Table, rules: Rules) -> dict[str, int]:
    """Each counter as far as it is read: a counter is compared with a limit, or with nothing at all."""
    read: set[str] = set()
    for row in table.rows:
        for guard in row.guards:
            read |= reads(guard.test, rules)[0]
        with watched() as (position, _, fields, _unused):
            row.when.test(position, rules)
            read |= fields
    limits = {
        "round": rules.further_consideration_round_limit,
        "adjournments": rules.panel_adjournment_limit,
        "requests": rules.reconsideration_number,
    }
    return {name: min(CAP, (limits[name] or 0) + 1) if name in read else 0 for name in _COUNTED}


_CELLS = tuple((sector, status) for sector in SECTORS for status in STATUSES)
_AFTER = {
    Step.RECORD_ATTENDANCE: (Status.PRESENT, Status.ABSENT),
    Step.DECLARE_CONFLICT: (Status.CONFLICTED,),
    Step.LEAVE_SITTING: (Status.LEFT,),
}


@cache
def seats(chair: Status | None, members: Members, step: Step) -> tuple[Seat, ...]:
    """Every change at a seat that the step could make, members of one sector and status taken as one."""
    found = []
    for after in _AFTER[step]:
        if chair is not None and chair != after:
            found.append(Seat(True, None, chair, after))
        for (sector, before), number in zip(_CELLS, members, strict=True):
            if number and before != after:
                found.append(Seat(False, sector, before, after))
    return tuple(found)


@cache
def seated(attempt: Try, seat: Seat) -> Try:
    """A try to change one seat; there are few, and every position of a sitting asks for them."""
    return attempt._replace(seat=seat)
