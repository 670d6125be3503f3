"""The debrief: what was done beside what the author holds to be good, for each thing why, and one thing to practise.

Nothing that rests on an unconfirmed rule or definition is scored or counted as a fault; free text is only shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sca_flow.scenario.judgement import DECISIONS, Mistake, Passage
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.decided import Decision, decisions
from sca_flow.training.noticed import Due, Fault, Noticed, due, faults, mistakes, noticed
from sca_flow.training.path import Move, path
from sca_flow.training.study import Made, asked


@dataclass(frozen=True)
class Score:
    """So many of so many.  There are three, and never one for the whole."""

    got: int
    of: int

    def __str__(self) -> str:
        return f"{self.got} of {self.of}" if self.of else "nothing to score yet"


@dataclass(frozen=True)
class Practise:
    """One thing to practise, why, and the passage or the sources that it rests on."""

    says: str
    why: str
    rests_on: str


@dataclass(frozen=True)
class Debrief:
    """Everything that an attempt shows so far."""

    attempt: Attempt
    path: tuple[Move, ...]
    decisions: tuple[Decision, ...]
    mistakes: tuple[Mistake, ...]
    faults: tuple[Fault, ...]
    due: tuple[Due, ...]
    asked: Mapping[str, date]
    not_asked: tuple[str, ...]
    noticed: tuple[Noticed, ...]
    own: tuple[Made, ...]
    """Marks of the trainee's that touch no passage of the author's: theirs alone, and not wrong."""

    @classmethod
    def of(cls, attempt: Attempt) -> Debrief:
        """The debrief of an attempt as far as it has come."""
        history, judgement = attempt.case.history, attempt.scenario.file.judgement
        taken = tuple(decisions(attempt))
        judged_by = attempt.case.today if attempt.case.ended else max((one.on for one in taken), default=None)
        passages = tuple(noticed(attempt, judged_by))
        touching = {made.number for one in passages for made in one.marks}
        concluded = [one.seq for one in taken if DECISIONS[one.step] == "cg"]
        in_time = asked(history[: concluded[-1]]) if concluded else {}
        wanted = judgement.asked if concluded else ()
        return cls(
            attempt=attempt,
            path=tuple(path(history, attempt.scenario.file.model, judgement)),
            decisions=taken,
            mistakes=tuple(mistakes(attempt)),
            faults=tuple(faults(history)),
            due=tuple(due(attempt)),
            asked=asked(history),
            not_asked=tuple(name for name in wanted if name not in in_time),
            noticed=passages,
            own=tuple(made for made in attempt.study().marks.values() if made.number not in touching),
        )

    @property
    def divergence(self) -> Move | None:
        """Where the path first parted from the model's in a way that is not held to be as good."""
        return next((move for move in self.path if move.how == "different"), None)

    def is_own(self, move: Move) -> bool:
        """Whether a step was the trainee's, and not that of somebody else's chair."""
        return self.attempt.chair in (None, move.actor)

    @property
    def scores(self) -> Mapping[str, Score]:
        """Process, judgement and reasons, never added up."""
        refused = sum(fault.confirmed for fault in self.faults)
        targets = [one for one in self.due if one.scored]
        outcomes = [one.outcome.worth != "unsound" for one in self.decisions if one.outcome and one.scored]
        findings = [found.right for one in self.decisions for found in one.findings if found.scored]
        chosen = [reason.sound for one in self.decisions for reason in one.chosen]
        steps = sum(move.how != "incident" and self.is_own(move) for move in self.path)
        return {
            "process": Score(steps + sum(one.met for one in targets), steps + refused + len(targets)),
            "judgement": Score(sum(outcomes) + sum(findings), len(outcomes) + len(findings)),
            "reasons": Score(sum(chosen), len(chosen)),
        }

    @property
    def practise(self) -> Practise | None:
        """The first thing that would have changed most: None when nothing stands out."""
        return next(self._to_practise(), None)

    def _to_practise(self) -> Iterator[Practise]:
        """What could be practised: first what was misunderstood, then what was overlooked."""
        for mistake in self.mistakes:
            yield Practise(mistake.says, mistake.why, self._place(self._bears_on(mistake), mistake.sources))
        for decision in self.decisions:
            for reason in (one for one in decision.chosen if not one.sound):
                yield Practise(
                    f"A reason that does not hold: {reason.says}",
                    reason.why,
                    self._place(reason.passages, reason.sources),
                )
        for decision in self.decisions:
            if decision.outcome is not None and decision.outcome.worth == "unsound" and decision.scored:
                yield Practise(
                    f"{decision.step.caption}: not the outcome that this file bears.",
                    decision.outcome.why,
                    str(decision.threshold),
                )
            for found in (one for one in decision.findings if one.scored and not one.right):
                yield Practise(f"The finding on {found.element.label}.", found.element.says, found.element.source)
        for fault in (one for one in self.faults if one.confirmed):
            why = next(one for one in fault.reasons if one.confirmed)
            yield Practise(f"{fault.step.caption}: when it is open.", why.text, "; ".join(map(str, why.rules)))
        parted = self.divergence
        if parted is not None and parted.model is not None and parted.step != Step.WITHDRAW and self.is_own(parted):
            yield Practise(
                f"{parted.step.caption}, where the model has: {parted.model.label}.",
                parted.why,
                self._place((), parted.sources),
            )
        for one in (one for one in self.noticed if not one.found):
            yield Practise("A passage worth marking.", one.passage.why, self.quote(one.passage))

    def _place(self, passages: tuple[str, ...], sources: tuple[str, ...]) -> str:
        """The passage that something rests on, if one is named, and its sources."""
        quoted = [self.quote(self.attempt.scenario.file.judgement.passage(name)) for name in passages[:1]]
        return "; ".join([*quoted, *(self.source(name) for name in sources)])

    def _bears_on(self, mistake: Mistake) -> tuple[str, ...]:
        """The passages of the reason by which a mistake was made."""
        chosen = (reason for one in self.decisions for reason in one.chosen if reason.id == mistake.when.chosen)
        return next((reason.passages for reason in chosen), ())

    def source(self, name: str) -> str:
        """A source by its id and its title."""
        found = self.attempt.policy.sources.get(name)
        return f"{name}, {found.title}" if found else name

    def quote(self, passage: Passage) -> str:
        """A passage with the place where it stands."""
        titles = {document.id: document.title for document in self.attempt.scenario.file.documents}
        return f"“{' '.join(passage.text.split())}” ({titles[passage.document]})"
