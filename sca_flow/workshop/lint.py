"""Checking scenarios and courses: everything that is found, over everything that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sca_flow.rules.policy import Policy
from sca_flow.workshop.draft import CourseDraft, Draft, ScenarioDraft
from sca_flow.workshop.finding import REGISTERED, UNREADABLE, Check, Finding, Spot
from sca_flow.workshop.places import COURSE, there, written
from sca_flow.workshop.remembering import Remembering
from sca_flow.workshop.table import checks

MOST = 100
"""So many findings of one check in one file are told: a file that has more is made by no author."""


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
    drafts: dict[Path, Draft] = {}
    nothing: list[Finding] = []
    policy = Remembering.of(policy)
    for path in paths:
        found = list(_drafts(path, policy))
        drafts |= {draft.path.absolute(): draft for draft in found}
        if not found:
            nothing.append(_nothing_at(path))
    given = {(draft.kind, draft.id): draft for draft in drafts.values() if draft.whole}
    for draft in drafts.values():
        draft.given = given
    findings = [finding for draft in drafts.values() for finding in check_one(draft)]
    scenarios = sum(draft.kind == ScenarioDraft.kind for draft in drafts.values())
    return Report(scenarios, len(drafts) - scenarios, [*nothing, *findings])


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


def _drafts(path: Path, policy: Policy) -> Iterator[Draft]:
    for file in written(path):
        yield CourseDraft(file, policy) if file.name == COURSE else ScenarioDraft(file, policy)
