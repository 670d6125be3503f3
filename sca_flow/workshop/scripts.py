"""The scripts of a scenario: its model path, and its tests in the folder ``tests``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sca_flow.errors import FileError, InputError, Problem
from sca_flow.reading import read_yaml
from sca_flow.rules.policy import Policy
from sca_flow.scenario.inside import inside
from sca_flow.scenario.loader import load
from sca_flow.scenario.model import Scenario
from sca_flow.scenario.script import Script, problems
from sca_flow.workshop.places import SCENARIO, there, written
from sca_flow.workshop.walked import MOST_STEPS

FOLDER = "tests"
MODEL = "model path"
"""How the model path is named among the tests."""
MOST_TESTS = 1_000
"""So many tests of one scenario are read."""


@dataclass(frozen=True)
class ToPlay:
    """A script to play, or why it cannot be read: the model path, a test, or a scenario that cannot be read itself."""

    name: str
    file: Path
    scenario: Scenario | None = None
    script: Script | None = None
    problems: Sequence[Problem] = ()

    @property
    def of_model(self) -> bool:
        """Whether it is the model path, which stands in the scenario's own file."""
        return self.file.name == SCENARIO

    def complaints(self) -> Iterator[str]:
        """What keeps it from being played, in words."""
        for problem in self.problems:
            yield f"ERROR   {problem.within(self.file)}"

    def problems_as_json(self) -> list[dict[str, object]]:
        """The same, as plain values."""
        return [problem.as_json() for problem in self.problems]


def to_play(paths: Iterable[Path], policy: Policy) -> Iterator[ToPlay]:
    """The scripts that paths name: a scenario's folder, a course's, a folder of many, of tests, or a test's file."""
    told: set[Path] = set()
    for path in paths:
        found = list(_named(path, policy))
        if not found:
            what = "there is no scenario here." if there(path) else "there is no such file or folder."
            found = [
                ToPlay(path.name, path, problems=[Problem(None, f"{what} Name a folder that holds '{SCENARIO}'.")])
            ]
        for one in found:
            if (place := one.file.absolute()) not in told:
                told.add(place)
                yield one


def _named(path: Path, policy: Policy) -> Iterator[ToPlay]:
    if path.suffix == ".yaml" and path.name != SCENARIO and there(path.parent.parent / SCENARIO):
        yield from of_scenario(path.parent.parent, policy, [path])
    elif path.name == FOLDER and there(path.parent / SCENARIO):
        yield from of_scenario(path.parent, policy, tests_of(path.parent))
    else:
        for file in written(path):
            if file.name == SCENARIO:
                yield from of_scenario(file.parent, policy)


def of_scenario(folder: Path, policy: Policy, only: Sequence[Path] | None = None) -> Iterator[ToPlay]:
    """The model path and the tests of one scenario, or ``only`` some of its tests."""
    model = model_path(folder, policy)
    if only is None or model.scenario is None:
        yield model
    if model.scenario is not None:
        for path in tests_of(folder) if only is None else only:
            yield read_test(path, model.scenario, policy)


def model_path(folder: Path, policy: Policy) -> ToPlay:
    """The model path of a scenario, or everything that keeps the scenario from being read."""
    file = folder / SCENARIO
    try:
        scenario = load(folder, policy)
        script = Script(read_yaml(file), scenario.file.model, ("model",))
    except FileError as error:
        return ToPlay(MODEL, Path(error.file or file), problems=error.problems)
    return ToPlay(MODEL, file, scenario, script)


def tests_of(folder: Path) -> list[Path]:
    """The files of a scenario's tests, by name; those that are hidden are left out."""
    try:
        names = sorted(islice((folder / FOLDER).glob("[!.]*.yaml"), MOST_TESTS))
    except OSError:
        return []
    return names


def read_test(path: Path, scenario: Scenario, policy: Policy) -> ToPlay:
    """A test of a scenario's, with everything that keeps it from being played."""
    try:
        script = Script.read(inside(path.parent.parent, f"{path.parent.name}/{path.name}"))
    except FileError as error:
        return ToPlay(path.stem, path, scenario, problems=error.problems)
    except InputError as error:
        return ToPlay(path.stem, path, scenario, problems=[Problem(None, error.what)])
    found = sorted(_wrong(script, scenario, policy), key=lambda problem: problem.line or 0)
    return ToPlay(path.stem, path, scenario, script, found)


def _wrong(script: Script, scenario: Scenario, policy: Policy) -> Iterator[Problem]:
    if not script.steps:
        yield Problem(1, "there are no steps in it: a test is a list of steps.")
    if len(script.steps) > MOST_STEPS:
        yield Problem(script.line(MOST_STEPS), f"a test of more than {MOST_STEPS:,} steps is not played.")
    yield from problems(script, scenario, policy)
