"""What a scenario's parts name of each other: whatever is not there is a problem with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sca_flow.errors import Problem, nearest
from sca_flow.reading import Tree
from sca_flow.rules.policy import Policy
from sca_flow.scenario.judgement import Judgement
from sca_flow.scenario.model import ScenarioFile
from sca_flow.states.names import Step, form
from sca_flow.states.table import TABLE

Place = tuple[str | int, ...]
_REFUSING = {"stage", *(name for row in TABLE.rows for guard in row.guards for name in (guard.id, *guard.rules))}


def problems(tree: Tree, file: ScenarioFile, texts: Mapping[str, str], policy: Policy) -> Iterator[Problem]:
    """Everything that is named and is not there, named twice, or does not fit."""
    yield from twice(tree, file)
    yield from unknown(tree, file, policy)
    yield from misquoted(tree, file.judgement, texts)


def twice(tree: Tree, file: ScenarioFile) -> Iterator[Problem]:
    """Ids that appear twice among their like."""
    judgement = file.judgement
    yield from _twice(tree, ("people",), [person.id for person in file.people])
    yield from _twice(tree, ("documents",), [document.id for document in file.documents])
    yield from _twice(tree, ("incidents",), [incident.id for incident in file.incidents])
    for part in ("passages", "mistakes"):
        yield from _twice(tree, ("judgement", part), [one.id for one in getattr(judgement, part)])
    for at, decided in enumerate(judgement.decisions):
        yield from _twice(tree, ("judgement", "decisions", at, "reasons"), [one.id for one in decided.reasons])


def unknown(tree: Tree, file: ScenarioFile, policy: Policy) -> Iterator[Problem]:
    """Names of what is not there."""
    for place, found in _named(file):
        yield from _known(tree, place, *found)
    for place, name in _sources(file):
        yield from _known(tree, place, "source", name, policy.sources)


Named = tuple[str, str, Collection[str]]


def _named(file: ScenarioFile) -> Iterator[tuple[Place, Named]]:
    """Every name, where it stands, what it is the name of, and those that there are."""
    people = {person.id for person in file.people} | {role for person in file.people for role in person.roles}
    documents = [document.id for document in file.documents]
    judgement = file.judgement
    for at, step in enumerate(file.model):
        if step.by is not None:
            yield ("model", at, "by"), ("person", step.by, people)
    for at, incident in enumerate(file.incidents):
        yield ("incidents", at, "by"), ("person", incident.by, [person.id for person in file.people])
    for at, chair in enumerate(file.chairs):
        yield ("chairs", at), ("person", chair, [person.id for person in file.people])
    for at, document in enumerate(file.documents):
        if document.answers is not None:
            yield ("documents", at, "answers"), ("kind of source", document.answers, askable())
    for at, passage in enumerate(judgement.passages):
        yield ("judgement", "passages", at, "document"), ("document", passage.document, documents)
    for at, whom in enumerate(judgement.asked):
        yield ("judgement", "asked", at), ("kind of source", whom, askable())
    yield from _named_by_decisions(judgement)
    yield from _named_by_mistakes(judgement)


def _named_by_decisions(judgement: Judgement) -> Iterator[tuple[Place, Named]]:
    passages = [passage.id for passage in judgement.passages]
    for place, judged in enumerate(judgement.decisions):
        for at, reason in enumerate(judged.reasons):
            for number, name in enumerate(reason.passages):
                where = ("judgement", "decisions", place, "reasons", at, "passages", number)
                yield where, ("passage", name, passages)


def _named_by_mistakes(judgement: Judgement) -> Iterator[tuple[Place, Named]]:
    reasons = [reason.id for judged in judgement.decisions for reason in judged.reasons]
    for at, mistake in enumerate(judgement.mistakes):
        where, when = ("judgement", "mistakes", at, "when"), mistake.when
        if when.chosen is not None:
            yield (*where, "chosen"), ("reason", when.chosen, reasons)
        if when.not_asked is not None:
            yield (*where, "not_asked"), ("kind of source", when.not_asked, askable())
        for number, name in enumerate(when.by):
            yield (*where, "by", number), ("rule or guard", name, _REFUSING)


def _sources(file: ScenarioFile) -> Iterator[tuple[Place, str]]:
    """Every source that is named, and where."""
    judgement = file.judgement
    parts: list[tuple[Place, Sequence[str]]] = [(("model", at), step.sources) for at, step in enumerate(file.model)]
    parts += [(("judgement", "passages", at), one.sources) for at, one in enumerate(judgement.passages)]
    parts += [(("judgement", "mistakes", at), one.sources) for at, one in enumerate(judgement.mistakes)]
    parts += [
        (("judgement", "decisions", place, "reasons", at), reason.sources)
        for place, judged in enumerate(judgement.decisions)
        for at, reason in enumerate(judged.reasons)
    ]
    return (((*where, "sources", number), name) for where, names in parts for number, name in enumerate(names))


def misquoted(tree: Tree, judgement: Judgement, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Passages whose words do not stand in their document exactly once."""
    runs: dict[str, str] = {}  # each text once, without its line breaks
    for at, passage in enumerate(judgement.passages):
        if passage.document in texts:
            text = texts[passage.document]
            runs[text] = runs.get(text) or " ".join(text.split())
            found = runs[text].count(" ".join(passage.text.split()))
            if found != 1:
                where = tree.line(("judgement", "passages", at, "text"))
                said = "do not stand in" if not found else f"stand {found} times in"
                yield Problem(where, f"the words of passage '{passage.id}' {said} '{passage.document}'.")


def _known(tree: Tree, place: Place, kind: str, name: str, known: Collection[str]) -> Iterator[Problem]:
    if name not in known:
        yield Problem(tree.line(place), f"there is no {kind} '{name}'. {nearest(name, sorted(set(known)))}")


def _twice(tree: Tree, place: Place, ids: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, name in enumerate(ids):
        if name in seen:
            yield Problem(tree.line((*place, at, "id")), f"'{name}' appears twice among the {place[-1]}.")
        seen.add(name)


def askable() -> tuple[str, ...]:
    """Of whom information can be asked."""
    return next(field.choices for field in form(Step.REQUEST_INFORMATION) if field.name == "of")
