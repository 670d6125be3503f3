"""The two sides under which a scenario is compared: two policies, or the rules of two dates held still.

The rules of a date that is held still are in force on every day, and the case keeps its own dates.  Moving the case to
the date instead would compare two cases: its documents, working days and assumed days belong to the days on which they
are, and a case that is moved may straddle a change of the rules that it never met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sca_flow.errors import InputError
from sca_flow.forms import day
from sca_flow.journal import MemoryJournal
from sca_flow.rules.policy import Policy
from sca_flow.rules.variant import Variants
from sca_flow.scenario.model import Scenario
from sca_flow.training.attempt import Attempt
from sca_flow.workbench.basis import name_of
from sca_flow.workbench.rule_test_files import RULES
from sca_flow.workbench.sides import since_the_start
from sca_flow.workshop.remembering import Remembering


@dataclass(frozen=True)
class Side:
    """One of the two: a policy, and the day whose rules are held still, if they are."""

    policy: Policy
    on: date | None = None

    @property
    def name(self) -> str:
        """The side in words."""
        return f"the rules of {self.on}, held still" if self.on else name_of(self.policy.variants)

    @property
    def left_open(self) -> tuple[str, ...]:
        """The rules of which the sources do not give the value on the day that is held still."""
        return tuple(rule for rule in self.policy.rules if self.on and len(self.policy.ask(rule, self.on).versions) > 1)

    def begin(self, scenario: Scenario) -> Attempt:
        """An attempt under it; `InputError` when the days that the scenario assumes cannot be assumed."""
        policy = self.policy
        if self.on is not None:
            policy = policy.assuming(scenario.file.assume).held_still(self.on)
            scenario = replace(scenario, file=scenario.file.model_copy(update={"assume": {}}))
        return Attempt.start(scenario, policy, MemoryJournal())

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        on = self.on.isoformat() if self.on else None
        return {"name": self.name, "policy": list(self.policy.variants), "on": on, "held_still": self.on is not None}


def sides(names: Sequence[str], days: Sequence[str], policy: Policy, variants: Variants) -> tuple[Side, Side]:
    """The two sides as they were named: two policies (``rules``, or variants joined by ``+``), or two dates.

    Raises:
        InputError: there are not two of one kind, there is no such variant, or a date is none, or before the SCA began.
    """
    if sorted((len(names), len(days))) != [0, 2]:
        raise InputError(
            "Two policies are compared, or two dates.",
            do=f"Give -p twice, as in -p {RULES} -p no-panel, or --on twice, as in --on 2021-06-01 --on 2023-06-01.",
        )
    policies = [variants.apply(policy, [] if name == RULES else name.split("+")) for name in names]
    found = [Side(Remembering.of(one)) for one in policies]
    found += [Side(Remembering.of(policy), since_the_start(day(text, "--on"))) for text in days]
    return found[0], found[1]
