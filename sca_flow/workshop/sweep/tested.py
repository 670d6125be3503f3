"""What the model path and the tests of a scenario walk through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sca_flow.rules.policy import Policy
from sca_flow.workshop.scenario_tests import played
from sca_flow.workshop.scripts import of_scenario
from sca_flow.workshop.sweep.covered import Covered, both, collected, of_history


@dataclass(frozen=True)
class Tests:
    """What the scripts that go as they say cover; ``failed`` do not, and what does not covers nothing."""

    covered: Covered
    scripts: int
    failed: int

    @classmethod
    def of(cls, folder: Path, policy: Policy) -> Tests:
        """Play all of them through the one door."""
        found = [played(one, policy) for one in of_scenario(folder, policy)]
        covered = collected(())
        for one in found:
            if one.outcome == "passed" and one.walked is not None and one.walked.attempt is not None:
                covered = both(covered, of_history(one.walked.attempt.case.history))
        return cls(covered, len(found), sum(one.outcome != "passed" for one in found))
