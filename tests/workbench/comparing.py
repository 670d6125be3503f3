"""Two policies compared, for the tests of the workbench: named as on the command line, or with some rules set."""

from __future__ import annotations

from datetime import date
from functools import cache

from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.workbench.axes import axes
from sca_flow.workbench.diff import Diff, diff
from sca_flow.workbench.grid import setting
from sca_flow.workbench.invariants import SHIPPED, Invariant, read_invariants
from sca_flow.workbench.sides import Side, sides

MIRROR = {"lost": "gained", "gained": "lost", "elsewhere": "elsewhere"}
TODAY = date(2026, 11, 24)
ON = date(2021, 6, 1)
VARIANTS = sorted(shipped_variants().by_id)
Open = tuple[str, str, str, str]


@cache
def invariants() -> tuple[Invariant, ...]:
    return read_invariants(SHIPPED, shipped().sources)


@cache
def between(a: str, b: str, on: date | None = None, members: int = 3) -> Diff:
    """The difference between two sides, as they are named on the command line."""
    named = sides(a, b, on, shipped(), shipped_variants(), TODAY)
    return diff(*named, shipped(), invariants(), members=members)


def what_if(*varying: str, on: date = ON) -> Side:
    """The rules as published with some of them set."""
    found = axes(varying, shipped()) if varying else ()
    return Side(setting(shipped(), found, [axis.values[0] for axis in found]), on)


def setting_apart(a: Side, b: Side, members: int = 2) -> Diff:
    return diff(a, b, shipped(), invariants(), members=members)


def steps(found: Diff) -> set[tuple[str, str, str]]:
    """Every difference: its kind, the stage and the step."""
    return {(d.kind, d.stage.value, d.step.value) for one in found.behaviour for d in one.differences}


def by_role(found: Diff) -> set[Open]:
    return {
        (d.kind, d.stage.value, d.step.value, role.value)
        for one in found.behaviour
        for d in one.differences
        for role in d.roles
    }


def only(found: Diff) -> tuple[set[str], set[str]]:
    first, second = found.behaviour[0].only
    return {stage.value for stage in first}, {stage.value for stage in second}


def changed(found: Diff) -> dict[str, tuple[str, str]]:
    return {one.invariant.id: (one.a, one.b) for one in found.safeguards if one.a != one.b}


def at_sitting(kind: str, *steps: str) -> set[tuple[str, str, str]]:
    return {(kind, "panel_sitting", step) for step in steps}
