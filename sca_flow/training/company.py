"""The others: scripted people who act where the trainee has a chair, and incidents that happen of themselves.

What they do comes through the same door as the trainee's steps, and stands in the journal with their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sca_flow.case import Case
from sca_flow.errors import InputError
from sca_flow.events import Started, Taken
from sca_flow.journal import MemoryJournal
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Incident, ModelStep, Scenario
from sca_flow.states.names import Stage, Step, form
from sca_flow.take import take
from sca_flow.training.attempt import Attempt, Result
from sca_flow.training.offers import Offer
from sca_flow.training.script import play


@dataclass(frozen=True)
class Act:
    """Something that somebody else did, and, of an incident, what the trainee is told of it."""

    result: Result
    tells: str = ""


class Company:
    """Everybody in a case but the trainee."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._model = _by_stage(attempt.scenario, attempt.policy) if attempt.chair is not None else {}

    def go_on(self) -> Iterator[Act]:
        """Let the others act until it is the trainee's turn again.

        An incident that is due comes first.  Then, where the trainee has a chair, whoever the model path has act at
        this stage does, until it comes to the trainee's own step, or to one that cannot be taken now.  At an end too:
        somebody may ask for reconsideration.
        """
        while (act := self._incident() or self._scripted()) is not None:
            yield act

    def mine(self) -> tuple[Offer, ...]:
        """The steps that are the trainee's: their own where it is their turn, else all, since nobody else goes on.

        Their own are taken by them alone.  Time may always pass.
        """
        offers, chair, line = self._attempt.offers(), self._attempt.chair, self._next()
        if chair is None or line is None or line.by != chair:
            return offers
        me = (self._attempt.scenario.people[chair],)
        return tuple(
            one if one.step == Step.WAIT else replace(one, people=me)
            for one in offers
            if one.step == Step.WAIT or me[0] in one.people
        )

    def _incident(self) -> Act | None:
        """The first incident that is due and can happen, if neither it nor the same by hand has happened yet."""
        case = self._attempt.case
        before = {one.event.incident for one in case.history if isinstance(one.event, Taken)}
        for one in self._attempt.scenario.file.incidents:
            if one.id not in before and _to_come(one, case) and self._accepted(one.step, one.by, one.with_):
                return Act(self._attempt.take(one.step, one.by, one.with_, incident=one.id), one.tells)
        return None

    def _scripted(self) -> Act | None:
        """The next act of somebody else at this stage, as the model path has it; None when it is the trainee's turn."""
        line = self._next()
        if line is None or line.by is None or line.by == self._attempt.chair:
            return None
        if line.on is not None and line.on > self._attempt.case.today:
            return Act(self._attempt.take(Step.WAIT, with_={"until": line.on}))
        if not self._accepted(line.step, line.by, line.with_):
            return None
        return Act(self._attempt.take(line.step, line.by, line.with_))

    def _next(self) -> ModelStep | None:
        """The first step of the model path at this stage that has not been taken there.

        What an incident has done is not done again; taken again all the same, it stands for no other step.
        """
        case = self._attempt.case
        left = list(self._model.get(case.stage, ()))
        come: list[ModelStep] = []
        for happened in case.history:
            event = happened.event
            if not isinstance(event, Taken) or event.from_ != case.stage:
                continue
            if event.incident is not None:
                same = [line for line in left if _says(line, happened.actor, event)][:1]
                left, come = [line for line in left if line not in same], come + same
            elif not any(_says(line, happened.actor, event) for line in come):
                place = next((n for n, line in enumerate(left, 1) if line.step == event.step), 0)
                left = left[place:]
        return left[0] if left else None

    def _accepted(self, step: Step, by: str, form: Mapping[str, Any]) -> bool:
        """Whether it would be taken; what names somebody who is not there, at a sitting say, would not."""
        try:
            return take(self._attempt.scene, step, by, form).accepted
        except InputError:
            return False


def _by_stage(scenario: Scenario, policy: Policy) -> Mapping[Stage, tuple[ModelStep, ...]]:
    """The steps that the model path takes at each stage, over all its visits there."""
    attempt = Attempt.start(scenario, policy, MemoryJournal())
    found: dict[Stage, tuple[ModelStep, ...]] = {}
    for line in scenario.file.model:
        stage = attempt.case.stage
        if any(played.surprise for played in play(attempt, [line.model_copy(update={"marks": (), "write": None})])):
            break
        if not line.refused_by:
            found[stage] = (*found.get(stage, ()), line)
    return found


def _says(line: ModelStep | Incident, actor: str, event: Taken) -> bool:
    """Whether a step is the one that a line of the model path or an incident has, free text apart."""
    if (line.step, line.by) != (event.step, actor):
        return False
    free = {field.name for field in form(line.step) if field.asks == "text"}
    return all(event.form.get(name) == value for name, value in line.with_.items() if name not in free)


def _to_come(incident: Incident, case: Case) -> bool:
    """Whether an incident is due, and nobody has done the same since it fell due."""
    if incident.stage not in (None, case.stage):
        return False
    due = max(incident.on or date.min, _reached(case) + timedelta(days=incident.after) if incident.stage else date.min)
    since = (one for one in case.history if one.on >= due)
    done = any(isinstance(one.event, Taken) and _says(incident, one.actor, one.event) for one in since)
    return due <= case.today and not done


def _reached(case: Case) -> date:
    """The day on which the case came to its stage."""
    for happened in reversed(case.history):
        event = happened.event
        if isinstance(event, Started) or (isinstance(event, Taken) and event.from_ != event.to):
            return happened.on
    return case.today
