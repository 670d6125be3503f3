"""The closed vocabulary in which invariants are said: facts about a step and the position it is taken from.

Invariants are a second voice on purpose: where they speak of the quorum they count for themselves, from the number that
was published, and do not ask the guards they are there to watch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, model_validator

from sca_flow.rules.model import Decision
from sca_flow.rules.policy import Rules
from sca_flow.states.guards import NO_REQUEST
from sca_flow.states.names import Status
from sca_flow.states.position import Outcome, Position, Reviewed, in_status
from sca_flow.states.routes import panel_due
from sca_flow.workbench.explore import Edge


class Sight(NamedTuple):
    """What an invariant looks at: an edge, or a position alone, beside the rules as published on that date."""

    position: Position
    rules: Rules
    published: Rules
    edge: Edge | None = None


def _quorate_as_published(sight: Sight) -> bool:
    p, rules = sight.position, sight.published
    others = in_status(p.members, Status.PRESENT)
    return (
        p.chair == Status.PRESENT or not rules.quorum_chair_required
    ) and others >= rules.quorum_members_besides_chair


def _needs_the_conflicted(sight: Sight) -> bool:
    members = sight.position.members
    needed = sight.rules.quorum_members_besides_chair
    return bool(in_status(members, Status.CONFLICTED)) and in_status(members, Status.PRESENT) < needed


def _edge(read: Callable[[Edge], Any]) -> Callable[[Sight], Any]:
    return lambda sight: read(sight.edge) if sight.edge is not None else None


FACTS: Mapping[str, Callable[[Sight], Any]] = {
    "stage": lambda s: s.position.stage.value,
    "end": lambda s: s.position.stage.end,
    "suspended": lambda s: s.position.suspended,
    "child": lambda s: s.position.child,
    "adult": lambda s: not s.position.child or s.position.turned_18,
    "transferred": lambda s: s.position.transferred,
    "draft": lambda s: s.position.draft.value if s.position.draft else "none",
    "reviewed": lambda s: s.position.reviewed.value,
    "outcome": lambda s: s.position.outcome.value,
    "assured": lambda s: s.position.outcome != Outcome.NONE and s.position.outcome_quorate,
    "round": lambda s: s.position.round,
    "pending": lambda s: s.position.pending != NO_REQUEST,
    "recovery_passed": lambda s: s.position.recovery_passed,
    "chair": lambda s: s.position.chair.value if s.position.chair else "none",
    "present": lambda s: in_status(s.position.members, Status.PRESENT),
    "conflicted": lambda s: in_status(s.position.members, Status.CONFLICTED),
    "fit_for_panel": lambda s: s.position.draft == Decision.CG_NEGATIVE and s.position.reviewed == Reviewed.BY_ANOTHER,
    "panel_due": lambda s: panel_due(Decision.CG_NEGATIVE, s.position, s.rules),
    "panels_published": lambda s: s.published.panel_in_force,
    "quorate_as_published": _quorate_as_published,
    "needs_the_conflicted": _needs_the_conflicted,
    "step": _edge(lambda e: e.step.value),
    "to": _edge(lambda e: e.after.stage.value),
    "moves": _edge(lambda e: e.before.stage != e.after.stage),
    "role": _edge(lambda e: e.attempt.role.value),
    "drafted": _edge(lambda e: e.attempt.drafted),
    "decision_changed": _edge(lambda e: e.before.draft != e.after.draft),
}
"""Every fact by the name under which an invariant may ask for it."""

OF_TRY = {"role": "role", "drafted": "drafted"}
"""The facts that depend on who acts, and the field of a try that each reads."""


class Not(BaseModel):
    """Any value but these."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    not_: Any = None
    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_comparison(cls, given: Any) -> Any:
        known = {"not", "at_least", "at_most"}
        if isinstance(given, dict) and len(given) == 1 and set(given) <= known:
            return {("not_" if key == "not" else key): value for key, value in given.items()}
        raise ValueError("compare with {not: value}, {at_least: number} or {at_most: number}")


Test = Callable[[Sight], bool]


def test_of(conditions: Mapping[str, Any]) -> Test:
    """One test from conditions that all have to hold: each a fact's name with a value, a list of values, or `Not`."""
    tests = [(FACTS[name], compare(wanted)) for name, wanted in conditions.items()]
    return lambda sight: all(holds(fact(sight)) for fact, holds in tests)


def compare(wanted: Any) -> Callable[[Any], bool]:
    """The comparison that a condition's value stands for; `ValueError` when it is none."""
    if isinstance(wanted, dict):
        found = Not.model_validate(wanted)
        if found.at_least is not None:
            return lambda value: value >= found.at_least
        if found.at_most is not None:
            return lambda value: value <= found.at_most
        refused = compare(found.not_)
        return lambda value: not refused(value)
    if isinstance(wanted, list):
        return lambda value: value in wanted
    return lambda value: bool(value == wanted)
