"""Hypothesis strategies: any position, any rules, anything that somebody may try."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sca_flow.people import Role, Sector
from sca_flow.rules.loader import shipped
from sca_flow.rules.model import Decision, Ground, Period
from sca_flow.rules.policy import Rules, field_of
from sca_flow.states.names import Stage, Status
from sca_flow.states.position import (
    CAP,
    NOBODY,
    SECTORS,
    STATUSES,
    Outcome,
    Position,
    Reviewed,
    Seat,
    Try,
    invited,
    moved,
)

_OF_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "flag": st.booleans(),
    "count": st.none() | st.integers(0, 4),
    "period": st.none() | st.builds(Period, st.integers(0, 60), st.sampled_from(("days", "months"))),
    "roles": st.frozensets(st.sampled_from(Role)),
    "sectors": st.frozensets(st.sampled_from(Sector)),
    "decisions": st.frozensets(st.sampled_from((Decision.RG_NEGATIVE, Decision.CG_NEGATIVE))),
    "grounds": st.frozensets(st.sampled_from(Ground)),
}
_VARIABLE = {field_of(rule.id): _OF_TYPE[rule.type] for rule in shipped().rules.values() if rule.variable}
_VARIABLE["quorum_members_besides_chair"] = st.integers(0, 4)
_BY_SECTOR = st.tuples(*[st.integers(0, 2)] * len(SECTORS))

rules = st.fixed_dictionaries(_VARIABLE).map(lambda values: Rules(**values))


def _seated(numbers: tuple[int, ...], draws: list[tuple[Sector, Status]]) -> tuple[int, ...]:
    """Members invited by sector, some of whom have changed status since."""
    members = invited(numbers)
    for sector, status in draws:
        if members[SECTORS.index(sector) * len(STATUSES)]:
            members = moved(members, Seat(False, sector, Status.INVITED, status))
    return members


_members = st.just(NOBODY) | st.builds(
    _seated, _BY_SECTOR, st.lists(st.tuples(st.sampled_from(Sector), st.sampled_from(Status)), max_size=6)
)
positions = st.builds(
    Position,
    stage=st.sampled_from(Stage),
    child=st.booleans(),
    consented=st.booleans(),
    from_first_responder=st.booleans(),
    transferred=st.booleans(),
    suspended=st.booleans(),
    draft=st.none() | st.sampled_from(Decision),
    reviewed=st.sampled_from(Reviewed),
    outcome=st.sampled_from(Outcome),
    outcome_quorate=st.booleans(),
    round=st.integers(0, CAP),
    adjournments=st.integers(0, CAP),
    pending=st.none() | st.sampled_from(Ground),
    requests=st.integers(0, CAP),
    chair=st.none() | st.sampled_from(Status),
    members=_members,
    turned_18=st.booleans(),
    recovery_passed=st.booleans(),
    limit_passed=st.booleans(),
)

_FACTS = [name for name, kind in Try.__annotations__.items() if "bool" in str(kind) and "tuple" not in str(kind)]
tries = st.builds(
    Try,
    role=st.sampled_from(Role),
    invited=_BY_SECTOR,
    seat=st.none(),
    ground=st.none() | st.sampled_from(Ground),
    passes=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    **{name: st.booleans() for name in _FACTS},
)


def seats(position: Position) -> st.SearchStrategy[Seat | None]:
    """No seat, or one that somebody sits on in this position, with any change to it."""
    taken = [
        (False, sector, status)
        for sector in SECTORS
        for status in STATUSES
        if position.members[SECTORS.index(sector) * len(STATUSES) + STATUSES.index(status)]
    ]
    if position.chair is not None:
        taken.append((True, None, position.chair))
    some = (
        st.builds(lambda seat, after: Seat(*seat, after), st.sampled_from(taken), st.sampled_from(Status))
        if taken
        else None
    )
    return st.none() if some is None else st.none() | some


@st.composite
def situations(draw: st.DrawFn) -> tuple[Position, Rules, Try]:
    """A position, rules, and a try that fits the position."""
    position = draw(positions)
    return position, draw(rules), draw(tries)._replace(seat=draw(seats(position)))
