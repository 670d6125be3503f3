"""What a folder that is packed or was unpacked holds: one scenario, or one course with its scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sca_flow.errors import InputError, nearest
from sca_flow.rules.policy import Policy
from sca_flow.scenario.loader import load, load_course
from sca_flow.scenario.model import Scenario
from sca_flow.workshop.packs.verifying import lines_of
from sca_flow.workshop.places import COURSE, SCENARIO, there


@dataclass
class Contents:
    """A folder's scenarios by the names of their folders in it ('.' for itself), and what cannot be loaded."""

    kind: Literal["scenario", "course"]
    id: str = ""
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    errors: list[InputError] = field(default_factory=list)
    """Why a file cannot be loaded."""
    amiss: list[str] = field(default_factory=list)
    """What does not fit together."""

    @property
    def problems(self) -> list[str]:
        """Everything that is wrong, in lines."""
        return [*(line for error in self.errors for line in lines_of(error)), *self.amiss]

    @property
    def ids(self) -> dict[str, str]:
        """The ids of the scenarios, by folder."""
        return {name: scenario.id for name, scenario in self.scenarios.items()}


def contents(folder: Path, policy: Policy) -> Contents:
    """Load everything that a folder holds; what is wrong stands in the ``problems``."""
    if not there(folder / COURSE):
        found = Contents("scenario")
        _load(folder, ".", found, policy)
        found.id = found.ids.get(".", "")
        return found
    found = Contents("course")
    names = sorted(_folders(folder))
    for name in names:
        _load(folder / name, name, found, policy)
    try:
        course = load_course(folder)
        found.id = course.id
        found.amiss += _unheld(course.order, [*names, *found.ids.values()])
    except InputError as error:
        found.errors.append(error)
    if there(folder / SCENARIO):
        found.amiss.append(f"there is a '{COURSE}' and a '{SCENARIO}' in one folder: it is a course or a scenario.")
    return found


def _load(folder: Path, name: str, found: Contents, policy: Policy) -> None:
    try:
        found.scenarios[name] = load(folder, policy)
    except InputError as error:
        found.errors.append(error)


def _folders(folder: Path) -> Iterator[str]:
    """The folders of the scenarios of a course."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and not path.name.startswith(".") and there(path / SCENARIO):
            yield path.name


def _unheld(order: tuple[str, ...], names: list[str]) -> Iterator[str]:
    return (
        f"'{COURSE}' names '{name}', and there is none. {nearest(name, names)}" for name in order if name not in names
    )
