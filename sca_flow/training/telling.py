"""Telling an attempt in words: header, timeline and ending, the same for screens, plain text and reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sca_flow.case import authority
from sca_flow.events import Erased, Happened, Marked, Refused, Started, Studied, Taken, Unmarked, Wrote
from sca_flow.people import Person
from sca_flow.reasons import Reason
from sca_flow.rules.policy import Policy
from sca_flow.states.names import Field, Stage, Step, form
from sca_flow.training.attempt import TRAINEE, Attempt
from sca_flow.training.study import asked_again

PANELS_ENDED = date(2022, 12, 1)
ERASED = "[text erased]"


def notice(on: date) -> str:
    """The line that home, case header, plain text and every export carry."""
    ended = " Panels ended in December 2022." if on >= PANELS_ENDED else ""
    return (
        "Training simulation with fictional people: not legal advice, not Home Office material. "
        f"Rules as on {on}.{ended}"
    )


@dataclass(frozen=True)
class Header:
    """Where am I: the scenario, the person, the stage, the simulated date, and what is assumed."""

    title: str
    person: str
    stage: Stage
    today: date
    authority: str
    transferred: bool
    suspended: bool
    pending: str
    assumed: tuple[str, ...]
    notice: str
    you: str = ""
    """Who the trainee is, with role in words, where they have a chair."""

    @property
    def standing(self) -> str:
        """The stage in words, with what hangs over it."""
        flags = [self.stage.label]
        if self.transferred:
            flags.append("transferred to the SCA")
        if self.suspended:
            flags.append("SUSPENDED")
        if self.pending:
            flags.append(f"reconsideration asked for: {self.pending}")
        return " | ".join(flags)


def header(attempt: Attempt) -> Header:
    """The header of the case as it stands."""
    case, scene = attempt.case, attempt.scene
    return Header(
        title=attempt.scenario.file.title,
        person=case.referral.person.name,
        stage=case.stage,
        today=case.today,
        authority=authority(case, scene.rules).label,
        transferred=case.referral.transferred,
        suspended=case.suspended,
        pending=case.pending.label if case.pending else "",
        assumed=tuple(_assumed(scene.policy)),
        notice=notice(case.today),
        you=as_somebody(attempt.scenario.people[attempt.chair]) if attempt.chair is not None else "",
    )


def as_somebody(person: Person) -> str:
    """A person with their roles in words."""
    return f"{person.name}, {' and '.join(role.label for role in person.roles)}"


def _assumed(policy: Policy) -> Iterator[str]:
    """What the case rests on that are not the rules as published."""
    for variant in policy.variants:
        yield f"Under the variant '{variant}': a what-if, not the rules"
    for rule, day in policy.assume.items():
        yield f"{rule} changes after {day} (assumed for this case)"


@dataclass(frozen=True)
class Line:
    """One event of the timeline in words; ``details`` are what was recorded, ``reasons`` why it was refused."""

    seq: int
    on: date
    who: str
    text: str
    details: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    refused: bool = False

    def __str__(self) -> str:
        return f"{self.seq}. {self.on}  {self.who}: {self.text}"


def timeline(attempt: Attempt) -> tuple[Line, ...]:
    """Every event of the case so far, the first first."""
    texts = attempt.texts()
    history = (happened for happened in attempt.case.history if not isinstance(happened.event, Studied))
    tells = {one.id: one.tells.strip() for one in attempt.scenario.file.incidents}
    return tuple(
        _telling(attempt, _line(happened, attempt.scenario.people, texts), happened, tells) for happened in history
    )


def _telling(attempt: Attempt, line: Line, happened: Happened, tells: Mapping[str, str]) -> Line:
    """A line with what the trainee is told of the incident by which it came, and of a request made before."""
    incident = happened.event.incident if isinstance(happened.event, Taken) else None
    told = (tells[incident] if incident else "", asked_again(attempt.scenario, attempt.case.history, happened.seq))
    return replace(line, details=(*line.details, *filter(None, told)))


def latest(attempt: Attempt) -> Line:
    """The last event of the case, without what was recorded with it: nothing is read for it."""
    last = next(happened for happened in reversed(attempt.case.history) if not isinstance(happened.event, Studied))
    return replace(_line(last, attempt.scenario.people, {}), details=())


def _line(happened: Happened, people: Mapping[str, Person], texts: Mapping[str, str]) -> Line:
    event = happened.event
    who = _who(happened, people)
    match event:
        case Started():
            return Line(
                happened.seq,
                happened.on,
                who,
                f"The case is opened; the referral came from {event.referral.organisation}.",
            )
        case Marked() | Unmarked() | Wrote():
            return Line(happened.seq, happened.on, who, "The file is studied.")
        case Erased():
            return Line(happened.seq, happened.on, who, "The free text and the trainee's name were erased.")
        case Refused():
            reasons = tuple(Reason.from_json(reason) for reason in event.reasons)
            return Line(happened.seq, happened.on, who, f"Refused: {event.step.caption}.", (), reasons, refused=True)
        case Taken():
            moved = f" -> {event.to.label}" if event.to != event.from_ else ""
            text = _until(event) or event.step.caption
            return Line(happened.seq, happened.on, who, f"{text}{moved}", _details(event, people, texts))


def _until(event: Taken) -> str:
    return f"Time passes until {event.until}" if event.step == Step.WAIT and event.until else ""


def _who(happened: Happened, people: Mapping[str, Person]) -> str:
    waited = isinstance(happened.event, Taken) and happened.event.step == Step.WAIT
    if waited or happened.actor == TRAINEE:
        return "You"
    name = people[happened.actor].name if happened.actor in people else happened.actor
    return f"{name} ({happened.role.replace('_', ' ')})"


def _details(event: Taken, people: Mapping[str, Person], texts: Mapping[str, str]) -> tuple[str, ...]:
    fields = [field for field in form(event.step) if field.name in event.form and field.asks != "date"]
    return tuple(f"{field.label}: {in_words(field, event.form[field.name], people, texts)}" for field in fields)


def in_words(field: Field, value: Any, people: Mapping[str, Person], texts: Mapping[str, str]) -> str:
    """A recorded value as people read it."""
    match field.asks:
        case "text":
            return texts.get(value, ERASED)
        case "person":
            return people[value].name if value in people else str(value)
        case "people":
            return ", ".join(people[name].name if name in people else name for name in value)
        case "flag":
            return "yes" if value else "no"
    return str(value).replace("_", " ")


def ending(attempt: Attempt) -> tuple[str, ...]:
    """The path retold, a sentence a line: which stages, by whom, and what the case came to."""
    people = attempt.scenario.people
    told = [f"{attempt.case.referral.person.name}'s case, from {attempt.case.history[0].on} to {attempt.case.today}:"]
    for happened in attempt.case.history:
        event = happened.event
        if isinstance(event, Taken) and (event.to != event.from_ or event.step in _TOLD):
            told.append(
                f"On {happened.on} {_who(happened, people)}: {event.step.caption}. {_SAID.get(event.step, '')}".strip()
            )
    told.append(f"It came to: {attempt.case.stage.label}. {duplicate_note(attempt)}".strip())
    return (*told, *_refusals(attempt))


def _refusals(attempt: Attempt) -> Iterator[str]:
    """How often a step was refused: what is confirmed, and, apart and as no fault, what is a working assumption."""
    refused = [happened.event for happened in attempt.case.history if isinstance(happened.event, Refused)]
    faults = sum(any(reason["confirmed"] for reason in event.reasons) for event in refused)
    if faults:
        yield f"Steps tried and refused on the way: {faults}; the timeline says why."
    if len(refused) > faults:
        yield f"Refused by a working assumption alone, and no fault of anybody's: {len(refused) - faults}."


_TOLD = {Step.DECLARE_CONFLICT, Step.REQUEST_RECONSIDERATION, Step.DECLINE_RECONSIDERATION, Step.SUSPEND, Step.RESUME}
_SAID = {
    Step.REFER_BACK: "That is a suggestion; it does not change the decision.",
    Step.DECLINE_FURTHER_CONSIDERATION: "A referral back does not oblige; the decision stands unchanged.",
    Step.DIRECT_FURTHER_CONSIDERATION: "The case is looked at again.",
    Step.PUBLISH_AGREEMENT: "The decision goes on unchanged.",
    Step.ADJOURN_SITTING: "No outcome; the case is listed again.",
}


def reasons_in_words(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """Reasons for a refusal: first what is confirmed, then the working assumptions; each says which it is."""
    return tuple(str(reason) for reason in sorted(reasons, key=lambda reason: not reason.confirmed))


def duplicate_note(attempt: Attempt) -> str:
    """What becomes of a duplicate referral that was not accepted."""
    events = (happened.event for happened in attempt.case.history)
    rejected = [event for event in events if isinstance(event, Taken) and event.step == Step.REJECT_REFERRAL]
    if not any(event.form.get("reason") == "duplicate" for event in rejected):
        return ""
    told = {
        "open": "Its information is merged into the open case; both first responders are told the outcome.",
        "decided": "The new first responder is told that the case was decided already.",
    }
    return told.get(attempt.case.referral.duplicate_of or "", "")
