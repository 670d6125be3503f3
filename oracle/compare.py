"""The explorer and Rumur asked the same: how many positions, and which invariants hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import factorial, prod

from oracle.rumur import Seen, explored
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Dates, Policy, Rules
from sca_flow.states.names import Stage
from sca_flow.states.table import TABLE
from sca_flow.workbench.check import check
from sca_flow.workbench.explore import Found
from sca_flow.workbench.invariants import SHIPPED, Invariant, read_invariants
from sca_flow.workbench.murphi import cover, finishing, model

ON = date(2021, 6, 1)
"""A day on which panels sat."""
ONE_BY_ONE = 5
"""Up to so many members the search that tells them apart is made as well."""


@dataclass(frozen=True)
class Compared:
    """What both say of one policy with a panel of so many members, each as (the explorer's, Rumur's)."""

    policy: str
    members: int
    states: tuple[int, int]
    staying: tuple[int, int]
    """States in the model in which nobody withdraws."""
    one_by_one: tuple[int, int] | None
    """States with the members told apart."""
    verdicts: Mapping[str, tuple[str, str]]
    seconds: tuple[float, float]

    @property
    def disagreements(self) -> Iterator[str]:
        """Everything on which they do not agree, in words."""
        told_apart = {"states, members told apart": self.one_by_one} if self.one_by_one else {}
        counts = {"states": self.states, "states where nobody withdraws": self.staying, **told_apart}
        for what, (ours, theirs) in {**counts, **self.verdicts}.items():
            if ours != theirs:
                yield f"{self.policy}, {self.members} members, {what}: the explorer says {ours}, Rumur says {theirs}."


def compare(variant: str | None, members: int, on: date = ON) -> Compared:
    """Ask both about a policy, the rules as they were or with one variant.

    Raises:
        ValueError: the policy asks for members of several sectors, or the sources leave open what holds on that day.
        RuntimeError: Rumur or gcc refuses the model.
    """
    published = shipped()
    policy = shipped_variants().apply(published, [variant]) if variant else published
    invariants = read_invariants(SHIPPED, policy.sources)
    ours = check(policy, published, invariants, on, members=members)
    if len(ours.searches) > 1:
        raise ValueError(f"The sources leave open what holds on {on}: compare on another day.")
    rules, as_published = _rules(policy, on), _rules(published, on)
    theirs = explored(model(TABLE, rules, members, invariants, as_published))
    ending = explored(finishing(TABLE, rules, members))
    apart = explored(model(TABLE, rules, members), symmetry=False) if members <= ONE_BY_ONE else None
    return Compared(
        variant or "the rules as they were",
        members,
        (ours.states, theirs.states),
        (sum(position.stage != Stage.WITHDRAWN for position in ours.found.order), ending.states),
        (_told_apart(ours.found), apart.states) if apart else None,
        {one.invariant.id: (one.verdict, _verdict(one.invariant, theirs, ending)) for one in ours.judged},
        (ours.seconds, theirs.seconds),
    )


def _rules(policy: Policy, on: date) -> Rules:
    return policy.in_force(Dates.all_on(on)).values


def _told_apart(found: Found) -> int:
    """How many positions there are when every member is somebody: those of one count, in every order."""
    counts = (position.members for position in found.order)
    return sum(factorial(sum(numbers)) // prod(map(factorial, numbers)) for numbers in counts)


def _verdict(invariant: Invariant, theirs: Seen, ending: Seen) -> str:
    """Rumur's verdict, from how often it saw what the model looks out for."""
    if invariant.kind == "can_always_finish":
        return "broken" if ending.violated else "holds"
    if theirs.covers[cover(invariant.id, True)]:
        return "broken"
    return "holds" if theirs.covers[cover(invariant.id, False)] else "vacuous"
