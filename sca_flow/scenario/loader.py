"""Reading scenarios and courses from folders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sca_flow.errors import FileError, InputError, Problem, UnknownName
from sca_flow.reading import Tree, read_text, read_yaml
from sca_flow.rules.policy import Policy
from sca_flow.scenario import references
from sca_flow.scenario.inside import inside
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
    problems: list[Problem] = []
    for place, document in enumerate(file.documents):
        try:
            texts[document.id] = read_text(inside(folder, document.file))
        except FileError:
            raise
        except InputError as error:
            problems.append(Problem(tree.line(("documents", place, "file")), error.what))
    problems += _problems(tree, file, texts, policy)
    if problems:
        raise FileError(str(path), problems)
    return Scenario(file, folder.parent.name, texts, _sha(path, texts), folder.resolve())


def _problems(tree: Tree, file: ScenarioFile, texts: Mapping[str, str], policy: Policy) -> Iterator[Problem]:
    if file.opens is not None and file.opens < file.referral.received:
        yield Problem(tree.line(("opens",)), "the attempt opens before the referral is received.")
    yield from references.problems(tree, file, texts, policy)
    try:
        policy.assuming(file.assume)
    except InputError as error:
        yield Problem(tree.line(("assume",)), str(error))


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
