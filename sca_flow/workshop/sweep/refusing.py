"""Which guards refuse somebody something, somewhere in what a sweep has reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from sca_flow.people import Role
from sca_flow.rules.model import Ground
from sca_flow.states.guards import Guard
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Reviewed, Seat, Try
from sca_flow.states.reads import reads
from sca_flow.states.row import Row
from sca_flow.states.table import TABLE
from sca_flow.take import OF_AUTHORITY
from sca_flow.workshop.sweep.cast import DECIDED_EARLIER
from sca_flow.workshop.sweep.going import State
from sca_flow.workshop.sweep.moves import SEATS, acting_as
from sca_flow.workshop.sweep.search import Swept

ANY_TIME = frozenset({"complete", "consent_confirmed", "exceptional", "good_reasons", "forward", "one_chair"})
"""What anybody can leave out or get wrong, wherever the case stands."""


def refusing(swept: Swept) -> Iterator[Guard]:
    """The guards that refuse, each as often as it rests on other rules."""
    told: set[tuple[str, tuple[str, ...]]] = set()
    together: dict[tuple[Stage, int], list[State]] = {}
    for state in swept.states:
        together.setdefault((state.position.stage, state.moment.number), []).append(state)
    for (stage, _), states in together.items():
        for row in (row for row in TABLE.rows if row.stage == stage):
            for guard in row.guards:
                key = guard.id, guard.rules
                if key not in told and _refuses(guard, row, states, swept):
                    told.add(key)
                    yield guard


def _refuses(guard: Guard, row: Row, states: Sequence[State], swept: Swept) -> bool:
    if row.step == Step.WAIT and guard.id == "form_complete":
        return False  # a day can be left out where a deadline lies ahead
    rules = states[0].moment.rules
    of_position, of_try = reads(guard.test, rules)
    told: set[tuple[Any, ...]] = set()
    for state in states:
        position = state.position
        if not row.when.test(position, rules):
            continue
        facts = {name: _values(name, row, state, swept) for name in sorted(of_try)}
        key = (*(getattr(position, name) for name in sorted(of_position)), *facts.values())
        if key not in told:
            told.add(key)
            for values in product(*facts.values()):
                attempt = Try(**{"role": Role.PERSON, **dict(zip(facts, values, strict=True))})
                if not guard.test(position, rules, attempt):
                    return True
    return False


def _values(name: str, row: Row, state: State, swept: Swept) -> tuple[Any, ...]:
    """Every value that a fact about a try can have here, with the people of the scenario."""
    if name in ANY_TIME:
        return True, False
    if name == "role":
        kinds = swept.going.cast.kinds
        return tuple(dict.fromkeys(acting_as(kind.roles, row.step, state.moment.rules) for kind in kinds))
    if name == "seat":
        return _seats(row, state, swept)
    if name == "ground":
        return tuple(Ground)
    usual = Try._field_defaults[name]
    return (usual, not usual) if _otherwise(name, row, state, swept) else (usual,)


def _otherwise(name: str, row: Row, state: State, swept: Swept) -> bool:
    """Whether a fact about a try can be other than usual: somebody of the scenario makes it so."""
    position, moment, crowd = state
    cast = swept.going.cast
    several = sum(len(kind.ids) for kind in cast.kinds) > 1
    match name:
        case "of_authority":
            others = [kind for kind in cast.kinds if kind.authority not in (None, moment.authority)]
            return any(acting_as(kind.roles, row.step, moment.rules) in OF_AUTHORITY for kind in others)
        case "drafted":
            return position.draft is not None
        case "reviewed":
            return position.reviewed != Reviewed.NO
        case "decided_earlier":
            return any(tag.had & DECIDED_EARLIER for group in crowd.groups for tag in cast.groups[group])
        case "chairs_it":
            return position.stage == Stage.PANEL_SITTING and several
        case "from_pool":
            return not all(kind.sits for kind in cast.kinds)
        case "nobody_barred":
            return True  # whoever accepted the referral has had a hand in the case
        case "own_seat":
            return several
    return False


def _seats(row: Row, state: State, swept: Swept) -> tuple[Seat | None, ...]:
    cast, crowd = swept.going.cast, state.crowd
    found: list[Seat | None] = []
    for number, kind in enumerate(cast.kinds):
        for tag in dict.fromkeys(cast.groups[crowd.groups[number]]):
            if tag.status is None:
                found.append(None)
            else:
                sector = None if tag.chairs else kind.sector
                found += [Seat(tag.chairs, sector, tag.status, status) for status in SEATS[row.step]]
    return tuple(dict.fromkeys(found))
