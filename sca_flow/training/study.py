"""What a trainee makes of the file: marks on documents, and decisions as they are written.

It is journalled in the family ``study``; the process knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from sca_flow.errors import InputError, UnknownName
from sca_flow.events import Happened, Marked, Taken, Unmarked, Wrote
from sca_flow.forms import clean
from sca_flow.reasons import Citation
from sca_flow.referral import Age, Referral
from sca_flow.rules.policy import Policy
from sca_flow.scenario.judgement import DECISIONS, Judged, Mark, mark_of
from sca_flow.scenario.model import Scenario
from sca_flow.scenario.vocabulary import As, Decided, Finding, Word, vocabulary
from sca_flow.states.names import Stage, Step

FREE = ("credibility", "reasons")
"""What is free text in a decision: kept for the trainer, never scored."""


@dataclass(frozen=True)
class Made:
    """A mark that was made; ``number`` is the sequence number by which it is named."""

    number: int
    document: str
    first: int
    last: int
    mark: Mark

    def touches(self, document: str, first: int, last: int) -> bool:
        """Whether it shares a line with some lines of a document."""
        return self.document == document and self.first <= last and first <= self.last


@dataclass(frozen=True)
class Study:
    """The marks that stand, and each decision as it was written last."""

    marks: Mapping[int, Made] = field(default_factory=dict)
    written: Mapping[Step, Wrote] = field(default_factory=dict)
    reconsidered: frozenset[Decided] = frozenset()
    """The decisions that are taken again, since a reconsideration was accepted."""

    @classmethod
    def of(cls, history: Iterable[Happened]) -> Study:
        """From what happened so far."""
        marks: dict[int, Made] = {}
        written: dict[Step, Wrote] = {}
        again: frozenset[Decided] = frozenset()
        for happened in history:
            match happened.event:
                case Taken() as taken if (decision := reopened(taken)) is not None:
                    again |= {decision}
                    written = {step: wrote for step, wrote in written.items() if DECISIONS[step] != decision}
                case Marked() as made:
                    mark = Mark.model_validate({"as": made.as_, "of": made.of})
                    marks[happened.seq] = Made(happened.seq, made.document, made.first, made.last, mark)
                case Unmarked() as gone:
                    marks.pop(gone.mark, None)
                case Wrote() as wrote:
                    written[wrote.step] = wrote
        return cls(marks, written, again)

    def gathered(self) -> Mapping[Word, tuple[Made, ...]]:
        """The marks for and against each element; see `gathered`."""
        return gathered(self.marks.values())


def gathered(marks: Iterable[Made]) -> Mapping[Word, tuple[Made, ...]]:
    """Marks for and against each element, in the order of the vocabulary; elements without any are left out."""
    sided = [made for made in marks if made.mark.as_ in (As.FOR, As.AGAINST)]
    found = {word: tuple(m for m in sided if m.mark.of == word.id) for word in vocabulary().elements}
    return {word: bearing for word, bearing in found.items() if bearing}


class Writing(BaseModel):
    """A decision as it is being written: what `Attempt.write` takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    findings: dict[str, Finding] = {}
    relied: dict[str, tuple[int, ...]] = {}
    mitigation: tuple[int, ...] = ()
    credibility: str = ""
    reasons: str = ""
    chosen: tuple[str, ...] = ()


def read_mark(
    scenario: Scenario,
    there: Iterable[str],
    study: Study,
    document: str,
    first: int,
    last: int,
    as_: str,
    of: str | None,
) -> Marked:
    """Read a mark that somebody makes.

    Raises:
        UnknownName: no such document on file, or nothing that can be marked like this.
        InputError: lines that the document does not have, or a mark that stands already.
    """
    on_file = list(there)
    if document not in on_file:
        raise UnknownName("document on file", document, on_file)
    lines = len(scenario.texts[document].splitlines())
    if not 1 <= first <= last <= lines:
        raise InputError(
            f"'{document}' has no lines {first} to {last}.", why=f"It has {lines}.", do=f"Name lines from 1 to {lines}."
        )
    mark = mark_of(as_, of)
    if mark.as_ == As.VULNERABILITY and not scenario.file.judgement.vulnerability:
        raise InputError("This scenario does not look at levels of vulnerability.", do="Mark it as something else.")
    if any((m.document, m.first, m.last, m.mark) == (document, first, last, mark) for m in study.marks.values()):
        raise InputError(f"Lines {first} to {last} of '{document}' are marked so already.", do="Mark something else.")
    return Marked.model_validate({"document": document, "first": first, "last": last, "as": as_, "of": of})


