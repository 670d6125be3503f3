"""A trace stepped through: the case before and after every step, replayed through the real door and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from sca_flow.errors import FileError, InputError, Problem, nearest
from sca_flow.people import Person, Role
from sca_flow.reasons import Citation
from sca_flow.referral import Age, Referral
from sca_flow.scenario.model import Scenario
from sca_flow.states.names import Step, form
from sca_flow.training.attempt import Attempt, Result, new_id, wall_clock
from sca_flow.training.script import Played, play
from sca_flow.training.telling import Line, timeline
from sca_flow.workbench.replay import NAMES
from sca_flow.workbench.rule_tests import opened
from sca_flow.workbench.story import AT_EVERY_STEP, behind, in_short, moral
from sca_flow.workbench.trace_files import COUNTER_EXAMPLE, TraceFile

CALENDAR = "The calendar"
"""Who lets time pass where nobody is at the keyboard."""
FILLED = ": As the trace has it."
"""How a detail ends that a replay fills in for want of anything said."""


class NoLongerReplays(FileError):
    """A trace in a file that the case does not follow: the rules have changed since, or the file has."""

    code = "no-longer-replays"


@dataclass(frozen=True)
class Moment:
    """The case after a step, or, as number 0, before the first.  ``rules`` are those that the step rested on."""

    number: int
    attempt: Attempt
    line: Line
    rules: tuple[Citation, ...] = ()

    @property
    def said(self) -> str:
        """Who did what, where it led, and with which particulars."""
        who = f"{self.line.who}: " if self.line.who else ""
        more = f" ({'; '.join(self.line.details)})" if self.line.details else ""
        return f"{who}{self.line.text}{more}"

    @property
    def telling(self) -> tuple[Citation, ...]:
        """The rules behind the step that do not stand behind nearly every step, what a variant sets first."""
        others = [citation for citation in self.rules if citation.rule not in AT_EVERY_STEP]
        return tuple(sorted(others, key=_plainness))


@dataclass(frozen=True)
class Walked:
    """A whole trace, a moment for every step."""

    trace: TraceFile
    moments: tuple[Moment, ...]

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return len(self.moments) - 1

    @property
    def moral(self) -> str:
        """What is wrong at the end; nothing for a test that is no counter-example."""
        if self.trace.invariant is not None:
            return moral(self.trace.invariant)
        broken = self.trace.test.name.startswith(COUNTER_EXAMPLE)
        return f"So this does not hold: {self.trace.says}" if broken else ""

    @property
    def policy(self) -> str:
        """The policy in words."""
        return " + ".join(self.trace.variants) or "the rules as published"

    def lines(self) -> Iterator[str]:
        """The trace in plain text, a step a line, with the rules behind each."""
        yield f"TRACE of {self.trace.about}, under {self.policy}, in {self.steps} steps. Nothing of it is kept."
        yield self.trace.says
        if self.trace.others:
            yield f"This file holds others too: {', '.join(self.trace.others)}."
        for moment in self.moments:
            yield f"{moment.line.seq}. {moment.line.on}  {moment.said}" if moment.number else moment.said
            yield from (f"     {reason.text}" for reason in moment.line.reasons)
            if moment.telling:
                yield f"     resting on {'; '.join(in_short(citation) for citation in moment.telling)}"
        if self.moral:
            yield self.moral


def walked(trace: TraceFile) -> Walked:
    """Play a trace to its end.

    Raises:
        NoLongerReplays: a step goes otherwise than the trace says, or the case ends elsewhere.
        FileError: a step names somebody, or a part of a form, that does not exist.
    """
    attempt = opened(trace.test.given, trace.test.on[0], trace.policy)
    attempt = _with(_named(attempt.scenario, trace), attempt)
    if problems := list(_misnamed(trace, attempt.scenario)):
        raise FileError(trace.tree.file, problems)
    moments = [Moment(0, _with(attempt.scenario, attempt), _opening(attempt))]
    for place in range(len(trace.test.steps)):
        for played, rules in _played(trace, place, attempt):
            if played.surprise:
                raise _stale(trace, played.surprise, played.result, "steps", place)
            moments.append(Moment(len(moments), _with(attempt.scenario, attempt), _last(attempt, played), rules))
    wanted = trace.test.then.stage
    if wanted is not None and attempt.case.stage != wanted:
        raise _stale(trace, f"it ends at '{attempt.case.stage}', not at '{wanted}'.", None, "then")
    return Walked(trace, tuple(moments))


def _played(trace: TraceFile, place: int, attempt: Attempt) -> Iterator[tuple[Played, tuple[Citation, ...]]]:
    """One step of the script, and the wait before it if it has one, each with the rules it rested on."""
    before = attempt.scene
    try:
        for played in play(attempt, [trace.test.steps[place]]):
            yield played, behind(before, played.result.step)
            before = attempt.scene
    except InputError as error:
        text = " ".join(part for part in (error.what, error.why, error.do) if part)
        raise FileError(trace.tree.file, [Problem(trace.line("steps", place), text)]) from None


def _misnamed(trace: TraceFile, scenario: Scenario) -> Iterator[Problem]:
    """Every person and every part of a form that a step names and that does not exist."""
    known = [*scenario.people, *Role]
    for place, step in enumerate(trace.test.steps):
        if step.by is not None and step.by not in known:
            yield Problem(
                trace.line("steps", place, "by"), f"nobody is called '{step.by}'. {nearest(step.by, scenario.people)}"
            )
        fields = [field.name for field in form(step.step)]
        for name in [name for name in step.with_ if name not in fields]:
            text = f"'{step.step}' does not ask for '{name}'. {nearest(name, fields)}".strip()
            yield Problem(trace.line("steps", place, "with", name), text)


def _stale(trace: TraceFile, said: str, result: Result | None, *part: str | int) -> NoLongerReplays:
    why = " ".join(reason.text for reason in result.reasons) if result else ""
    text = f"this trace does not replay: {said} {why}".strip()
    do = f"It was replayed under {' + '.join(trace.variants) or 'the rules as published'}: run the check again."
    return NoLongerReplays(trace.tree.file, [Problem(trace.line(*part), text)], do=do)


def _with(scenario: Scenario, attempt: Attempt) -> Attempt:
    """The attempt as it stands now, whatever happens to it later, with the people of a scenario."""
    case, journal = attempt.case, attempt.journal
    return Attempt(attempt.id, scenario, attempt.policy, journal, case, clock=wall_clock, ids=new_id)


def _last(attempt: Attempt, played: Played) -> Line:
    """The step just played, without the text that every replayed form is filled with; nobody lets time pass."""
    line = timeline(attempt)[-1]
    who = CALENDAR if played.result.step == Step.WAIT else line.who
    return replace(line, who=who, details=tuple(said for said in line.details if not said.endswith(FILLED)))


def _opening(attempt: Attempt) -> Line:
    """Where the case stands before the first step."""
    case = attempt.case
    text = f"The case begins here: {_about(case.referral)}. {case.stage.label}."
    return Line(0, case.today, "", text)


def _about(referral: Referral) -> str:
    whose = "a child" if referral.age_at_referral != Age.ADULT else "an adult"
    consent = " who did not consent" if whose == "an adult" and not referral.consented else ""
    sent = "" if referral.first_responder else ", not sent by a first responder"
    return f"a referral of {whose}{consent}{sent}"


def _named(scenario: Scenario, trace: TraceFile) -> Scenario:
    """The same case with a title, and people by the invented names that the check's own story gives them."""
    people = scenario.people
    order = dict.fromkeys(chain(trace.test.given.people, people))
    names = (_name(number) for number in range(len(order)))
    cast: list[Person] = [people[who].model_copy(update={"name": name}) for who, name in zip(order, names, strict=True)]
    title = "A case the check found" if trace.test.name.startswith(COUNTER_EXAMPLE) else "A rule test"
    file = scenario.file.model_copy(update={"people": tuple(cast), "title": title})
    return replace(scenario, file=file)


def _name(number: int) -> str:
    again, place = divmod(number, len(NAMES))
    return NAMES[place] + (f" {again + 1}" if again else "")


def _plainness(citation: Citation) -> int:
    """What is set by a what-if comes first, then what has a value of its own, then the standing rules."""
    return 0 if citation.source.startswith("variant:") else 2 if citation.value.endswith(".") else 1
