"""What screens are given: frozen views of an attempt.  They are made in a worker, since texts come from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sca_flow.deadlines import Deadline
from sca_flow.panel.quorum import Quorum
from sca_flow.people import Person, Sector
from sca_flow.states.names import Stage, Status, Step
from sca_flow.training import telling
from sca_flow.training.attempt import Attempt
from sca_flow.training.offers import Offer
from sca_flow.training.telling import Header, Line

AT_SEATS = (Step.RECORD_ATTENDANCE, Step.DECLARE_CONFLICT, Step.LEAVE_SITTING)
"""The steps that are taken at a seat of the panel room."""


@dataclass(frozen=True)
class Page:
    """A document that is on file, with its text."""

    id: str
    title: str
    from_: str
    dated: date
    arrived: date
    text: str


@dataclass(frozen=True)
class Seat:
    """Somebody's seat at the sitting.  ``says`` is what they declare when it opens."""

    person: Person
    chair: bool
    status: Status
    says: str


@dataclass(frozen=True)
class CaseView:
    """An attempt as it stands after its event ``seq``."""

    attempt: str
    seq: int
    header: Header
    pages: tuple[Page, ...]
    offers: tuple[Offer, ...]
    deadlines: tuple[Deadline, ...]
    seats: tuple[Seat, ...]
    quorum: Quorum | None
    lines: tuple[Line, ...]
    ending: tuple[str, ...]
    ended: bool
    people: Mapping[str, Person]

    @property
    def stage(self) -> Stage:
        """Where the case stands."""
        return self.header.stage

    def offer(self, step: Step) -> Offer | None:
        """A step of this stage, open or closed; None when the stage does not know it."""
        return next((offer for offer in self.offers if offer.step == step), None)


def view_of(attempt: Attempt) -> CaseView:
    """The attempt as it stands."""
    case, scenario = attempt.case, attempt.scenario
    return CaseView(
        attempt=attempt.id,
        seq=attempt.seq,
        header=telling.header(attempt),
        pages=tuple(
            Page(d.id, d.title, d.from_, d.dated, d.arrives, scenario.texts[d.id]) for d in scenario.on_file(case.today)
        ),
        offers=_offers(attempt),
        deadlines=attempt.deadlines(),
        seats=_seats(attempt),
        quorum=attempt.quorum(),
        lines=telling.timeline(attempt),
        ending=telling.ending(attempt) if case.ended else (),
        ended=case.ended,
        people=scenario.people,
    )


def _offers(attempt: Attempt) -> tuple[Offer, ...]:
    """The offers; whether consent was confirmed is asked only of somebody who has turned 18 since the referral."""
    if attempt.scene.position.turned_18:
        return attempt.offers()
    return tuple(
        replace(offer, fields=tuple(field for field in offer.fields if field.name != "consent_confirmed"))
        for offer in attempt.offers()
    )


def _seats(attempt: Attempt) -> tuple[Seat, ...]:
    sitting, people = attempt.case.sitting, attempt.scenario.people
    if sitting is None:
        return ()
    seats = (
        Seat(people[who], who == sitting.chair, status, people[who].conflict)
        for who, status in sitting.statuses.items()
        if who in people
    )
    return tuple(sorted(seats, key=_place))


def _place(seat: Seat) -> tuple[bool, int, str]:
    """The chair first, then by sector and name: the same places whenever the case is opened."""
    sector = list(Sector).index(seat.person.sector) if seat.person.sector else 0
    return not seat.chair, sector, seat.person.name
