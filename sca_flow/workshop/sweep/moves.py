"""What the people of a scenario can try at one stage and moment: the rows of the one table, with its own guards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

from sca_flow.errors import Incomplete
from sca_flow.panel.pool import PANEL_ROLES
from sca_flow.people import Role
from sca_flow.rules.model import Ground
from sca_flow.rules.policy import Rules
from sca_flow.states.guards import Guard, roles_of
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.position import SECTORS, Position, Seat, Try
from sca_flow.states.reads import reads
from sca_flow.states.row import Row
from sca_flow.states.table import TABLE
from sca_flow.take import OF_AUTHORITY
from sca_flow.workshop.sweep.cast import (
    ACTED,
    CONFLICTED,
    DECIDED_EARLIER,
    DRAFTED,
    REVIEWED,
    Cast,
    Crowd,
    Kind,
    Single,
    Tag,
)
from sca_flow.workshop.sweep.days import Moment

WRITES = frozenset({Step.DECIDE_RG_POSITIVE, Step.DRAFT_RG_NEGATIVE, Step.DECIDE_CG_POSITIVE, Step.DRAFT_CG_NEGATIVE})
REVIEWS = frozenset({Step.CONFIRM_RG_NEGATIVE, Step.UPHOLD_CG_NEGATIVE})
SEATS = {
    Step.RECORD_ATTENDANCE: (Status.PRESENT, Status.ABSENT),
    Step.DECLARE_CONFLICT: (Status.CONFLICTED,),
    Step.LEAVE_SITTING: (Status.LEFT,),
}

MOST_PANELS = 20_000
"""In so many ways may a chair's panel be made up."""

Who = tuple[int, Tag]
"""Somebody of a kind, as they stand."""


@dataclass(frozen=True, eq=False)
class Move:
    """A row as somebody can try it, with what it changes about single people besides what the row's effect says.

    ``seats`` are those invited, the chair first, or whose seat changes; ``choice`` is what the form chooses.
    """

    row: Row
    by: Who
    attempt: Try
    singles: tuple[Single, ...] = ()
    seats: tuple[Who, ...] = ()
    choice: str = ""
    unscripted: bool = False
    """It is a conflict of interest declared by somebody to whom the scenario gives none."""
    idle: bool = False
    """It makes no difference to anything."""


