"""Recording a test from an attempt: a script that, played on a new attempt, comes to the same case.

Every step of the case is written, a refusal as one that is expected.  An incident, and what scripted people did, is a
step like any other: scripts fire no incidents.  A wait goes into the next step's ``on`` where a script would wait the
same.  Of the study of the file the script has the marks, and each decision as it stood when it was put forward; what
else was studied leads nowhere, and is told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sca_flow.case import Case, begin, fold, folded
from sca_flow.errors import InputError
from sca_flow.events import Happened, Marked, Refused, Started, Taken, Unmarked, Wrote, happened
from sca_flow.journal import Journal
from sca_flow.people import Role
from sca_flow.rules.loader import shipped
from sca_flow.scenario.judgement import DECISIONS
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step, form
from sca_flow.take import Scene, who
from sca_flow.training.attempt import Attempt
from sca_flow.training.study import reopened
from sca_flow.training.telling import ERASED
from sca_flow.writing import as_yaml

Line = dict[str, Any]


@dataclass(frozen=True)
class Recording:
    """A script made from an attempt; ``notes`` say what it does not hold, or holds otherwise."""

    attempt: str
    scenario: str
    stage: str
    steps: Sequence[Line]
    notes: Sequence[str]

    def lines(self) -> Iterator[str]:
        """The text of its file."""
        yield f"# Recorded from attempt {self.attempt} of '{self.scenario}', which stands at '{self.stage}'."
        yield "# It holds what was typed there: read it before you share it."
        yield from (f"# {note}" for note in self.notes)
        yield ""
        for step in self.steps:
            yield from as_yaml([step]).splitlines()

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "attempt": self.attempt,
            "scenario": self.scenario,
            "stage": self.stage,
            "steps": list(self.steps),
            "notes": list(self.notes),
        }


def recorded(journal: Journal, attempt: str) -> Recording:
    """The script of an attempt.

    Raises:
        UnknownName: there is no such attempt.
        InputError: nothing was done in it yet.
        Broken: its journal does not hold.
    """
    history = tuple(happened(entry) for entry in journal.read(attempt))
    stage = folded(history).stage
    started = history[0].event
    assert isinstance(started, Started)
    notes = [f"It was walked under {', '.join(started.variants)}: a what-if, and tests are played by the rules."]
    notes = notes if started.variants else []
    opened: Attempt | None = None
    try:
        opened = Attempt.resume(attempt, Library(shipped()).find, shipped(), journal)
    except InputError as error:
        notes.append(f"Every wait is a step of its own, since the scenario cannot be opened: {error.what}")
    writer = _Writer(opened, begin(started), journal.texts(attempt), _kept(history))
    for one in history[1:]:
        writer.add(one)
    writer.flush()
    if not writer.steps:
        raise InputError(f"Nothing was done in attempt {attempt} yet.", do="Take a step in it first.")
    return Recording(attempt, started.scenario, stage.value, writer.steps, [*notes, *writer.notes(history)])


def _kept(history: Sequence[Happened]) -> frozenset[int]:
    """The numbers of the marks that are written: those that stand, and those that a decision relied on."""
    made = {one.seq for one in history if isinstance(one.event, Marked)}
    gone = {one.event.mark for one in history if isinstance(one.event, Unmarked)}
    relied = {mark for one in history if isinstance(one.event, Wrote) for mark in _relied(one.event)}
    return frozenset(made - (gone - relied))


def _relied(wrote: Wrote) -> tuple[int, ...]:
    return (*wrote.mitigation, *(mark for marks in wrote.relied.values() for mark in marks))


@dataclass
class _Writer:
    """Writes an attempt's events one after the other; ``case`` is where they have led so far."""

    opened: Attempt | None
    case: Case
    texts: Mapping[str, str]
    kept: frozenset[int]
    steps: list[Line] = field(default_factory=list)
    _held: tuple[Line, str] | None = None
    """A wait that may go into the next step's ``on``, and its day."""
    _marks: list[Line] = field(default_factory=list)
    _named: dict[str, str] = field(default_factory=dict)
    _ids: dict[int, str] = field(default_factory=dict)
    _wrote: dict[Step, Wrote] = field(default_factory=dict)
    _erased: int = 0
    _put_forward: int = 0

    def add(self, one: Happened) -> None:
        """Write one event more."""
        match one.event:
            case Marked() as made if one.seq in self.kept:
                self._mark(one.seq, made)
            case Wrote() as wrote:
                self._wrote[wrote.step] = wrote
            case Taken(step=Step.WAIT, until=date() as until) as wait:
                self.flush()
                line = self._line(one, wait)
                if self._waits_alike(one, wait, until) and not self._marks:
                    self._held = line, until.isoformat()
                else:
                    self._write(line)
            case Taken() | Refused() as step:
                line = self._line(one, step)
                day, self._held = (self._held[1] if self._held else None), None
                self._write(line, day, self._wrote.pop(step.step, None))
                if isinstance(step, Taken) and (again := reopened(step)) is not None:  # what was written is gone
                    self._wrote = {name: one for name, one in self._wrote.items() if DECISIONS[name] != again}
        self.case = fold(self.case, one)

    def flush(self) -> None:
        """Write the wait that is held as a step of its own."""
        if self._held is not None:
            line, self._held = self._held[0], None
            self.steps.append(line)

    def notes(self, history: Sequence[Happened]) -> Iterator[str]:
        """What the script does not hold, once all is written."""
        marks, writings = (sum(isinstance(one.event, kind) for one in history) for kind in (Marked, Wrote))
        told = {
            f"Texts that were erased, and stand here as '{ERASED}'": self._erased,
            "Marks taken back before a decision relied on them, and left out": marks - len(self._ids),
            "Marks made after the last step, and left out": len(self._marks),
            "Writings of a decision that were changed again or never put forward, and left out": writings
            - self._put_forward,
        }
        yield from (f"{what}: {number}." for what, number in told.items() if number)

    def _mark(self, seq: int, made: Marked) -> None:
        mark = {"document": made.document, "lines": [made.first, made.last], "as": made.as_, "of": made.of}
        known = self._named.get(str(mark))  # taken back and made again
        self._ids[seq] = known or f"mark-{len(self._named) + 1}"
        if known is None:
            self._named[str(mark)] = self._ids[seq]
            self._marks.append({"id": self._ids[seq], **{key: value for key, value in mark.items() if value}})

    def _write(self, line: Line, day: str | None = None, wrote: Wrote | None = None) -> None:
        """Put a line down, with what was studied before it."""
        whole = {"step": line["step"], "by": line["by"], "on": day, **line, "marks": self._marks}
        whole["write"] = self._writing(wrote) if wrote is not None else None
        self.steps.append({key: value for key, value in whole.items() if value not in (None, {}, [])})
        self._marks = []

    def _line(self, one: Happened, event: Taken | Refused) -> Line:
        free = {field.name for field in form(event.step) if field.asks == "text"}
        given = {name: self._text(value) if name in free else value for name, value in event.form.items()}
        line: Line = {"step": event.step.value, "by": self._by(one, event.step)}
        line |= {"with": given} if given else {}
        if isinstance(event, Refused):
            line["expect"] = {"refused_by": list(dict.fromkeys(reason["guard"] for reason in event.reasons))}
        return line

    def _writing(self, wrote: Wrote) -> Line:
        self._put_forward += 1
        whole = {
            "findings": wrote.findings,
            "relied": {element: [self._ids[mark] for mark in marks] for element, marks in wrote.relied.items()},
            "mitigation": [self._ids[mark] for mark in wrote.mitigation],
            "credibility": self._text(wrote.credibility),
            "reasons": self._text(wrote.reasons),
            "chosen": wrote.chosen,
        }
        return {key: value for key, value in whole.items() if value}

    def _text(self, ref: str | None) -> str | None:
        """The text behind a reference, or what stands for one that was erased."""
        if ref is not None and ref not in self.texts:
            self._erased += 1
            return ERASED
        return self.texts[ref] if ref is not None else None

    def _by(self, one: Happened, step: Step) -> str:
        """Who acted, by id; by the role where the id alone would act in another."""
        return next((name for name in (one.actor, one.role) if self._acts(step, name, one)), one.actor)

    def _waits_alike(self, one: Happened, wait: Taken, until: date) -> bool:
        """Whether a script that comes to this day waits in the same way."""
        return wait.form == {"until": until.isoformat()} and self._acts(Step.WAIT, None, one)

    def _acts(self, step: Step, by: str | None, one: Happened) -> bool:
        """Whether who is named so acts here as whoever acted; not known where the scenario cannot be opened."""
        if self.opened is None:
            return False
        scene = Scene.of(self.case, self.opened.scenario.people, self.opened.policy)
        return who(scene, step, by) == (one.actor, Role(one.role))
