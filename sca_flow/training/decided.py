"""The decisions of an attempt: outcome, findings and reasons, each judged apart by what the author holds sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sca_flow.events import Happened, Taken, Wrote
from sca_flow.reasons import Citation
from sca_flow.scenario.judgement import DECISIONS, Judged, Outcome, Reasoned
from sca_flow.scenario.vocabulary import Decided, Finding, Word
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.study import elements, reopened, threshold


@dataclass(frozen=True)
class Found:
    """A finding on an element beside those that are sound."""

    element: Word
    given: Finding | None
    sound: tuple[Finding, ...]

    @property
    def right(self) -> bool:
        """Whether it is one of the sound ones."""
        return self.given in self.sound

    @property
    def scored(self) -> bool:
        """Whether it counts: not where the element's definition is unconfirmed, nor where nothing was written."""
        return self.given is not None and self.element.confidence.confirmed

    @property
    def beside(self) -> str:
        """How it stands beside the sound ones, in words; one that was not written is not wrong."""
        if self.given is None:
            return "not scored"
        return ("sound" if self.right else "differs") + ("" if self.scored else ", not scored")


@dataclass(frozen=True)
class Decision:
    """One decision that was taken.  ``outcome`` is None where the author judges it not."""

    seq: int
    on: date
    step: Step
    threshold: Citation
    outcome: Outcome | None
    findings: tuple[Found, ...]
    chosen: tuple[Reasoned, ...]
    also_sound: tuple[Reasoned, ...]
    credibility: str
    reasons: str

    @property
    def scored(self) -> bool:
        """Whether its outcome counts: the author judges it, and the threshold of the day is confirmed."""
        return self.outcome is not None and self.threshold.confirmed


def decisions(attempt: Attempt) -> Iterator[Decision]:
    """The trainee's decisions, each with what was written of it last before it was put forward."""
    texts = attempt.texts()
    written: dict[Step, Wrote] = {}
    again: set[Decided] = set()
    for happened in attempt.case.history:
        event = happened.event
        if isinstance(event, Wrote):
            written[event.step] = event
        elif isinstance(event, Taken):
            if (decision := reopened(event)) is not None:
                again.add(decision)
            elif event.step in DECISIONS and event.incident is None and attempt.chair in (None, happened.actor):
                judged = attempt.scenario.file.judgement.of_step(event.step, again)
                wrote = written.pop(event.step, Wrote(step=event.step))
                yield _decision(attempt, happened, event, judged, wrote, texts)


def _decision(
    attempt: Attempt, happened: Happened, event: Taken, judged: Judged | None, wrote: Wrote, texts: Mapping[str, str]
) -> Decision:
    return Decision(
        seq=happened.seq,
        on=happened.on,
        step=event.step,
        threshold=threshold(attempt.policy, event.step, happened.on),
        outcome=judged.outcomes.get(event.step) if judged else None,
        findings=tuple(_findings(attempt, judged, wrote)) if judged else (),
        chosen=tuple(reason for reason in judged.reasons if reason.id in wrote.chosen) if judged else (),
        also_sound=tuple(one for one in judged.reasons if one.sound and one.id not in wrote.chosen) if judged else (),
        credibility=texts.get(wrote.credibility or "", ""),
        reasons=texts.get(wrote.reasons or event.form.get("reasons") or "", ""),
    )


def _findings(attempt: Attempt, judged: Judged, wrote: Wrote) -> Iterator[Found]:
    for word in elements(attempt.scenario.file.referral, judged):
        given = Finding(wrote.findings[word.id]) if word.id in wrote.findings else None
        yield Found(word, given, judged.findings[word.id])
