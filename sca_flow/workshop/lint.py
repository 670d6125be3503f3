"""Checking scenarios and courses: everything that is found, over everything that is there."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Course
from sca_flow.workshop.draft import CourseDraft, Draft, ScenarioDraft
from sca_flow.workshop.finding import REGISTERED, UNREADABLE, Check, Finding, Spot
from sca_flow.workshop.places import COURSE, there, written
from sca_flow.workshop.remembering import Remembering
from sca_flow.workshop.table import checks

MOST = 100
"""So many findings of one check in one file are told: a file that has more is made by no author."""
SELDOM = 100_000
"""So many objects are made until Python looks for rings of them: a check makes many objects, and hardly a ring."""


@dataclass(frozen=True)
class Report:
    """What was checked, and what was found, file by file and line by line."""

    scenarios: int
    courses: int
    findings: Sequence[Finding]

    @property
    def unreadable(self) -> bool:
        """Whether something could not be read at all."""
        return any(one.check.code == UNREADABLE for one in self.findings)

    def lines(self) -> Iterator[str]:
        """As people read it."""
        for one in self.findings:
            yield from one.lines()
        parts = [(self.scenarios, "scenario"), (self.courses, "course"), (len(self.findings), "finding")]
        yield ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for number, name in parts) + "."

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        found = [one.as_json() for one in self.findings]
        return {"scenarios": self.scenarios, "courses": self.courses, "findings": found}


def lint(paths: Iterable[Path], policy: Policy) -> Report:
    """Check the scenarios and courses that paths name: their folders, or a folder of many."""
    often = gc.get_threshold()
    gc.set_threshold(SELDOM, *often[1:])
    try:
        return _Round(Remembering.of(policy)).over(paths)
    finally:
        gc.set_threshold(*often)


class _Round:
    """One check of many.

    A scenario is let go of when it is checked, so that the last of many costs what the first did; a course waits until
    it is known what is checked with it.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.findings: dict[Path, Sequence[Finding]] = {}
        self.courses: dict[Path, CourseDraft] = {}
        self.given: dict[tuple[str, str], Course | None] = {}

    def over(self, paths: Iterable[Path]) -> Report:
        nothing = [_nothing_at(path) for path in paths if not self._checked(path)]
        for place, course in self.courses.items():
            course.given = self.given
            self.findings[place] = check_one(course)
        scenarios = len(self.findings) - len(self.courses)
        return Report(scenarios, len(self.courses), [*nothing, *chain.from_iterable(self.findings.values())])

    def _checked(self, path: Path) -> bool:
        """Check what lies under a path; whether something does."""
        found = {file.absolute(): file for file in written(path)}
        for place, file in found.items():
            if place not in self.findings:
                self.findings[place] = self._course(place, file) if file.name == COURSE else self._scenario(file)
        return bool(found)

    def _scenario(self, file: Path) -> Sequence[Finding]:
        draft = ScenarioDraft(file, self.policy)
        self.given |= {(draft.kind, draft.id): None} if draft.whole else {}
        return check_one(draft)

    def _course(self, place: Path, file: Path) -> Sequence[Finding]:
        draft = self.courses[place] = CourseDraft(file, self.policy)
        self.given |= {(draft.kind, draft.id): draft.file} if draft.whole else {}
        return ()  # later


def check_one(draft: Draft) -> list[Finding]:
    """What all checks find in one draft, in the order of its lines."""
    fitting = [check for check in checks() if check.of in ("any", draft.kind) and (draft.whole or not check.whole)]
    found = [_finding(check, spot, draft) for check in fitting for spot in islice(check.run(draft), MOST)]
    return sorted(found, key=lambda one: (one.file != str(draft.path), one.file, one.line or 0, one.check.code))


def _finding(check: Check, spot: Spot, draft: Draft) -> Finding:
    return Finding(check, spot.file or str(draft.path), spot.line, spot.what, spot.cure or check.cure)


def _nothing_at(path: Path) -> Finding:
    checks()
    what = "there is no scenario here." if there(path) else "there is no such folder."
    return Finding(REGISTERED[UNREADABLE], str(path), None, what, "Name a folder that holds 'scenario.yaml', or many.")
