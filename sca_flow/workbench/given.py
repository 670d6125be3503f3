"""A position that a rule test starts from, with people and dates put to it: what stands under ``given``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from sca_flow.case import Case
from sca_flow.errors import nearest
from sca_flow.panel.sitting import Sitting
from sca_flow.people import Authority, Person, Role, Sector
from sca_flow.referral import Age, Referral, Subject
from sca_flow.rules.model import START, Day, Decision, Ground
from sca_flow.scenario.model import Scenario, ScenarioFile
from sca_flow.states.names import Stage, Status
from sca_flow.states.position import Outcome

S = Stage
_WITH_CG_DRAFT = {S.SECOND_PAIR_OF_EYES, S.PANEL_LISTING, S.PANEL_SITTING, S.FURTHER_CONSIDERATION, S.READY_TO_SERVE}
_REVIEWED = _WITH_CG_DRAFT - {S.SECOND_PAIR_OF_EYES} | {S.CG_NEGATIVE_SERVED, S.RG_NEGATIVE_SERVED}
_AFTER_RG = _WITH_CG_DRAFT | {S.RECOVERY_PERIOD, S.CG_CONSIDERATION, S.CG_NEGATIVE_SERVED, S.CG_POSITIVE_SERVED}
_DECIDED = {
    S.RG_SECOND_REVIEW: Decision.RG_NEGATIVE,
    S.RG_NEGATIVE_SERVED: Decision.RG_NEGATIVE,
    S.CG_NEGATIVE_SERVED: Decision.CG_NEGATIVE,
    S.CG_POSITIVE_SERVED: Decision.CG_POSITIVE,
    S.RECOVERY_PERIOD: Decision.RG_POSITIVE,
    S.CG_CONSIDERATION: Decision.RG_POSITIVE,
    **dict.fromkeys(_WITH_CG_DRAFT, Decision.CG_NEGATIVE),
}
_NAMED_OTHERWISE = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)
LONG = timedelta(days=100)
"""How long ago the positive reasonable grounds decision was, where a test does not say."""


class Given(BaseModel):
    """Where the case stands.  Everything but the stage has the default that most cases have there.

    People are named after what they do: ``decision_maker``, ``second_reviewer``, ``manager``, ``chair``, and members
    after their sector: ``police``, ``ngo``, ``ngo_2``.  ``people`` adds others, or gives one of these more roles.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage
    child: bool = False
    turns_18: Day | None = None
    consented: bool = True
    sent_by_first_responder: bool = True
    received: Day | None = None
    ieca_cohort: bool = False
    suspended: bool = False
    decision: Decision | None = None
    drafted_by: str = "decision_maker"
    reviewed_by: str | None = "second_reviewer"
    decided_earlier: tuple[str, ...] = ()
    rounds: int = 0
    adjournments: int = 0
    chair: Status | None = Status.PRESENT
    members: dict[Sector, Status | list[Status]] = {}
    conflicted: tuple[str, ...] = ()
    rg_positive_on: Day | None = None
    served_on: Day | None = None
    pending: Ground | None = None
    requests: int = 0
    requested_on: Day | None = None
    people: dict[str, list[Role]] = {}
    authorities: dict[str, Authority] = {}

    @model_validator(mode="after")
    def _names_somebody(self) -> Given:
        known = [person.id for person in self._people()]
        named = (self.drafted_by, self.reviewed_by, *self.decided_earlier, *self.conflicted, *self.authorities)
        for name in named:
            if name is not None and name not in known:
                raise ValueError(f"nobody is called '{name}'. {nearest(name, known)}")
        return self

    def case(self, on: date) -> Case:
        """The case, on a day."""
        decision = self.decision or _DECIDED.get(self.stage)
        negative = decision in (Decision.CG_NEGATIVE, Decision.RG_NEGATIVE)
        reviewed = self.reviewed_by if self.stage in _REVIEWED and negative else None
        referred = self.stage == S.FURTHER_CONSIDERATION
        return Case(
            referral=self._referral(on),
            today=on,
            stage=self.stage,
            suspended=self.suspended,
            decision=decision,
            drafter=self.drafted_by if decision else None,
            reviewer=reviewed,
            earlier_deciders=frozenset(self.decided_earlier),
            outcome=Outcome.REFERRED_BACK if referred else Outcome.NONE,
            outcome_quorate=referred,
            rounds=max(self.rounds, int(referred)),
            adjournments=self.adjournments,
            sitting=self._sitting() if self.stage == S.PANEL_SITTING else None,
            acted=frozenset({self.drafted_by, *([reviewed] if reviewed else [])}) if decision else frozenset(),
            conflicted=frozenset({*self.conflicted, *self._left_for_conflict()}),
            pending=self.pending,
            requests=max(self.requests, int(self.pending is not None)),
            rg_positive_on=self.rg_positive_on or (on - LONG if self.stage in _AFTER_RG else None),
            served_on=self.served_on or (on if self.stage.served else None),
            requested_on=self.requested_on or (on if self.pending else None),
        )

    def _referral(self, on: date) -> Referral:
        age = Age.CHILD if self.child else Age.ADULT
        return Referral(
            received=self.received or max(min(on, START), on - LONG - timedelta(days=20)),
            organisation="an invented organisation",
            first_responder=self.sent_by_first_responder,
            person=Subject(name="Robin Example", nationality="not stated"),
            age_at_referral=age,
            age_at_exploitation=age,
            consent="not_needed" if self.child else "given" if self.consented else "not_given",
            turns_18=self.turns_18,
            ieca_cohort=self.ieca_cohort,
        )

    def _seats(self) -> Iterator[tuple[str, Sector, Status]]:
        for sector, found in self.members.items():
            statuses = found if isinstance(found, list) else [found]
            for number, status in enumerate(statuses, start=1):
                yield (sector.value if number == 1 else f"{sector.value}_{number}"), sector, status

    def _left_for_conflict(self) -> Iterator[str]:
        for name, status in (("chair", self.chair), *((name, status) for name, _, status in self._seats())):
            if status == Status.CONFLICTED:
                yield name

    def _sitting(self) -> Sitting:
        seats = list(self._seats())
        statuses = {name: status for name, _, status in seats}
        return Sitting(
            "chair", {name: sector for name, sector, _ in seats}, {"chair": self.chair or Status.ABSENT, **statuses}
        )

    def scenario(self, on: date) -> Scenario:
        """The people of the test, as a scenario that the one door can work."""
        return Scenario(
            ScenarioFile(
                format=1,
                id="rule-test",
                title="A rule test",
                minutes=1,
                summary="",
                content_note="",
                referral=self._referral(on),
                people=tuple(self._people()),
            ),
            course="",
            texts={},
            sha="",
        )

    def _people(self) -> Iterator[Person]:
        roles: dict[str, list[Role]] = {
            role.value: [role] for role in Role if role not in (Role.PANEL_CHAIR, Role.PANEL_MEMBER)
        }
        roles |= {
            "chair": [Role.PANEL_CHAIR],
            "another_chair": [Role.PANEL_CHAIR],
            "another_caseworker": [Role.DECISION_MAKER],
        }
        sectors: dict[str, Sector] = {sector.value: sector for sector in Sector}
        sectors |= {f"{sector.value}_2": sector for sector in Sector}
        sectors |= {name: sector for name in self.people for sector in Sector if name.startswith(f"{sector.value}_")}
        sectors |= {name: sector for name, sector, _ in self._seats()}
        roles |= {name: [Role.PANEL_MEMBER] for name in sectors}
        for name, more in self.people.items():
            roles[name] = [*more, *(role for role in roles.get(name, []) if role not in more)]
        for name, held in roles.items():
            yield Person(
                id=name,
                name=name.replace("_", " ").capitalize(),
                roles=tuple(held),
                sector=sectors.get(name),
                authority=self.authorities.get(name),
            )


def given_from(values: Mapping[str, Any]) -> Given:
    """A position from plain values."""
    return Given.model_validate(dict(values))
