"""Replaying a trace through the real door: people, dates and forms are put back, and every step is taken as anybody's.

What the explorer found counts only if `Attempt` goes the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from sca_flow.errors import AnswerNo
from sca_flow.journal import MemoryJournal
from sca_flow.people import Person, Role
from sca_flow.referral import Age, Referral, Subject
from sca_flow.rules.model import START
from sca_flow.rules.policy import Dates, Policy
from sca_flow.scenario.model import Scenario, ScenarioFile, ScriptStep
from sca_flow.states.names import Field, Status, Step, form
from sca_flow.states.position import SECTORS, Position, Seat, Try
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from sca_flow.workbench.check import Trace

_ALSO_FILLED = {"members", "member", "reason", "exceptional", "good_reasons"}
_DECIDING = (Step.DECIDE_RG_POSITIVE, Step.DRAFT_RG_NEGATIVE, Step.DECIDE_CG_POSITIVE, Step.DRAFT_CG_NEGATIVE)
NAMES = ("Ash", "Beck", "Carr", "Dale", "Ellis", "Frost", "Grove", "Heath", "Ives", "Jarvis", "Kirk", "Lund", "Moss")


class DoesNotReplay(AnswerNo):
    """A trace that the real door does not follow: a fault in the explorer, never to be shown as a counter-example."""

    code = "does-not-replay"


@dataclass(frozen=True)
class Replay:
    """A trace with names and dates: the script it came to, and the attempt that played it."""

    script: tuple[ScriptStep, ...]
    attempt: Attempt


def replay(trace: Trace) -> Replay:
    """Play a trace as a case, its rules held still when they were those of one date.

    Raises:
        DoesNotReplay: the real door refuses one of its steps, or arrives somewhere else.
    """
    began = trace.days[0]
    policy = trace.policy.held_still(began) if trace.still else trace.policy
    cast = _Cast(policy, began, trace.start)
    script = tuple(cast.step(*taken, era) for taken, era in zip(trace.steps, trace.days[1:], strict=True))
    attempt = Attempt.start(cast.scenario(), policy, MemoryJournal())
    for played in play(attempt, script):
        if played.surprise:
            raise DoesNotReplay(f"The trace does not replay: {played.surprise}", why=str(played.result.reasons))
    if trace.steps and attempt.case.stage != trace.steps[-1][2].stage:
        raise DoesNotReplay(f"The trace ends at '{trace.steps[-1][2].stage}', the replay at '{attempt.case.stage}'.")
    return Replay(script, attempt)


@dataclass
class _Cast:
    """Gives every try of a trace a person, a date and a form, in the order in which they come."""

    policy: Policy
    today: date
    start: Position
    people: dict[str, list[Role]] = field(default_factory=dict)
    sectors: dict[str, Any] = field(default_factory=dict)
    drafter: str = ""
    reviewer: str = ""
    deciders: set[str] = field(default_factory=set)
    seats: dict[str, tuple[Any, Status]] = field(default_factory=dict)
    began: date | None = None
    recovery_from: date | None = None
    served: date | None = None
    birthday: date | None = None
    convened: int = 0

    def step(self, step: Step, attempt: Try, reached: Position, era: date) -> ScriptStep:
        """One line of the script for one step of the trace; waiting goes at least to the first day of its era."""
        self.began = self.began or self.today
        if step == Step.WAIT:
            self._wait(attempt, era)
            return ScriptStep(step=step, with_={"until": self.today.isoformat()})
        by = self._actor(step, attempt)
        given = {f.name: self._value(f, step, attempt) for f in form(step) if self._asked(f, attempt)}
        line = ScriptStep(step=step, by=by, with_={name: value for name, value in given.items() if value is not None})
        self._remember(step, by, reached)
        return line

    def _wait(self, attempt: Try, era: date) -> None:
        """Move the date to where just what the try says has passed."""
        rules = self.policy.in_force(Dates.all_on(self.today)).values
        turns_18, recovers, lapses = attempt.passes
        day = max(self.today + timedelta(days=1), era)
        if recovers and self.recovery_from is not None:
            day = max(day, rules.recovery_minimum.after(self.recovery_from))
        if lapses and self.served is not None and rules.reconsideration_limit is not None:
            last = rules.reconsideration_limit.after(self.served)  # a day on which one may still ask
            day = max(day, last + timedelta(days=1))
        if turns_18 and self.birthday is None:
            self.birthday = day
        self.today = day

    def _actor(self, step: Step, attempt: Try) -> str:
        """A person who fits the try; whoever drafted or reviewed acts again only where the try says so."""
        if attempt.drafted and step in (Step.CONFIRM_RG_NEGATIVE, Step.RETURN_RG_DRAFT, Step.UPHOLD_CG_NEGATIVE):
            name = self.drafter
        elif attempt.role in (Role.PANEL_CHAIR, Role.PANEL_MEMBER) and self.seats:
            name = self._seated(attempt)
        else:
            name = self._free(step, attempt)
        self._hold(name, attempt.role)
        return name

    def _free(self, step: Step, attempt: Try) -> str:
        """Whoever usually acts in the role, or somebody new where what they did before would bar them."""
        name, rules = attempt.role.value, self.policy.in_force(Dates.all_on(self.today)).values
        answers = step in (Step.DIRECT_FURTHER_CONSIDERATION, Step.DECLINE_FURTHER_CONSIDERATION)
        decides = step in (Step.DECIDE_CG_POSITIVE, Step.DRAFT_CG_NEGATIVE)
        barred: set[str] = set()
        if answers and not attempt.reviewed:
            barred |= {self.reviewer}
        if decides and not attempt.decided_earlier and rules.further_consideration_another_caseworker:
            barred |= self.deciders
        numbered = (f"{name}_{number}" for number in count(2))
        return name if name not in barred else next(other for other in numbered if other not in barred)

    def _seated(self, attempt: Try) -> str:
        chair = next(iter(self.seats))
        if attempt.role == Role.PANEL_CHAIR or attempt.seat is None:
            return chair
        return self._at(attempt.seat)

    def _at(self, seat: Seat) -> str:
        """Somebody whose seat fits a change: the chair, or a member of that sector and status."""
        chair = next(iter(self.seats))
        if seat.chair:
            return chair
        fitting = (name for name, held in self.seats.items() if name != chair and held == (seat.sector, seat.before))
        return next(fitting)

    def _hold(self, name: str, role: Role) -> None:
        roles = self.people.setdefault(name, [])
        if role not in roles:
            roles.append(role)

    def _asked(self, asked: Field, attempt: Try) -> bool:
        if asked.name == "consent_confirmed":
            return self.start.child
        return asked.required or asked.name in _ALSO_FILLED

    def _value(self, asked: Field, step: Step, attempt: Try) -> Any:
        match asked.name:
            case "chair":
                return self._convene(attempt)
            case "members":
                return [name for name in self.seats if name != next(iter(self.seats))]
            case "member" if attempt.seat is not None:
                return self._move(attempt.seat)
            case "status" if attempt.seat is not None:
                return attempt.seat.after.value
            case "ground" if attempt.ground is not None:
                return attempt.ground.value
        if asked.asks == "choice":
            return asked.choices[0]
        return True if asked.asks == "flag" else "As the trace has it."

    def _convene(self, attempt: Try) -> str:
        """Invite a chair and the members the try names; people who are new each time, since some may be barred."""
        self.convened += 1
        self.seats = {}
        chair = f"panel_chair_{self.convened}"
        self._hold(chair, Role.PANEL_CHAIR)
        self.seats[chair] = (None, Status.INVITED)
        for sector, number in zip(SECTORS, attempt.invited, strict=False):
            for place in range(number):
                name = f"{sector.value}_{self.convened}_{place + 1}"
                self._hold(name, Role.PANEL_MEMBER)
                self.sectors[name] = sector
                self.seats[name] = (sector, Status.INVITED)
        return chair

    def _move(self, seat: Seat) -> str:
        name = self._at(seat)
        self.seats[name] = (seat.sector, seat.after)
        return name

    def _remember(self, step: Step, by: str, reached: Position) -> None:
        if step in (Step.DRAFT_CG_NEGATIVE, Step.DRAFT_RG_NEGATIVE):
            self.drafter = by
        if step in (Step.UPHOLD_CG_NEGATIVE, Step.CONFIRM_RG_NEGATIVE):
            self.reviewer = by
        if step in _DECIDING:
            self.deciders.add(by)
        if step in (Step.DECIDE_RG_POSITIVE, Step.OVERTURN_DECISION):
            self.recovery_from = self.today
        if reached.stage.served:
            self.served = self.served or self.today
        else:
            self.served = None
        if reached.chair is None:
            self.seats = {}

    def scenario(self) -> Scenario:
        """The case in which the trace takes place."""
        began = self.began or self.today
        for role in Role:
            self._hold(role.value, role)
        people = tuple(self._person(number, name, roles) for number, (name, roles) in enumerate(self.people.items()))
        referral = Referral(
            received=START - timedelta(days=30) if self.start.transferred else began,
            organisation="an invented organisation",
            first_responder=self.start.from_first_responder,
            person=Subject(name="Robin Example", nationality="not stated"),
            age_at_referral=Age.CHILD if self.start.child else Age.ADULT,
            age_at_exploitation=Age.CHILD if self.start.child else Age.ADULT,
            consent="given" if self.start.consented else "not_needed" if self.start.child else "not_given",
            turns_18=self.birthday,
        )
        file = ScenarioFile(
            format=1,
            id="counter-example",
            title="A case the check found",
            minutes=5,
            summary="Made by the policy workbench.",
            content_note="No story: a path through the process.",
            opens=began,
            referral=referral,
            people=people,
        )
        return Scenario(file, course="", texts={}, sha="")

    def _person(self, number: int, name: str, roles: list[Role]) -> Person:
        sector = self.sectors.get(name)
        surname = NAMES[number % len(NAMES)] + (f", {sector.label}" if sector else "")
        return Person(id=name, name=surname, roles=tuple(roles), sector=sector)
