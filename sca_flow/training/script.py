"""Playing a script through the one door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sca_flow.errors import InputError, UnknownName
from sca_flow.scenario.judgement import lines_of
from sca_flow.scenario.model import ScriptMark, ScriptStep
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt, Result


@dataclass(frozen=True)
class Played:
    """One step of a script as it went.  ``surprise`` says, in words, what was expected and did not come."""

    result: Result
    surprise: str = ""


def play(attempt: Attempt, script: Iterable[ScriptStep], marks: dict[str, int] | None = None) -> Iterator[Played]:
    """Play a script step by step; it stops behind the first surprise.

    ``marks`` keeps the numbers of marks that have a name, for whoever plays a script in pieces.
    """
    marks = {} if marks is None else marks
    for line in script:
        if line.on is not None and line.on != attempt.case.today:
            waited = Played(attempt.take(Step.WAIT, with_={"until": line.on}))
            if not waited.result.accepted:
                yield Played(waited.result, f"'{line.step}' is to be taken on {line.on}, which does not lie ahead.")
                return
            yield waited
        _study(attempt, line, marks)
        played = _one(attempt, line)
        yield played
        if played.surprise:
            return


def _study(attempt: Attempt, line: ScriptStep, marks: dict[str, int]) -> None:
    """Make the marks of a line and write its decision; ``marks`` keeps the numbers of those that have a name."""
    for mark in line.marks:
        number = attempt.mark(mark.document, *_lines(attempt, mark), mark.as_, mark.of)
        if mark.id is not None:
            marks[mark.id] = number
    if line.write is not None:
        named = line.write
        for name in (*named.mitigation, *(name for names in named.relied.values() for name in names)):
            if name not in marks:
                raise UnknownName("mark of this script", name, marks)
        given = named.model_dump(exclude={"relied", "mitigation"}) | {
            "relied": {element: [marks[name] for name in names] for element, names in named.relied.items()},
            "mitigation": [marks[name] for name in named.mitigation],
        }
        attempt.write(line.step, given)


def _lines(attempt: Attempt, mark: ScriptMark) -> tuple[int, int]:
    """The lines on which a mark stands; `InputError` when its words do not stand there once."""
    if mark.lines is not None:
        return mark.lines
    found = list(lines_of(mark.text or "", attempt.scenario.texts.get(mark.document, "")))
    if len(found) != 1:
        raise InputError(
            f"The words to be marked in '{mark.document}' stand there {len(found) or 'no'} times.",
            why=f"They are: {mark.text}",
            do="Quote words that stand there once, or name the lines.",
        )
    return found[0]


def _one(attempt: Attempt, line: ScriptStep) -> Played:
    result = attempt.take(line.step, line.by, line.with_)
    named = frozenset().union(*(reason.names for reason in result.reasons))
    absent = [name for name in line.refused_by if name not in named]
    if line.refused_by and result.accepted:
        return Played(
            result, f"'{line.step}' was taken, but was expected to be refused by {', '.join(line.refused_by)}."
        )
    if absent:
        return Played(result, f"'{line.step}' was refused, but not by {', '.join(absent)}.")
    if not result.accepted and not line.refused_by:
        return Played(result, f"'{line.step}' was refused, but was expected to be taken.")
    return Played(result)
