"""The model path as a booklet tells it: each step with its day, and the dated rules on which it rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_flow.case import Case, begin, fold, rules_for
from sca_flow.events import Happened, Refused, Started, Taken
from sca_flow.reasons import Citation, Reason
from sca_flow.rules.policy import Policy
from sca_flow.scenario.judgement import DECISIONS
from sca_flow.scenario.model import ModelStep
from sca_flow.states.names import Step, form
from sca_flow.states.table import TABLE
from sca_flow.training.study import threshold
from sca_flow.workshop.draft import ScenarioDraft


@dataclass(frozen=True)
class Choice:
    """A place of the process where somebody has to choose between steps."""

    id: str
    title: str
    steps: tuple[Step, ...]


CHOICES = (
    Choice("acceptance", "The referral: accepted or not", (Step.ACCEPT_REFERRAL, Step.REJECT_REFERRAL)),
    Choice("rg", "Reasonable grounds", (Step.DECIDE_RG_POSITIVE, Step.DRAFT_RG_NEGATIVE)),
    Choice(
        "rg-review",
        "Second review of a negative reasonable grounds decision",
        (Step.CONFIRM_RG_NEGATIVE, Step.RETURN_RG_DRAFT),
    ),
    Choice("cg", "Conclusive grounds", (Step.DECIDE_CG_POSITIVE, Step.DRAFT_CG_NEGATIVE)),
    Choice(
        "second-pair-of-eyes",
        "Second pair of eyes on a negative conclusive grounds decision",
        (Step.UPHOLD_CG_NEGATIVE, Step.RETURN_CG_DRAFT),
    ),
    Choice(
        "panel",
        "The panel's sitting",
        (Step.ADJOURN_SITTING, Step.PUBLISH_AGREEMENT, Step.REFER_BACK, Step.OVERTURN_DECISION),
    ),
    Choice(
        "referral-back",
        "The answer to a referral back",
        (Step.DIRECT_FURTHER_CONSIDERATION, Step.DECLINE_FURTHER_CONSIDERATION),
    ),
    Choice(
        "reconsideration",
        "A request for reconsideration",
        (Step.ACCEPT_RECONSIDERATION, Step.DECLINE_RECONSIDERATION),
    ),
)


def choice_of(step: Step) -> Choice | None:
    """The choice that a step makes, if it makes one."""
    return next((choice for choice in CHOICES if step in choice.steps), None)


@dataclass(frozen=True)
class Played:
    """One line of the model path.  ``rests_on`` is empty where the path was not played so far."""

    number: int
    line: ModelStep
    on: date
    rests_on: tuple[Citation, ...]

    @property
    def choice(self) -> Choice | None:
        """The choice that it makes; none where it is only tried."""
        return None if self.line.refused_by else choice_of(self.line.step)


def played(draft: ScenarioDraft) -> Iterator[Played]:
    """Every line of the model path, played as far as it goes."""
    attempt = draft.walked.attempt
    events = _events(attempt.case.history, attempt.policy) if attempt else iter(())
    for number, (line, day) in enumerate(zip(draft.file.model, draft.model_days, strict=True), start=1):
        # what comes between is time that passed of itself until the day of the line
        found = next((one for one in events if one[0] == line.step), None)
        _, on, cited = found or (line.step, day, ())
        yield Played(number, line, on, tuple(dict.fromkeys(cited)))


def _events(history: Iterable[Happened], policy: Policy) -> Iterator[tuple[Step, date, tuple[Citation, ...]]]:
    """Each step that was taken or refused, its day, and what it rested on when it was."""
    case: Case | None = None
    for happened in history:
        event = happened.event
        if isinstance(event, Taken | Refused) and case is not None:
            yield event.step, happened.on, tuple(_cited(event, case, happened.on, policy))
        case = begin(event) if isinstance(event, Started) else fold(case, happened) if case else None


def _cited(event: Taken | Refused, case: Case, on: date, policy: Policy) -> Iterator[Citation]:
    if event.step in DECISIONS:
        yield threshold(policy, event.step, on)
    if isinstance(event, Refused):
        yield from (citation for reason in event.reasons for citation in Reason.from_json(reason).rules)
        return
    answers = rules_for(case, policy).answers
    for row in TABLE.cells[event.from_, event.step]:
        if row.to == event.to:
            by = (row.by,) if isinstance(row.by, str) else ()
            names = (*by, *row.when.rules, *(name for guard in row.guards for name in guard.rules))
            yield from (Citation.of(answers[name]) for name in names)


def recorded(line: ModelStep, people: Mapping[str, str]) -> Iterator[str]:
    """What a line records, a field at a time, with the names of people."""
    fields = {field.name: field for field in form(line.step)}
    for name, value in line.with_.items():
        field = fields.get(name)
        label = field.label if field else name.replace("_", " ")
        yield f"{label}: {_said(value, people, choice=field is not None and field.asks == 'choice')}"


def _said(value: Any, people: Mapping[str, str], *, choice: bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_said(one, people, choice=choice) for one in value)
    text = str(value)
    return text.replace("_", " ") if choice else people.get(text, text)
