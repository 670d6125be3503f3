"""Routes: which of two rows a step takes.  A route never refuses.

For one stage and step the routes exclude each other and leave nothing out; `checks` proves it over `WITNESSES`, so a
route reads nothing of a position but its draft, its round and whether the case was transferred.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from sca_flow.rules.model import Decision
from sca_flow.rules.policy import Rules
from sca_flow.states.guards import no
from sca_flow.states.position import Position


@dataclass(frozen=True, slots=True)
class When:
    """A named route."""

    id: str
    says: str
    test: Callable[[Position, Rules], bool]
    rules: tuple[str, ...] = ()
    comes_up: Callable[[Rules], bool] = lambda rules: True
    """Whether a case can come to where the route begins at all, under these rules."""

    def possible(self, rules: Rules) -> bool:
        """Whether the route can be taken at all under these rules."""
        return self.comes_up(rules) and any(self.test(position, rules) for position in WITNESSES)


WITNESSES = tuple(
    Position(draft=draft, transferred=transferred, round=round_)
    for draft, transferred, round_ in product((Decision.CG_NEGATIVE, Decision.RG_NEGATIVE), (False, True), (0, 1))
)
"""Every combination of what routes read."""

_PANEL = ("panel.in_force", "panel.reviews", "panel.covers_transferred", "panel.fresh_negative_returns")
_REVIEW = ("second_review.required_for",)


def panel_due(decision: Decision, p: Position, r: Rules) -> bool:
    """Whether a negative of this kind goes to a panel."""
    if not r.panel_in_force or decision not in r.panel_reviews:
        return False
    covered = r.panel_covers_transferred or no(p.transferred)
    comes_back = r.panel_fresh_negative_returns or p.round == 0
    return covered & comes_back


def _review_due(decision: Decision, r: Rules) -> bool:
    return decision in r.second_review_required_for


RG, CG = Decision.RG_NEGATIVE, Decision.CG_NEGATIVE

ALWAYS = When("always", "always", lambda p, r: True)
CG_PANEL_DUE = When("panel_due", "a panel is in force for the case", lambda p, r: panel_due(CG, p, r), _PANEL)
NO_CG_PANEL_DUE = When(
    "no_panel_due", "no panel is in force for the case", lambda p, r: no(panel_due(CG, p, r)), _PANEL
)
RG_PANEL_DUE = When("panel_due", "a panel is in force for the case", lambda p, r: panel_due(RG, p, r), _PANEL)
NO_RG_PANEL_DUE = When(
    "no_panel_due", "no panel is in force for the case", lambda p, r: no(panel_due(RG, p, r)), _PANEL
)
ABOUT_CG = When("about_cg", "the draft is a negative conclusive grounds decision", lambda p, r: no(p.draft == RG))
ABOUT_RG = When(
    "about_rg",
    "the draft is a negative reasonable grounds decision (where panels review those)",
    lambda p, r: p.draft == RG,
    comes_up=lambda r: RG in r.panel_reviews,
)

CG_SECOND_REVIEW = When("second_review", "a second pair of eyes is required", lambda p, r: _review_due(CG, r), _REVIEW)
NO_CG_SECOND_REVIEW_PANEL = When(
    "no_second_review_panel_due",
    "no second pair of eyes is required, and a panel is in force for the case",
    lambda p, r: no(_review_due(CG, r)) & panel_due(CG, p, r),
    (*_REVIEW, *_PANEL),
)
NO_CG_SECOND_REVIEW_NO_PANEL = When(
    "no_second_review_no_panel_due",
    "neither a second pair of eyes nor a panel is required",
    lambda p, r: no(_review_due(CG, r)) & no(panel_due(CG, p, r)),
    (*_REVIEW, *_PANEL),
)
RG_SECOND_REVIEW = When("second_review", "a second pair of eyes is required", lambda p, r: _review_due(RG, r), _REVIEW)
NO_RG_SECOND_REVIEW_PANEL = When(
    "no_second_review_panel_due",
    "no second pair of eyes is required, and a panel is in force for the case",
    lambda p, r: no(_review_due(RG, r)) & panel_due(RG, p, r),
    (*_REVIEW, *_PANEL),
)
NO_RG_SECOND_REVIEW_NO_PANEL = When(
    "no_second_review_no_panel_due",
    "neither a second pair of eyes nor a panel is required",
    lambda p, r: no(_review_due(RG, r)) & no(panel_due(RG, p, r)),
    (*_REVIEW, *_PANEL),
)
