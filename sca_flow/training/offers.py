"""Offers: every step of a stage, with who may take it, what it asks for, and, when it is closed, why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sca_flow.forms import Filled
from sca_flow.people import Person, Role
from sca_flow.reasons import Reason, reason_for
from sca_flow.rules.model import UNKNOWN
from sca_flow.states.guards import roles_of
from sca_flow.states.names import Field, Stage, Step, form
from sca_flow.states.row import Row
from sca_flow.states.table import TABLE
from sca_flow.take import Scene, trying

_NOTHING = Filled({}, ())


@dataclass(frozen=True)
class Offer:
    """One step.  ``people`` are those who may take it now, or, when it is closed, who could in principle."""

    step: Step
    to: Stage
    roles: tuple[Role, ...]
    people: tuple[Person, ...]
    fields: tuple[Field, ...]
    reasons: tuple[Reason, ...] = ()
    unknown: tuple[str, ...] = ()
    """Rules of which the sources say nothing for the date: what they might forbid stays open, unconfirmed."""

    @property
    def open(self) -> bool:
        """Whether somebody may take it now."""
        return not self.reasons

    @property
    def confirmed(self) -> bool:
        """Whether it is closed by something confirmed, and not by a working assumption alone."""
        return any(reason.confirmed for reason in self.reasons)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "step": self.step.value,
            "to": self.to.value,
            "by": [role.value for role in self.roles],
            "people": [person.id for person in self.people],
            "open": self.open,
            "reasons": [reason.as_json() for reason in self.reasons],
            "unknown": list(self.unknown),
        }


def offers(scene: Scene) -> tuple[Offer, ...]:
    """Every step that the case's stage knows, in the order of the table.

    Only guards that do not read the form decide: what will be recorded is not known yet.
    """
    rows = (scene.row(step) for step in TABLE.steps(scene.case.stage))
    return tuple(_offer(scene, row) for row in rows if row is not None)


def _offer(scene: Scene, row: Row) -> Offer:
    roles = roles_of(row.by, scene.rules.values)
    holders = [person for person in scene.people.values() if set(person.roles) & set(roles)]
    refusals = {person.id: _reasons(scene, row, person, roles) for person in holders}
    able = tuple(person for person in holders if not refusals[person.id])
    if able:
        return Offer(row.step, row.to, roles, able, form(row.step), unknown=_unknown(scene, row))
    fewest = min(refusals.values(), key=len, default=_nobody(row, roles))
    return Offer(row.step, row.to, roles, tuple(holders), form(row.step), fewest)


def _unknown(scene: Scene, row: Row) -> tuple[str, ...]:
    cited = dict.fromkeys(rule for guard in row.guards for rule in guard.rules)
    return tuple(rule for rule in cited if scene.rules.answers[rule].version.value == UNKNOWN)


def _reasons(scene: Scene, row: Row, person: Person, roles: tuple[Role, ...]) -> tuple[Reason, ...]:
    deciding = [guard for guard in row.guards if not guard.form]
    if not deciding:
        return ()
    role = next(role for role in roles if role in person.roles)
    attempt = trying(scene, row.step, person.id, role, _NOTHING)
    return tuple(
        reason_for(guard, scene.position, scene.rules, attempt, who=roles)
        for guard in deciding
        if not guard.test(scene.position, scene.rules.values, attempt)
    )


def _nobody(row: Row, roles: tuple[Role, ...]) -> tuple[Reason, ...]:
    who = " or ".join(role.label for role in roles)
    return (Reason("role", f"Nobody in this scenario is {who}.", confirmed=False),)
