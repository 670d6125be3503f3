"""What the author of a scenario holds to be good: passages, findings, reasons, alternatives and known mistakes.

The process decides what is allowed and knows nothing of this.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sca_flow.errors import UnknownName, nearest
from sca_flow.scenario.vocabulary import As, Decided, Finding, vocabulary
from sca_flow.states.names import Step

Worth = Literal["sound", "acceptable", "unsound"]
"""How an outcome is judged: an acceptable alternative counts as right."""

DECISIONS: Mapping[Step, Decided] = {
    Step.DECIDE_RG_POSITIVE: "rg",
    Step.DRAFT_RG_NEGATIVE: "rg",
    Step.DECIDE_CG_POSITIVE: "cg",
    Step.DRAFT_CG_NEGATIVE: "cg",
}
"""The steps that decide, and what they decide."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Mark(_Part):
    """What a passage is marked as, and what it bears on: an element, a group of indicators, a circumstance, a level."""

    as_: As = Field(alias="as")
    of: str | None = None

    @model_validator(mode="after")
    def _bears_on_something_known(self) -> Mark:
        known = vocabulary().words(self.as_)
        if (self.of is not None or known) and self.of not in known:
            near = nearest(self.of or "", known) or "Leave 'of' out."
            raise ValueError(f"'{self.of}' is nothing that '{self.as_}' can bear on. {near}")
        return self

    def __str__(self) -> str:
        return f"{self.as_.label}: {vocabulary().words(self.as_)[self.of].label}" if self.of else self.as_.label


def mark_of(as_: str, of: str | None) -> Mark:
    """A mark by what it is called; `UnknownName` when nothing can be marked like this."""
    if as_ not in list(As):
        raise UnknownName("kind of mark", as_, [*As])
    words = vocabulary().words(As(as_))
    if (of is not None or words) and of not in words:
        raise UnknownName(f"thing that a mark '{as_}' can bear on", of or "", words)
    return Mark.model_validate({"as": as_, "of": of})


class Passage(_Part):
    """Words of a document that a sound reader notices.  ``text`` stands there once, wherever its lines break."""

    id: str
    document: str
    text: str = Field(min_length=3)
    marks: tuple[Mark, ...] = Field(min_length=1)
    why: str
    sources: tuple[str, ...] = ()


class Reasoned(_Part):
    """A reason to choose from.  ``why`` says what makes it sound, or what is wrong with it."""

    id: str
    says: str
    sound: bool
    why: str
    passages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Outcome(_Part):
    """How a decision either way is judged, and why."""

    worth: Worth
    why: str


class Judged(_Part):
    """One decision of the case: outcomes, the findings that are sound for each element, and reasons to choose from.

    One that is ``reconsidered`` is of the decision as it is taken again, once a reconsideration was accepted.
    """

    decision: Decided
    reconsidered: bool = False
    outcomes: dict[Step, Outcome] = Field(min_length=1)
    findings: dict[str, tuple[Finding, ...]] = Field(min_length=1)
    reasons: tuple[Reasoned, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _is_of_one_decision(self) -> Judged:
        for step in self.outcomes:
            if DECISIONS.get(step) != self.decision:
                raise ValueError(f"'{step}' does not decide '{self.decision}'")
        for element in self.findings:
            if element not in vocabulary().element:
                raise ValueError(f"there is no element '{element}'. {nearest(element, vocabulary().element)}")
        if sum(reason.sound for reason in self.reasons) > sum(not reason.sound for reason in self.reasons):
            raise ValueError("there are fewer unsound reasons than sound ones")
        return self


class When(_Part):
    """When a known mistake is made: everything that is given has to be so.

    ``taken`` is a step that was taken, ``refused`` one that was tried and refused (``by`` one of these rules or
    guards), ``chosen`` a reason that was chosen, ``not_asked`` somebody nobody asked before ``taken``.
    """

    taken: Step | None = None
    refused: Step | None = None
    by: tuple[str, ...] = ()
    chosen: str | None = None
    not_asked: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> When:
        if not (self.taken or self.refused or self.chosen):
            raise ValueError("a mistake is made by a step taken, a step refused or a reason chosen")
        if self.by and not self.refused:
            raise ValueError("'by' goes with 'refused'")
        if self.not_asked and not self.taken:
            raise ValueError("'not_asked' goes with 'taken'")
        return self


class Mistake(_Part):
    """A mistake that people are known to make, what it usually comes from, and what sets it right."""

    id: str
    says: str
    when: When
    comes_from: str
    why: str
    sources: tuple[str, ...] = Field(min_length=1)


class Alternative(_Part):
    """A step that is as good as the model's: it counts as right."""

    step: Step
    instead_of: Step
    why: str


class Judgement(_Part):
    """``judgement`` of ``scenario.yaml``.  ``coaching`` lets the debrief be read after each stage."""

    passages: tuple[Passage, ...] = ()
    decisions: tuple[Judged, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    asked: tuple[str, ...] = ()
    """Whom a sound caseworker asks before a negative decision."""
    vulnerability: bool = False
    """Whether the lens of the four levels is offered."""
    coaching: bool = False
    next: str | None = None
    """The scenario to do next."""

    def of(self, decision: Decided, *, reconsidered: bool = False) -> Judged | None:
        """What is said of one decision; taken again, what is said of it first, unless something is said of that."""
        found = {judged.reconsidered: judged for judged in reversed(self.decisions) if judged.decision == decision}
        return found.get(reconsidered, found.get(False))

    def of_step(self, step: Step, reconsidered: Collection[Decided] = ()) -> Judged | None:
        """What is said of the decision that a step takes; None where it takes none, or nothing is said of it."""
        decision = DECISIONS.get(step)
        return self.of(decision, reconsidered=decision in reconsidered) if decision else None

    def passage(self, name: str) -> Passage:
        """A passage by id."""
        return next(passage for passage in self.passages if passage.id == name)


def lines_of(words: str, text: str) -> Iterator[tuple[int, int]]:
    """The first and last line, counted from 1, of each place where words stand in a text, wherever lines break."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    for found in re.finditer(pattern, text):
        first = text.count("\n", 0, found.start()) + 1
        yield first, first + text.count("\n", found.start(), found.end())
