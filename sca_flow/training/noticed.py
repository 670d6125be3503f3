"""What was noticed: the author's passages beside the trainee's marks, mistakes made, faults tried, targets met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sca_flow.case import Case, begin, fold, rules_for
from sca_flow.deadlines import Deadline, deadlines
from sca_flow.events import Happened, Refused, Started, Taken, Wrote
from sca_flow.reasons import Reason
from sca_flow.scenario.judgement import Mistake, Passage, When, lines_of
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.study import Made, asked

TARGETS = ("rg.target", "reconsideration.reply_target")
"""Deadlines that somebody in the process is to meet."""


@dataclass(frozen=True)
class Noticed:
    """A passage of the author's, and the trainee's marks that share a line with it."""

    passage: Passage
    first: int
    last: int
    marks: tuple[Made, ...]

    @property
    def found(self) -> bool:
        """Whether one of them says the same as one of the author's."""
        return any(made.mark in self.passage.marks for made in self.marks)


def noticed(attempt: Attempt, by: date | None) -> Iterator[Noticed]:
    """The passages of the author's whose document was on file by a day; none of them without a day.

    What bears on a decision is not given away before it is taken.
    """
    there = {document.id for came, document in attempt.documents() if by is not None and came <= by}
    marks = attempt.study().marks.values()
    for passage in attempt.scenario.file.judgement.passages:
        if passage.document in there:
            first, last = next(lines_of(passage.text, attempt.scenario.texts[passage.document]))
            touching = tuple(made for made in marks if made.touches(passage.document, first, last))
            yield Noticed(passage, first, last, touching)


@dataclass(frozen=True)
class Fault:
    """A step that was tried and refused."""

    seq: int
    on: date
    step: Step
    reasons: tuple[Reason, ...]

    @property
    def confirmed(self) -> bool:
        """Whether it is a fault, and not a working assumption alone."""
        return any(reason.confirmed for reason in self.reasons)


def faults(history: Sequence[Happened]) -> Iterator[Fault]:
    """Every step that was refused."""
    for happened in history:
        event = happened.event
        if isinstance(event, Refused):
            reasons = tuple(Reason.from_json(reason) for reason in event.reasons)
            yield Fault(happened.seq, happened.on, event.step, reasons)


def mistakes(attempt: Attempt) -> Iterator[Mistake]:
    """The known mistakes that were made."""
    history = attempt.case.history
    return (one for one in attempt.scenario.file.judgement.mistakes if _made(one.when, history))


def _made(when: When, history: Sequence[Happened]) -> bool:
    """Whether everything that a mistake is made by has happened."""
    return (
        (when.taken is None or any(_took(when, history[:end], one) for end, one in enumerate(history)))
        and (when.refused is None or any(_refused(when, fault) for fault in faults(history)))
        and (when.chosen is None or any(_chose(when.chosen, one) for one in history))
    )


def _took(when: When, before: Sequence[Happened], happened: Happened) -> bool:
    event = happened.event
    taken = isinstance(event, Taken) and event.step == when.taken and event.incident is None
    return taken and (when.not_asked is None or when.not_asked not in asked(before))


def _refused(when: When, fault: Fault) -> bool:
    """Whether a refusal is meant.  One that rests on a working assumption alone is nobody's mistake."""
    names = frozenset().union(*(reason.names for reason in fault.reasons if reason.confirmed))
    return fault.step == when.refused and fault.confirmed and (not when.by or bool(names & set(when.by)))


def _chose(name: str, happened: Happened) -> bool:
    return isinstance(happened.event, Wrote) and name in happened.event.chosen


@dataclass(frozen=True)
class Due:
    """A target, when it fell, and when it was met; None while it is open."""

    deadline: Deadline
    met_on: date | None

    @property
    def met(self) -> bool:
        """Whether it was met in time."""
        return self.met_on is not None and self.met_on <= self.deadline.on

    @property
    def scored(self) -> bool:
        """Whether it counts: it was met or missed, and its rule is confirmed."""
        decided = self.met_on is not None or self.deadline.days_left < 0
        confident = self.deadline.citation is not None and self.deadline.citation.confirmed
        return decided and confident


def due(attempt: Attempt) -> Iterator[Due]:
    """Every target of the case, as it was when it was met, or as it is now."""
    started = attempt.case.history[0].event
    assert isinstance(started, Started)
    case = begin(started)
    open_ = _targets(case, attempt)
    for happened in attempt.case.history[1:]:
        case = fold(case, happened)
        now = _targets(case, attempt)
        for name in [name for name in open_ if name not in now]:
            yield Due(open_.pop(name), happened.on)
        open_ |= now
    yield from (Due(deadline, None) for deadline in open_.values())


def _targets(case: Case, attempt: Attempt) -> dict[str, Deadline]:
    return {one.id: one for one in deadlines(case, rules_for(case, attempt.policy)) if one.id in TARGETS}