@dataclass(frozen=True, eq=False)
class Ready:
    """A row at a moment: whose it is, and its guards, those first that do not ask where the case stands."""

    row: Row
    moment: Moment
    cast: Cast
    at_once: tuple[Guard, ...]
    guards: tuple[Guard, ...]
    roles: tuple[Role, ...]
    acting: tuple[tuple[int, Role], ...]
    """The kinds of people whose step it is, each with the role in which they act; the secretariat first."""
    asked: tuple[int, ...]
    """The kinds of people who make a difference to it."""
    _moves: dict[tuple[int, ...], tuple[Move, ...]] = field(default_factory=dict, repr=False)
    _seats: dict[tuple[int, int, int], tuple[Move, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, row: Row, moment: Moment, cast: Cast) -> Ready:
        """A row as it is at a moment, with these people."""
        at_once, later = told_apart(row, moment.rules)
        roles = roles_of(row.by, moment.rules)
        held = ((number, acting_as(kind.roles, row.step, moment.rules)) for number, kind in enumerate(cast.kinds))
        acting = [(number, role) for number, role in held if role in roles]
        acting.sort(key=lambda one: one[1] != Role.PANEL_SECRETARIAT)
        seats = row.step in SEATS or row.step == Step.CONVENE_PANEL
        others = {number for number, kind in enumerate(cast.kinds) if seats and (kind.chairs or kind.sits)}
        asked = tuple(sorted(others | {number for number, _ in acting}))
        return cls(row, moment, cast, at_once, later, roles, tuple(acting), asked)

    def moves(self, crowd: Crowd) -> tuple[Move, ...]:
        """What can be tried, where nothing but the case's position may still refuse it."""
        if self.row.step in SEATS:
            return self._at_seats(crowd)
        key = tuple([crowd.groups[number] for number in self.asked])
        if (known := self._moves.get(key)) is None:
            known = self._moves[key] = tuple(move for move in self.tried(crowd) if self._passes(move))
        return known

    def _passes(self, move: Move) -> bool:
        here = Position(self.row.stage)
        return all(guard.test(here, self.moment.rules, move.attempt) for guard in self.at_once)

    def tried(self, crowd: Crowd) -> Iterable[Move]:
        """The row as everybody whose step it is can try it, with a form that is as good as it can be."""
        by = self._by(crowd)
        match self.row.step:
            case Step.CONVENE_PANEL:
                return self._convened(list(by), crowd)
            case Step.REQUEST_RECONSIDERATION:
                tries = product(by, Ground)
                return [replace(m, attempt=m.attempt._replace(ground=g), choice=g.value) for m, g in tries]
            case step if step in SEATS:
                return self._at_seats(crowd)
        return by

    def _distinct(self, kinds: Iterable[int], crowd: Crowd) -> Iterator[Who]:
        """Everybody of some kinds who differs."""
        for number in kinds:
            for tag in dict.fromkeys(self.cast.groups[crowd.groups[number]]):
                yield number, tag

    def _by(self, crowd: Crowd) -> Iterator[Move]:
        """Everybody whose step it is, as far as it makes a difference who of them takes it."""
        told: set[Any] = set()
        for number, role in self.acting:
            kind = self.cast.kinds[number]
            for who in self._distinct((number,), crowd):
                attempt = self._attempt(kind, who[1], role)
                gains = gained(self.row.step, role) & kind.counts
                key = attempt._replace(role=self.roles[0]), who if gains or self.row.step in SEATS else None
                if key not in told:
                    told.add(key)
                    yield Move(self.row, who, attempt, (Single(*who, gains),) if gains else ())

    def _attempt(self, kind: Kind, tag: Tag, role: Role) -> Try:
        return Try(
            role,
            of_authority=role not in OF_AUTHORITY or kind.authority in (None, self.moment.authority),
            drafted=bool(tag.had & DRAFTED),
            reviewed=bool(tag.had & REVIEWED),
            decided_earlier=bool(tag.had & DECIDED_EARLIER),
            chairs_it=self.row.stage != Stage.PANEL_SITTING or tag.chairs,
        )

    def _at_seats(self, crowd: Crowd) -> tuple[Move, ...]:
        """Every change at a seat: by the secretariat, or by whoever sits there."""
        found: tuple[Move, ...] = ()
        secretary = crowd.groups[self.acting[0][0]] if self._by_secretariat else -1
        for number in self.asked:
            key = number, crowd.groups[number], secretary
            if (known := self._seats.get(key)) is None:
                moves = self._of_kind(number, crowd)
                known = self._seats[key] = tuple(move for move in moves if self._passes(move))
            found += known
        return found

    @property
    def _by_secretariat(self) -> bool:
        return bool(self.acting) and self.acting[0][1] == Role.PANEL_SECRETARIAT

    def _of_kind(self, number: int, crowd: Crowd) -> Iterator[Move]:
        """Every change at the seats of one kind of people."""
        by = list(self._by(crowd))
        for who in self._distinct((number,), crowd):
            actor = by[0] if self._by_secretariat else next((move for move in by if move.by == who), None)
            if actor is not None and who[1].status is not None:
                for status in SEATS[self.row.step]:
                    if status != who[1].status:
                        yield self._change(actor, who, status)

    def _change(self, actor: Move, who: Who, status: Status) -> Move:
        kind, tag = self.cast.kinds[who[0]], who[1]
        assert tag.status is not None
        conflicted = CONFLICTED if status == Status.CONFLICTED else 0
        seat = Seat(tag.chairs, None if tag.chairs else kind.sector, tag.status, status)
        singles = (Single(*who, conflicted, tag.chairs, status),)
        unscripted = bool(conflicted) and not kind.conflict
        idle = self.cast.as_good(tag, singles[0].after(tag))
        attempt = actor.attempt._replace(seat=seat)
        return Move(self.row, actor.by, attempt, singles, (who,), status.value, unscripted, idle)

    def _convened(self, by: Sequence[Move], crowd: Crowd) -> Iterator[Move]:
        """Panels of everybody who may sit: each chair with any number of each kind of member."""
        kinds = self.cast.kinds
        free = [who for who in self._distinct(self.asked, crowd) if kinds[who[0]].free(who[1])]
        pool = [who for who in free if kinds[who[0]].sits]
        for move, chair in product(by, (who for who in free if kinds[who[0]].chairs)):
            there = [self.cast.groups[crowd.groups[number]].count(tag) for number, tag in pool]
            numbers = [range(count + 1 - (who == chair)) for who, count in zip(pool, there, strict=True)]
            if prod(map(len, numbers)) > MOST_PANELS:
                raise Incomplete(
                    f"A panel can be made up in more than {MOST_PANELS:,} ways.",
                    why="So many people who may sit differ in their roles.",
                    do="Give members the role 'panel_member' and no other.",
                )
            for sent in product(*numbers):
                members = tuple(who for who, times in zip(pool, sent, strict=True) for _ in range(times))
                sectors = [kinds[number].sector for number, _ in members]
                invited = tuple(sectors.count(sector) for sector in SECTORS)
                seats = (chair, *members)
                singles = tuple(Single(*who, 0, place == 0, Status.INVITED) for place, who in enumerate(seats))
                yield replace(move, attempt=move.attempt._replace(invited=invited), singles=singles, seats=seats)


def gained(step: Step, role: Role) -> int:
    """What whoever takes a step in a role has had to do with the case from then on."""
    writes = DRAFTED if step in WRITES else REVIEWED if step in REVIEWS else 0
    return writes | (ACTED if role not in PANEL_ROLES else 0)


def acting_as(roles: tuple[Role, ...], step: Step, rules: Rules) -> Role:
    """In which of their roles somebody takes a step: the first that it belongs to, else the first they hold."""
    allowed = {role for row in TABLE.rows if row.step == step for role in roles_of(row.by, rules)}
    return next((role for role in roles if role in allowed), roles[0])


@lru_cache(1 << 10)
def told_apart(row: Row, rules: Rules) -> tuple[tuple[Guard, ...], tuple[Guard, ...]]:
    """A row's guards that do not read the position, and those that do."""
    later = tuple(guard for guard in row.guards if reads(guard.test, rules)[0])
    return tuple(guard for guard in row.guards if guard not in later), later