def read_writing(scenario: Scenario, study: Study, step: Step, given: Mapping[str, Any]) -> Writing:
    """Read a decision as it is being written.

    Raises:
        InputError: what is no decision, a value that cannot be used, or reasons chosen before any were written.
        UnknownName: an element, a mark or a reason that does not exist.
    """
    if step not in DECISIONS:
        raise InputError(f"'{step}' decides nothing.", do=f"Write one of: {', '.join(DECISIONS)}.")
    try:
        writing = TypeAdapter(Writing).validate_python(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"'{'.'.join(map(str, first['loc']))}' of the decision: {first['msg']}.") from None
    writing = writing.model_copy(update={name: clean(name, getattr(writing, name)) for name in FREE})
    for element in (*writing.findings, *writing.relied):
        if element not in vocabulary().element:
            raise UnknownName("element", element, vocabulary().element)
    for number in (*writing.mitigation, *(number for numbers in writing.relied.values() for number in numbers)):
        if number not in study.marks:
            raise UnknownName("mark", str(number), map(str, study.marks))
    _chosen(scenario.file.judgement.of_step(step, study.reconsidered), writing)
    return writing


def _chosen(judged: Judged | None, writing: Writing) -> None:
    known = {reason.id for reason in judged.reasons} if judged else set()
    for name in writing.chosen:
        if name not in known:
            raise UnknownName("reason to choose", name, known)
    if writing.chosen and not writing.reasons:
        raise InputError(
            "Reasons are chosen before any were written.",
            why="Whoever reads the list first writes the list's reasons, not their own.",
            do="Write your own reasons first; then choose.",
        )


def elements(referral: Referral, judged: Judged | None) -> tuple[Word, ...]:
    """The elements on which a decision needs a finding: of somebody exploited as a child, means is not asked."""
    named = tuple(judged.findings) if judged else ("action", "means", "purpose")
    words = vocabulary().element
    return tuple(word for name, word in words.items() if name in named and (name != "means" or _asks_means(referral)))


def _asks_means(referral: Referral) -> bool:
    return referral.age_at_exploitation != Age.CHILD


def threshold(policy: Policy, step: Step, on: date) -> Citation:
    """The threshold of the day that a decision is written against."""
    return Citation.of(policy.ask(f"{DECISIONS[step]}.threshold", on))


def missing(scenario: Scenario, judged: Judged | None, writing: Writing | Wrote) -> tuple[str, ...]:
    """What a decision still lacks before it is put forward, in words; nothing where the author does not judge it."""
    if judged is None:
        return ()
    asked = elements(scenario.file.referral, judged)
    found = [f"a finding on {word.label}" for word in asked if word.id not in writing.findings]
    found += [
        f"a passage relied on for {word.label}"
        for word in asked
        if writing.findings.get(word.id) in (Finding.MET, Finding.NOT_MET) and not writing.relied.get(word.id)
    ]
    found += ["what is made of the account (credibility)"] if not writing.credibility else []
    found += ["your own reasons"] if not writing.reasons else []
    found += ["a reason from the list"] if not writing.chosen else []
    return tuple(found)


def last_written(study: Study, texts: Mapping[str, str], step: Step) -> Writing:
    """What was written last of a decision, with its texts and without the marks that were taken back since."""
    wrote = study.written.get(step, Wrote(step=step))
    return Writing(
        findings={name: Finding(found) for name, found in wrote.findings.items()},
        relied={name: tuple(one for one in marks if one in study.marks) for name, marks in wrote.relied.items()},
        mitigation=tuple(one for one in wrote.mitigation if one in study.marks),
        credibility=texts.get(wrote.credibility or "", ""),
        reasons=texts.get(wrote.reasons or "", ""),
        chosen=tuple(wrote.chosen),
    )


def reopened(event: Taken) -> Decided | None:
    """The decision that is to be taken again by a step: accepting a reconsideration opens the one that was served."""
    served: Mapping[Stage, Decided] = {Stage.RG_NEGATIVE_SERVED: "rg", Stage.CG_NEGATIVE_SERVED: "cg"}
    return served.get(event.from_) if event.step == Step.ACCEPT_RECONSIDERATION else None


def asked(history: Iterable[Happened]) -> Mapping[str, date]:
    """On which day each kind of source was first asked for information."""
    found: dict[str, date] = {}
    for happened in history:
        event = happened.event
        if isinstance(event, Taken) and event.step == Step.REQUEST_INFORMATION:
            found.setdefault(event.form["of"], happened.on)
    return found


def asked_again(scenario: Scenario, history: Sequence[Happened], seq: int) -> str:
    """What is told of a request to a source that was asked before: an answer comes to the first alone.

    Nothing of any other step, of a source for which no document answers, nor of 'other', which is many sources.
    """
    event, on, before = history[seq - 1].event, history[seq - 1].on, history[: seq - 1]
    if not isinstance(event, Taken) or event.step != Step.REQUEST_INFORMATION:
        return ""
    source, first = event.form["of"], asked(before)
    answers = [one.comes(first) for one in scenario.file.documents if one.answers == source]
    if source not in first or source == "other" or not answers:
        return ""
    ahead = any(comes is not None and comes > on for comes in answers)
    what = "an answer to that is still to come" if ahead else "there is nothing more than what is on file"
    return f"They were asked on {first[source]} already: {what}."
