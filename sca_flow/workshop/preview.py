"""Previewing a scenario while it is written: how it is begun, begun again on a new text, and seen to have changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

from sca_flow.errors import FileError, InputError, UnknownName, nearest
from sca_flow.journal import MemoryJournal
from sca_flow.rules.policy import Policy
from sca_flow.scenario.loader import Library, load
from sca_flow.scenario.model import Scenario, ScriptStep
from sca_flow.states.names import Stage
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.lint import check_one
from sca_flow.workshop.recording import recorded

FILE = "scenario.yaml"
MOST_FILES = 1_000
"""So many files of a folder are watched."""
DEEPEST = 3

Stamp = tuple[tuple[str, int, int], ...]
"""Of each file its path, when it was last changed (in nanoseconds), and its size in bytes."""


class Folder(Library):
    """A library of one folder: whatever is asked for, it is read anew from there."""

    def __init__(self, policy: Policy, folder: Path) -> None:
        super().__init__(policy)
        self.folder = folder

    def find(self, name: str) -> Scenario:
        """The scenario as it stands now; `FileError` with everything that is wrong with it."""
        return load(self.folder, self.policy)


@dataclass(frozen=True)
class Stop:
    """Where steps that were taken before cannot be taken any more: the number of the step, counted from 1, and why."""

    at: int
    of: int
    step: str
    why: str

    def __str__(self) -> str:
        return f"Stopped at step {self.at} of {self.of}, “{self.step}”: {self.why}"


def folder_of(name: str, policy: Policy) -> Path:
    """The folder of a scenario, by path or by id; it need not be readable. `UnknownName` when there is none."""
    path = Path(name)
    path = path.parent if path.name == FILE else path
    try:
        if (path / FILE).is_file():
            return path.resolve()
        found = Library(policy).find(name)
    except (OSError, ValueError):  # a name that none can be
        raise UnknownName("scenario", name[:80], ()) from None
    assert found.folder is not None
    return found.folder


def stage_named(name: str) -> Stage:
    """A stage by id; `UnknownName` with the nearest when there is none."""
    if name not in list(Stage):
        raise UnknownName("stage", name, [*Stage])
    return Stage(name)


def up_to(scenario: Scenario, policy: Policy, stage: Stage) -> Sequence[ScriptStep]:
    """The steps of the model path until the case first comes to a stage.

    Raises:
        InputError: the model path never comes there, or stops before.
    """
    attempt = Attempt.start(scenario, policy, MemoryJournal())
    seen = [attempt.case.stage]
    model = scenario.file.model
    for taken in range(len(model) + 1):
        if attempt.case.stage == stage:
            return model[:taken]
        if taken < len(model) and (stop := replay(attempt, model[taken : taken + 1])) is not None:
            raise InputError(
                f"The model path does not come to '{stage}': it stops at step {taken + 1}.",
                why=stop.why,
                do=f"Mend it first, or begin at one of: {', '.join(seen)}.",
            )
        seen += [attempt.case.stage] if attempt.case.stage not in seen else []
    close = nearest(stage, seen)
    do = close if close.startswith("Did") else "Begin at one of those, or have the model path go there."
    why = f"It comes to: {', '.join(seen)}."
    raise InputError(f"The model path never comes to '{stage}'.", why=why, do=do)


def begins(folder: Path, policy: Policy, stage: Stage | None) -> int | None:
    """With how many steps a preview begins; None where the scenario cannot be read, which it then shows.

    Raises:
        InputError: the model path never comes to the stage.
    """
    try:
        scenario = Folder(policy, folder).find("")
    except FileError:
        return None
    return len(up_to(scenario, policy, stage)) if stage else 0


def replay(attempt: Attempt, steps: Sequence[ScriptStep]) -> Stop | None:
    """Take steps again as far as they go; where they stop, and why, if they do."""
    marks: dict[str, int] = {}
    for number, line in enumerate(steps, start=1):
        try:
            surprise = next((one for one in play(attempt, [line], marks) if one.surprise), None)
        except InputError as error:
            return Stop(number, len(steps), line.step.caption, str(error))
        if surprise is not None:
            reasons = (reason.text for reason in surprise.result.reasons)
            return Stop(number, len(steps), line.step.caption, " ".join([surprise.surprise, *reasons]))
    return None


def steps_of(attempt: Attempt) -> Sequence[ScriptStep]:
    """The steps taken in an attempt so far, with its marks and what was written, as a script."""
    try:
        recording = recorded(attempt.journal, attempt.id)
    except InputError:  # nothing was done yet
        return ()
    return TypeAdapter(tuple[ScriptStep, ...]).validate_python(recording.steps)


def problems(folder: Path, policy: Policy, error: InputError) -> Sequence[str]:
    """What keeps a folder from being read, line by line: file and line, why, cure."""
    findings = check_one(ScenarioDraft(folder / FILE, policy)) if isinstance(error, FileError) else []
    wrong = [line for one in findings if one.check.severity == "error" for line in one.lines()]
    return [line.replace(f"{folder}{os.sep}", "") for line in wrong or str(error).splitlines()]


def stamp(folder: Path) -> Stamp:
    """By what a folder is seen to have changed: its files, when each was changed and how long it is."""
    return tuple(sorted(islice(_files(folder, DEEPEST), MOST_FILES)))


def _files(folder: Path, deep: int) -> Iterator[tuple[str, int, int]]:
    """The files of a folder and of those in it; links are not followed, and hidden ones not looked at."""
    try:
        with os.scandir(folder) as found:
            for one in found:
                if one.name.startswith("."):
                    continue
                if one.is_dir(follow_symlinks=False):
                    yield from _files(Path(one.path), deep - 1) if deep else ()
                else:
                    about = one.stat(follow_symlinks=False)
                    yield one.path, about.st_mtime_ns, about.st_size
    except OSError:  # gone while it was looked at: the next look tells
        return
