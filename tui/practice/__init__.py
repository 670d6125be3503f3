"""The practice case of the tour: a small one, walked in memory to where something is closed by a date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sca_flow.journal import MemoryJournal
from sca_flow.scenario.loader import load
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from tui.tour import TOUR

if TYPE_CHECKING:
    from sca_flow.rules.policy import Policy


def practise(policy: Policy) -> Attempt:
    """The practice case, at conclusive grounds, before the recovery period has passed."""
    scenario = load(Path(__file__).parent, policy)
    names = iter([TOUR])
    count = iter(range(1, 1000))
    attempt = Attempt.start(scenario, policy, MemoryJournal(), ids=lambda: next(names, f"tour {next(count)}"))
    for _ in play(attempt, scenario.file.model):
        pass
    return attempt
