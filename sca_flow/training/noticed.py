"""What was noticed: the author's passages beside the trainee's marks, mistakes made, faults tried, targets met."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sca_flow.case import Case, begin, fold, rules_for
from sca_flow.deadlines import Deadline, deadlines
from sca_flow.events import Happened, Refused, Started, Taken
from sca_flow.people import Role
from sca_flow.reasons import Reason
from sca_flow.scenario.judgement import Mistake, Passage, When, lines_of
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.decided import decisions
from sca_flow.training.study import Made, asked, reopened

TARGETS = {"rg.target": Role.DECISION_MAKER, "reconsideration.reply_target": Role.COMPETENT_AUTHORITY}
"""Deadlines that somebody in the process is to meet, and who."""


_FALLS_AWAY = {Step.WITHDRAW, Step.REJECT_REFERRAL}
"""By these steps a target ends that nobody has met."""


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
    """The known mistakes that the trainee made: not what others did, nor what was thought better of in time."""
    chosen = {reason.id for one in decisions(attempt) for reason in one.chosen}
    return (one for one in attempt.scenario.file.judgement.mistakes if _made(one.when, attempt, chosen))


def _made(when: When, attempt: Attempt, chosen: Collection[str]) -> bool:
    """Whether everything that a mistake is made by has happened."""
    history = attempt.case.history
    return (
        (when.taken is None or any(_took(when, history[:end], one, attempt) for end, one in enumerate(history)))
        and (when.refused is None or any(_refused(when, fault) for fault in faults(history)))
        and (when.chosen is None or when.chosen in chosen)
    )


def _took(when: When, before: Sequence[Happened], happened: Happened, attempt: Attempt) -> bool:
    event = happened.event
    taken = isinstance(event, Taken) and event.step == when.taken and event.incident is None
    own = attempt.chair in (None, happened.actor)
    return taken and own and (when.not_asked is None or when.not_asked not in asked(before))


def _refused(when: When, fault: Fault) -> bool:
    """Whether a refusal is meant.  One that rests on a working assumption alone is nobody's mistake."""
    names = frozenset().union(*(reason.names for reason in fault.reasons if reason.confirmed))
    return fault.step == when.refused and fault.confirmed and (not when.by or bool(names & set(when.by)))


@dataclass(frozen=True)
class Due:
    """A target, when it fell, and when it was met; None while it is open."""

    deadline: Deadline
    met_on: date | None
    own: bool = True
    """Whether it is the trainee's to meet, and not that of somebody else's chair."""

    @property
    def met(self) -> bool:
        """Whether it was met in time."""
        return self.met_on is not None and self.met_on <= self.deadline.on

    @property
    def decided(self) -> bool:
        """Whether it was met or missed."""
        return self.met_on is not None or self.deadline.days_left < 0

    @property
    def scored(self) -> bool:
        """Whether it counts: it was the trainee's, it was met or missed, and its rule is confirmed."""
        confident = self.deadline.citation is not None and self.deadline.citation.confirmed
        return self.own and self.decided and confident


def due(attempt: Attempt) -> Iterator[Due]:
    """Every target of the case, as it was when it was met, or as it is now.

    One of a case that is withdrawn or not accepted falls away: nobody met it, and nobody has to any more.  A decision
    that is taken again after a reconsideration has no target of its own.
    """
    started = attempt.case.history[0].event
    assert isinstance(started, Started)
    case = begin(started)
    open_ = _targets(case, attempt)
    again = False
    for happened in attempt.case.history[1:]:
        case, event = fold(case, happened), happened.event
        again |= isinstance(event, Taken) and reopened(event) is not None
        now = {name: one for name, one in _targets(case, attempt).items() if not (again and name == "rg.target")}
        for name in [name for name in open_ if name not in now]:
            deadline = open_.pop(name)
            if not (isinstance(event, Taken) and event.step in _FALLS_AWAY):
                yield Due(deadline, happened.on, _own(name, attempt))
        open_ |= now
    yield from (Due(deadline, None, _own(name, attempt)) for name, deadline in open_.items())


def _own(target: str, attempt: Attempt) -> bool:
    return attempt.chair is None or TARGETS[target] in attempt.scenario.people[attempt.chair].roles


def _targets(case: Case, attempt: Attempt) -> dict[str, Deadline]:
    return {one.id: one for one in deadlines(case, rules_for(case, attempt.policy)) if one.id in TARGETS}
