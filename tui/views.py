"""What screens are given: frozen views of an attempt.  They are made in a worker, since texts come from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sca_flow.deadlines import Deadline
from sca_flow.panel.quorum import Quorum
from sca_flow.people import Person, Sector
from sca_flow.states.map import ProcessMap
from sca_flow.states.names import Stage, Status, Step
from sca_flow.training import telling
from sca_flow.training.attempt import Attempt
from sca_flow.training.offers import Offer
from sca_flow.training.process_map import map_of
from sca_flow.training.study import Made
from sca_flow.training.telling import Header, Line
from tui.judging import Judging, judgings

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
    map: ProcessMap
    marks: tuple[Made, ...] = ()
    judged: Mapping[Step, Judging] = field(default_factory=dict)
    """The decisions of this stage that the author of the scenario judges."""
    lens: bool = False
    """Whether vulnerability can be marked."""
    coaching: bool = False
    """Whether the debrief can be read before the end."""

    @property
    def stage(self) -> Stage:
        """Where the case stands."""
        return self.header.stage

    def offer(self, step: Step) -> Offer | None:
        """A step of this stage, open or closed; None when the stage does not know it."""
        return next((offer for offer in self.offers if offer.step == step), None)


def view_of(attempt: Attempt, mine: tuple[Offer, ...] | None = None) -> CaseView:
    """The attempt as it stands; ``mine`` are the steps that are the trainee's, where not all are."""
    case, scenario, study = attempt.case, attempt.scenario, attempt.study()
    offers = _offers(attempt, attempt.offers() if mine is None else mine)
    return CaseView(
        attempt=attempt.id,
        seq=attempt.seq,
        header=telling.header(attempt),
        pages=tuple(
            Page(d.id, d.title, d.from_, d.dated, came, scenario.texts[d.id]) for came, d in attempt.documents()
        ),
        offers=offers,
        deadlines=attempt.deadlines(),
        seats=_seats(attempt),
        quorum=attempt.quorum(),
        lines=telling.timeline(attempt),
        ending=telling.ending(attempt) if case.ended and case.history else (),
        ended=case.ended,
        people=scenario.people,
        map=map_of(attempt),
        marks=tuple(study.marks.values()),
        judged=judgings(attempt, study, offers),
        lens=scenario.file.judgement.vulnerability,
        coaching=scenario.file.judgement.coaching,
    )


def _offers(attempt: Attempt, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """The offers; whether consent was confirmed is asked only of somebody who has turned 18 since the referral."""
    if attempt.scene.position.turned_18:
        return offers
    return tuple(
        replace(offer, fields=tuple(field for field in offer.fields if field.name != "consent_confirmed"))
        for offer in offers
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
