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
from sca_flow.scenario.formats import fit
from sca_flow.scenario.inside import inside
from sca_flow.scenario.model import LIBRARY, Course, Scenario, ScenarioFile

SHIPPED = LIBRARY

MOST_TEXT = 20_000_000
"""How many characters all documents of a scenario may hold together."""


def load(folder: Path, policy: Policy) -> Scenario:
    """Read one scenario's folder.

    Raises:
        FileError: everything that is wrong with ``scenario.yaml`` or a document, with its line.
    """
    path = folder / "scenario.yaml"
    tree = _tree(path)
    file = fit(tree, ScenarioFile)
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    length = 0
    for place, document in enumerate(file.documents):
        try:
            texts[document.id] = read_text(inside(folder, document.file))
            length += len(texts[document.id])
            if length > MOST_TEXT:
                line = tree.line(("documents", place, "file"))
                raise FileError(str(path), [Problem(line, "the documents hold more than 20 MB together.")])
        except FileError:
            raise
        except InputError as error:
            problems.append(Problem(tree.line(("documents", place, "file")), error.what))
    problems += _problems(tree, file, texts, policy)
    if problems:
        raise FileError(str(path), problems)
    return Scenario(file, folder.parent.name, texts, _sha(path, texts), folder.resolve())


def load_course(folder: Path) -> Course:
    """Read a course's ``course.yaml``; `FileError` with everything that is wrong with it."""
    return fit(_tree(folder / "course.yaml"), Course)


def _tree(path: Path) -> Tree:
    """What a YAML file says, which must lie where it seems to: no link out of its folder, no pipe and no device."""
    try:
        inside(path.parent, path.name)
    except InputError as error:
        raise FileError(str(path), [Problem(None, error.what)]) from None
    return read_yaml(path)


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
        return [load_course(path.parent) for path in sorted(self.root.glob("*/course.yaml"))]

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
        if _is_folder_of_one(Path(name)):
            return load(Path(name), self.policy)
        raise UnknownName("scenario", name, known)


def _is_folder_of_one(folder: Path) -> bool:
    try:
        return (folder / "scenario.yaml").is_file()
    except (OSError, ValueError):  # what no path can be: too long, or with a character that no name may hold
        return False
