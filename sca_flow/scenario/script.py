"""Scripts: lists of steps in a file, and what is wrong with one before it is played."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sca_flow import forms
from sca_flow.errors import InputError, Problem, nearest
from sca_flow.reading import Tree, read_yaml
from sca_flow.rules.policy import Policy
from sca_flow.scenario.judgement import DECISIONS, lines_of, mark_of
from sca_flow.scenario.model import Scenario, ScriptMark, ScriptStep, ScriptWriting
from sca_flow.scenario.vocabulary import Finding, vocabulary
from sca_flow.states.table import TABLE

Place = tuple[str | int, ...]
Wrong = tuple[Place, str]
_GUARDS = frozenset({"stage", *(guard.id for row in TABLE.rows for guard in row.guards)})


@dataclass(frozen=True)
class Script:
    """The steps of a script, with the file that they stand in; ``at`` is where in it they stand."""

    tree: Tree
    steps: tuple[ScriptStep, ...]
    at: Place = ()

    @classmethod
    def read(cls, path: Path) -> Script:
        """Read it whole before anything is played; `FileError` with every problem when it cannot be used."""
        tree = read_yaml(path)
        return cls(tree, tuple(tree.as_(list[ScriptStep])))

    def line(self, *place: str | int) -> int | None:
        """The line on which a step stands, counted from 0, or a part of it."""
        return self.tree.line((*self.at, *place))


def read_script(path: Path) -> tuple[ScriptStep, ...]:
    """The steps of a script; `FileError` with every problem when it cannot be used."""
    return Script.read(path).steps


def refusing(policy: Policy) -> Collection[str]:
    """What a script may expect a step to be refused by: rules, guards, and ``stage``."""
    return sorted({*_GUARDS, *policy.rules})


def problems(script: Script, scenario: Scenario, policy: Policy) -> Iterator[Problem]:
    """Everything that a script names and its scenario, or the process, does not have; with its line."""
    marks: set[str] = set()
    names, actors = refusing(policy), _actors(scenario)
    for at, line in enumerate(script.steps):
        for place, text in _wrong(line, scenario, names, actors, marks):
            yield Problem(script.line(at, *place), text)


def _actors(scenario: Scenario) -> Collection[str]:
    """Whom a script may name: people, and the roles that they hold."""
    return {*scenario.people, *(role.value for person in scenario.people.values() for role in person.roles)}


def _wrong(
    line: ScriptStep, scenario: Scenario, names: Collection[str], actors: Collection[str], marks: set[str]
) -> Iterator[Wrong]:
    """What is wrong with one step; ``marks`` are the ids of marks so far, and grow."""
    if line.by is not None:
        yield from _known(("by",), "person or role", line.by, actors)
    for name, value in line.with_.items():
        try:
            forms.read(line.step, {name: value}, scenario.people)
        except InputError as error:
            yield ("with", name), str(error)
    for number, name in enumerate(line.refused_by):
        yield from _known(("expect", "refused_by", number), "rule or guard", name, names)
    for number, mark in enumerate(line.marks):
        yield from ((("marks", number, *place), text) for place, text in _marked(mark, scenario))
        marks |= {mark.id} if mark.id is not None else set()
    if line.write is not None:
        yield from ((("write", *place), text) for place, text in _written(line, line.write, scenario, marks))


def _marked(mark: ScriptMark, scenario: Scenario) -> Iterator[Wrong]:
    documents: Mapping[str, str] = scenario.texts
    yield from _known(("document",), "document", mark.document, documents)
    if mark.document in documents:
        yield from _standing(mark, documents[mark.document])
    try:
        mark_of(mark.as_, mark.of)
    except InputError as error:
        yield ("as",), str(error)


def _standing(mark: ScriptMark, text: str) -> Iterator[Wrong]:
    """That the words of a mark do not stand in its document once, or that it does not have such lines."""
    if mark.lines is not None:
        first, last = mark.lines
        lines = len(text.splitlines())
        if not 1 <= first <= last <= lines:
            yield ("lines",), f"'{mark.document}' has no lines {first} to {last}. It has {lines}."
    elif (times := len(list(lines_of(mark.text or "", text)))) != 1:
        said = f"stand {times} times" if times else "do not stand"
        yield ("text",), f"these words {said} in '{mark.document}'. Quote words that stand there once."


def _written(line: ScriptStep, write: ScriptWriting, scenario: Scenario, marks: Collection[str]) -> Iterator[Wrong]:
    if line.step not in DECISIONS:
        yield (), f"'{line.step}' decides nothing, so that nothing can be written for it."
        return
    for part, given in (("findings", write.findings), ("relied", write.relied)):
        for element in given:
            yield from _known((part, element), "element", element, vocabulary().element)
    for element, finding in write.findings.items():
        yield from _known(("findings", element), "finding", finding, [*Finding])
    for element, names in write.relied.items():
        for number, name in enumerate(names):
            yield from _known(("relied", element, number), "mark up to here", name, marks)
    for number, name in enumerate(write.mitigation):
        yield from _known(("mitigation", number), "mark up to here", name, marks)
    judged = [one for one in scenario.file.judgement.decisions if one.decision == DECISIONS[line.step]]
    reasons = [reason.id for one in judged for reason in one.reasons]
    for number, name in enumerate(write.chosen):
        yield from _known(("chosen", number), "reason to choose", name, reasons)


def _known(place: Place, kind: str, name: str, known: Collection[str]) -> Iterator[Wrong]:
    if name not in known:
        yield place, f"there is no {kind} '{name}'. {nearest(name, sorted(known))}".strip()
