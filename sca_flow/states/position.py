"""The position of a case: a small, finite, hashable record that guards read and effects change."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sca_flow.people import Labelled, Role, Sector
from sca_flow.rules.model import Decision, Ground
from sca_flow.states.names import Stage, Status

CAP = 25
"""Rounds, adjournments and requests are counted up to here, beyond any limit that a rule can set."""

SECTORS = tuple(Sector)
STATUSES = tuple(Status)


class Reviewed(Labelled):
    """Whether the very draft on the table has had a second pair of eyes."""

    NO = "no"
    BY_ANOTHER = "by_another"
    BY_SELF = "by_self"


class Outcome(Labelled):
    """What a panel recorded on the very draft on the table."""

    NONE = "none"
    AGREED = "agreed"
    REFERRED_BACK = "referred_back"
    OVERTURNED = "overturned"


Members = tuple[int, ...]
"""How many invited members stand in each sector and status, sector by sector."""

NOBODY: Members = (0,) * (len(SECTORS) * len(STATUSES))


class Position(NamedTuple):
    """Where a case stands, without names and dates.

    The first group are facts that a case arrives with, the last are dates that have passed; both are known at the
    edge.  The groups between them change by steps.
    """

    stage: Stage = Stage.RECEIVED
    child: bool = False
    """A child at referral, or treated as one."""
    consented: bool = True
    from_first_responder: bool = True
    transferred: bool = False
    """Referred before the SCA began, and not decided then."""

    suspended: bool = False
    draft: Decision | None = None
    """The decision on the table, or served."""
    reviewed: Reviewed = Reviewed.NO
    outcome: Outcome = Outcome.NONE
    outcome_quorate: bool = False
    round: int = 0
    """How often a panel has referred the case back."""
    adjournments: int = 0
    pending: Ground | None = None
    """The ground of a reconsideration request that has not been answered."""
    requests: int = 0

    chair: Status | None = None
    members: Members = NOBODY

    turned_18: bool = False
    recovery_passed: bool = False
    limit_passed: bool = False


class Seat(NamedTuple):
    """A change at one seat of a sitting; the chair's has no sector."""

    chair: bool
    sector: Sector | None
    before: Status
    after: Status


class Try(NamedTuple):
    """What somebody tries: in which role, what hand they had in the case, and what they recorded.

    ``drafted``, ``reviewed`` and ``decided_earlier`` say what hand whoever acts had in it; everything from
    ``complete`` on is read from the form.
    """

    role: Role
    of_authority: bool = True
    """They work for the competent authority of the case, or need not."""
    drafted: bool = False
    reviewed: bool = False
    decided_earlier: bool = False
    chairs_it: bool = True

    complete: bool = True
    consent_confirmed: bool = True
    invited: tuple[int, ...] = ()
    """How many members are invited from each sector."""
    one_chair: bool = True
    from_pool: bool = True
    nobody_barred: bool = True
    """Nobody named had a hand in the case or left it for a conflict."""
    seat: Seat | None = None
    own_seat: bool = True
    ground: Ground | None = None
    exceptional: bool = True
    good_reasons: bool = True
    forward: bool = True
    """The day waited for lies ahead."""
    passes: tuple[bool, bool, bool] = (False, False, False)
    """Whether waiting takes the case past its 18th birthday, recovery minimum, reconsideration limit."""


def cell(sector: Sector, status: Status) -> int:
    """Where a sector's members of one status are counted."""
    return SECTORS.index(sector) * len(STATUSES) + STATUSES.index(status)


def in_status(members: Members, status: Status) -> int:
    """How many members stand in a status, over all sectors."""
    return sum(members[STATUSES.index(status) :: len(STATUSES)])


def in_sector(members: Members, sector: Sector, status: Status) -> int:
    """How many members of a sector stand in a status."""
    return members[cell(sector, status)]


def invited(numbers: tuple[int, ...]) -> Members:
    """The members of a panel that has just been convened, from how many each sector sends."""
    members = list(NOBODY)
    for sector, number in zip(SECTORS, numbers, strict=False):
        members[cell(sector, Status.INVITED)] = number
    return tuple(members)


@cache
def moved(members: Members, seat: Seat) -> Members:
    """The members after a change at one seat; a change at the chair's seat leaves them alone."""
    if seat.sector is None:
        return members
    counts = list(members)
    counts[cell(seat.sector, seat.before)] -= 1
    counts[cell(seat.sector, seat.after)] += 1
    return tuple(counts)
