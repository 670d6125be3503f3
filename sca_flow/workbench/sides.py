"""The two sides of a comparison, as they are named: dates, the rules as published, or variants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_flow.errors import InputError
from sca_flow.forms import day
from sca_flow.rules.model import START
from sca_flow.rules.policy import Policy
from sca_flow.rules.variant import Variants
from sca_flow.workbench.basis import Basis, name_of
from sca_flow.workbench.rule_test_files import RULES

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Side:
    """One of the two: a policy and the date it is judged on; ``expected`` is what its variants say they break."""

    policy: Policy
    on: date
    expected: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The side in words."""
        return f"{name_of(self.policy.variants)} on {self.on}"

    @property
    def basis(self) -> Basis:
        """What it rests on."""
        return Basis.of(self.policy, self.on)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return self.basis.as_json()


def sides(a: str, b: str, on: date | None, policy: Policy, variants: Variants, today: date) -> tuple[Side, Side]:
    """The two sides as they were named: each a date, ``rules``, or variants joined by ``+``.

    A variant is judged ``on`` the date given, else on the other side's date, else on the date it asks for.

    Raises:
        InputError: there is no such variant, two that clash, a date given for two dates, or one before the SCA began.
    """
    days = [day(text, "a side") if _DATE.fullmatch(text) else None for text in (a, b)]
    if on is not None and None not in days:
        raise InputError("A date is given for two dates.", do="Leave it out, or name a variant.")
    names = [[] if dated or text == RULES else text.split("+") for text, dated in zip((a, b), days, strict=True)]
    policies = [variants.apply(policy, chosen) for chosen in names]
    asked = [one.judged_on for one in policies if one.judged_on is not None]
    common = on or next((dated for dated in days if dated is not None), None) or max(asked, default=today)
    found = [
        Side(one, dated or common, frozenset(n for name in chosen for n in variants.find(name, policy).expect_break))
        for one, dated, chosen in zip(policies, days, names, strict=True)
    ]
    for side in found:
        since_the_start(side.on)
    return found[0], found[1]


def since_the_start(on: date) -> date:
    """The day, if the SCA decided on it; `InputError` for an earlier one."""
    if on < START:
        raise InputError(f"There is nothing to compare on {on}.", why=f"The SCA decides from {START}.")
    return on
