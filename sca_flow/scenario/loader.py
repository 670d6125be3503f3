"""Reading scenarios and courses from folders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sca_flow.errors import FileError, InputError, Problem, UnknownName, nearest
from sca_flow.reading import Tree, read_text, read_yaml
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import LIBRARY, Course, Scenario, ScenarioFile

SHIPPED = LIBRARY


def load(folder: Path, policy: Policy) -> Scenario:
    """Read one scenario's folder.

    Raises:
        FileError: everything that is wrong with ``scenario.yaml`` or a document, with its line.
    """
    path = folder / "scenario.yaml"
    tree = read_yaml(path)
    file = tree.as_(ScenarioFile)
    texts: dict[str, str] = {}
    problems = list(_problems(tree, file, policy))
    for place, document in enumerate(file.documents):
        inside = (folder / document.file).resolve()
        if not inside.is_relative_to(folder.resolve()):
            problems.append(
                Problem(
                    tree.line(("documents", place, "file")), f"'{document.file}' lies outside the scenario's folder."
                )
            )
        elif not inside.is_file():
            problems.append(Problem(tree.line(("documents", place, "file")), f"there is no file '{document.file}'."))
        else:
            texts[document.id] = read_text(inside)
    if problems:
        raise FileError(str(path), problems)
    return Scenario(file, folder.parent.name, texts, _sha(path, texts), folder.resolve())


def _problems(tree: Tree, file: ScenarioFile, policy: Policy) -> Iterator[Problem]:
    yield from _twice(tree, "people", [person.id for person in file.people])
    yield from _twice(tree, "documents", [document.id for document in file.documents])
    if file.opens is not None and file.opens < file.referral.received:
        yield Problem(tree.line(("opens",)), "the attempt opens before the referral is received.")
    people = {person.id for person in file.people} | {role for person in file.people for role in person.roles}
    for place, step in enumerate(file.model):
        if step.by is not None and step.by not in people:
            yield Problem(
                tree.line(("model", place, "by")), f"there is no person '{step.by}'. {nearest(step.by, people)}"
            )
        for number, source in enumerate(step.sources):
            if source not in policy.sources:
                where = tree.line(("model", place, "sources", number))
                yield Problem(where, f"there is no source '{source}'. {nearest(source, policy.sources)}")
    try:
        policy.assuming(file.assume)
    except InputError as error:
        yield Problem(tree.line(("assume",)), str(error))


def _twice(tree: Tree, key: str, ids: list[str]) -> Iterator[Problem]:
    for place, name in enumerate(ids):
        if name in ids[:place]:
            yield Problem(tree.line((key, place, "id")), f"'{name}' appears twice among the {key}.")


def _sha(path: Path, texts: Mapping[str, str]) -> str:
    written = {"scenario": path.read_text(encoding="utf-8"), "documents": texts}
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def _id_in(folder: Path) -> str | None:
    """The id that a folder's scenario gives itself; None when it cannot be read."""
    try:
        written = read_yaml(folder / "scenario.yaml").value
    except FileError:
        return None
    return written.get("id") if isinstance(written, dict) else None


class Library:
    """The courses and scenarios of a folder: one folder a course, one folder in it a scenario."""

    def __init__(self, policy: Policy, root: Path = SHIPPED) -> None:
        self.policy, self.root = policy, root

    def courses(self) -> list[Course]:
        """The courses, by id."""
        return [read_yaml(path).as_(Course) for path in sorted(self.root.glob("*/course.yaml"))]

    def scenarios(self) -> list[Scenario]:
        """Every scenario, in the order its course gives."""
        found = []
        for course in self.courses():
            found += [self.find(name) for name in course.order]
        return found

    def find(self, name: str) -> Scenario:
        """A scenario by id, or by the path of a folder that holds one; `UnknownName` when there is none."""
        known = {path.parent.name: path.parent for path in self.root.glob("*/*/scenario.yaml")}
        if name in known:
            return load(known[name], self.policy)
        for folder in known.values():  # a folder may be called otherwise than its scenario
            if _id_in(folder) == name:
                return load(folder, self.policy)
        if (Path(name) / "scenario.yaml").is_file():
            return load(Path(name), self.policy)
        raise UnknownName("scenario", name, known)
