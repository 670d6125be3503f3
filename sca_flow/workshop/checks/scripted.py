"""Whether the scenario's tests can be played."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check
from sca_flow.workshop.scripts import read_test, tests_of


@check(
    "SC014",
    why="A test that cannot be read is not played, and shows nothing.",
    cure="Correct the line: people and documents are named as in the scenario, steps and guards as on their page.",
    note="Whether the tests pass is what `sca-flow scenario test` says.",
    example="""
# tests/too-early.yaml
- {step: decide_cg_positve, by: d-moss, ...}   # decide_cg_positive is meant
""",
)
def unplayable(draft: ScenarioDraft) -> Iterator[Spot]:
    """A test that cannot be read, or names what is not there."""
    for path in tests_of(draft.folder):
        for problem in read_test(path, draft.scenario, draft.policy).problems:
            yield Spot(problem.line, problem.text, str(path))
