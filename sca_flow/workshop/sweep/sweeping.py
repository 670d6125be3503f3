"""Sweeping the scenarios that paths name, one report for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sca_flow.errors import FileError, InputError, Problem
from sca_flow.rules.policy import Policy
from sca_flow.scenario.loader import Library, load
from sca_flow.scenario.model import Scenario
from sca_flow.workshop.places import SCENARIO, there, written
from sca_flow.workshop.sweep.randomly import AtRandom
from sca_flow.workshop.sweep.report import Exhaustive

One = Exhaustive | AtRandom
Sweeping = Callable[[Scenario, Path], One]


@dataclass(frozen=True)
class Unread:
    """A file that cannot be read as a scenario, and why."""

    file: str
    problems: Sequence[Problem]

    def lines(self) -> Iterator[str]:
        """It in words."""
        for one in self.problems:
            yield f"ERROR   {one.within(self.file)}"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"file": self.file, "problems": [problem.as_json() for problem in self.problems]}


@dataclass(frozen=True)
class Report:
    """What was found out about each scenario, and what could not be read."""

    swept: Sequence[One]
    unread: Sequence[Unread]
    under: Sequence[str] = ()
    """The scenarios whose endings fall under what was asked for, in words."""

    @property
    def complete(self) -> bool:
        """Whether no limit was reached."""
        return all(one.complete for one in self.swept)

    @property
    def failed(self) -> bool:
        """Whether something was found that is to be mended."""
        return bool(self.under) or any(one.failed for one in self.swept)

    def lines(self) -> Iterator[str]:
        """It in words."""
        for place, one in enumerate([*self.swept, *self.unread]):
            yield from ("",) if place else ()
            yield from one.lines()
        yield from self.under

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "complete": self.complete,
            "scenarios": [one.as_json() for one in self.swept],
            "unreadable": [one.as_json() for one in self.unread],
            "under": list(self.under),
        }


def sweep_all(
    paths: Iterable[str], policy: Policy, sweeping: Sweeping, *, at_least: float | None = None, tested: bool = False
) -> Report:
    """Sweep the scenarios that paths, or ids of those that ship, name; each once.

    ``at_least`` is how many of a hundred endings are asked for: of all, to be reached, or ``tested`` of those reached.

    Raises:
        InputError: ``at_least`` is no share of a hundred.
    """
    if at_least is not None and not 0 <= at_least <= 100:
        raise InputError(f"There are no {at_least:g} of a hundred.", do="Give --fail-under a number from 0 to 100.")
    swept: list[One] = []
    unread: list[Unread] = []
    told: set[Path] = set()
    for file in (one for path in paths for one in _files(path, policy, unread)):
        if file.absolute() in told:
            continue
        told.add(file.absolute())
        try:
            scenario = load(file.parent, policy)
        except FileError as error:
            unread.append(Unread(error.file or str(file), error.problems))
        except InputError as error:
            unread.append(Unread(str(file), [Problem(None, str(error))]))
        else:
            swept.append(sweeping(scenario, file))
    under = [] if at_least is None else [_under(one, at_least, tested=tested) for one in swept]

    return Report(swept, unread, [short for short in under if short])


def _files(path: str, policy: Policy, unread: list[Unread]) -> Sequence[Path]:
    """The scenarios that a path or an id names; where it names none, that is told in ``unread``."""
    found = [file for file in written(Path(path)) if file.name == SCENARIO]
    if not found and not there(Path(path)):
        try:
            folder = Library(policy).find(path).folder
            found = [folder / SCENARIO] if folder is not None else []
        except InputError as error:
            unread.append(
                Unread(path, [Problem(None, f"there is no such folder, and no scenario of that id. {error.do}")])
            )
            return []
    if not found:
        unread.append(
            Unread(path, [Problem(None, f"there is no scenario here. Name a folder that holds '{SCENARIO}'.")])
        )
    return found


def _under(one: One, at_least: float, *, tested: bool) -> str:
    """What falls short of what is asked for, in words; nothing if nothing does."""
    share = one.endings(tested=tested)
    if 100 * len(share.covered) >= at_least * len(share.all):
        return ""
    what = "tested" if tested else "reached"
    return f"{one.scenario}: {share.words} endings {what}, and {at_least:g} % are asked for."
