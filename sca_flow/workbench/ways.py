"""Every way to take a step under a plan, with what has to hold for it and where it leads written down as expressions.

Nothing is said a second time: guards, routes and effects are traced with `Symbol`, and tried by whom the plan found to
matter.  Only which dates can pass while somebody waits is said here again, as a second voice beside the explorer's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Any, get_args, get_type_hints

from sca_flow.people import Sector
from sca_flow.states.compiled import after
from sca_flow.states.guards import no
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.position import NOBODY, SECTORS, Members, Position, Try, cell
from sca_flow.states.row import Row
from sca_flow.workbench.plan import Move, Plan, seats
from sca_flow.workbench.symbols import BOOLEAN, NUMBER, Symbol, Truth, written

HINTS: Mapping[str, Any] = {name: hint for name, hint in get_type_hints(Position).items() if name != "members"}
"""The fields of a position that are one value, and the type of each."""


def enumeration(name: str) -> type[Enum] | None:
    """The enumeration that a field's values come from, if they come from one."""
    parts = get_args(HINTS[name]) or (HINTS[name],)
    return next((part for part in parts if issubclass(part, Enum)), None)


def kind(name: str) -> str:
    """The kind of expression that a field is."""
    found = enumeration(name)
    return found.__name__ if found else BOOLEAN if HINTS[name] is bool else NUMBER


@dataclass(frozen=True)
class Way:
    """One way to take a step: who tries it, what has to hold for it besides the stage, and where it leads."""

    row: Row
    attempt: Try
    before: Position
    conditions: tuple[Symbol, ...]
    reached: Position
    member: bool = False
    """It is one member's seat that changes, called ``m``: a way for each of them."""


def here(what: Plan, stage: Stage | None = None) -> Position:
    """A position of which only the stage is known (or not even that), and the counters that nothing reads.

    Raises:
        ValueError: the plan's panel has members of several sectors, who are not all alike.
    """
    known: dict[str, Any] = {name: 0 for name, cap in what.caps.items() if not cap}
    if stage is not None:
        known["stage"] = stage
    unknown: dict[str, Any] = {name: Symbol(name, kind(name)) for name in HINTS if name not in known}
    members: list[Any] = list(NOBODY)
    for status in Status:
        members[cell(_sector(what), status)] = Symbol(f"members_in({written(status, 'Status')})", NUMBER)
    return Position(**unknown, **known, members=tuple(members))


def _sector(what: Plan) -> Sector:
    sending = [sector for sector, number in zip(SECTORS, what.invited, strict=True) if number]
    if len(sending) > 1:
        raise ValueError(f"Members of several sectors are not all alike: {', '.join(sending)}.")
    return sending[0] if sending else SECTORS[0]


def ways(what: Plan, stage: Stage) -> Iterator[Way]:
    """Every way to take a step from a stage; those that the rules rule out are left out."""
    before = here(what, stage)
    for move in (move for moves in what.moves[stage] for move in moves):
        for attempt, given, member in _tries(what, move, before):
            asked = [guard.test(before, what.rules, attempt) for guard in move.row.guards]
            conditions = (*given, move.row.when.test(before, what.rules), *asked)
            if False not in [c for c in conditions if isinstance(c, bool)]:
                reached = after(move.row, before, what.rules, attempt)
                symbols = tuple(c for c in conditions if isinstance(c, Symbol))
                yield Way(move.row, attempt, before, symbols, reached, member)


def _tries(what: Plan, move: Move, before: Position) -> Iterator[tuple[Try, tuple[Truth, ...], bool]]:
    """The move's tries, with what depends on the position filled in and said as a condition."""
    for attempt in move.tries:
        if move.seats:
            one_each: Members = tuple(int(isinstance(number, Symbol)) for number in before.members)
            chairs = (seat for status in Status for seat in seats(status, NOBODY, move.row.step))
            for seat in (*chairs, *seats(None, one_each, move.row.step)):
                sits = before.chair if seat.chair else Symbol("members[m]", "Status")
                yield attempt._replace(seat=seat), (sits == seat.before,), not seat.chair
        elif move.waits:
            for given, passes in _passes(what, before):
                yield attempt._replace(passes=passes), given, False
        else:
            invited = what.invited if move.row.step == Step.CONVENE_PANEL else ()
            yield attempt._replace(invited=invited), (), False


_CLOCKS = (
    ("turned_18", frozenset(Stage)),
    ("recovery_passed", frozenset({Stage.RECOVERY_PERIOD, Stage.CG_CONSIDERATION})),
    ("limit_passed", frozenset({Stage.CG_NEGATIVE_SERVED, Stage.RG_NEGATIVE_SERVED})),
)
"""The dates that can pass, and at which stages their passing matters."""


def _passes(what: Plan, before: Position) -> Iterator[tuple[tuple[Truth, ...], tuple[Any, ...]]]:
    """Every choice of dates that pass: what has to hold for it, and what has passed then."""
    besides = (before.child, True, what.rules.reconsideration_limit is not None)
    can = [
        no(getattr(before, name)) & more & (before.stage in stages)
        for (name, stages), more in zip(_CLOCKS, besides, strict=True)
    ]
    for chosen in product((False, True), repeat=len(_CLOCKS)):
        yield (
            tuple(may for may, passes in zip(can, chosen, strict=True) if passes),
            tuple(passes or getattr(before, name) for (name, _), passes in zip(_CLOCKS, chosen, strict=True)),
        )
