"""The sweep of a scenario against the policy workbench's exploration of the same process, and of the whole library."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.ratio import Ratio, best, seconds
from sca_flow.rules.loader import shipped
from sca_flow.rules.policy import Dates
from sca_flow.scenario.loader import Library
from sca_flow.workbench.explore import explore
from sca_flow.workshop.remembering import Remembering
from sca_flow.workshop.sweep.report import Exhaustive
from sca_flow.workshop.sweep.search import sweep

POLICY = shipped()
LIBRARY = Library(POLICY).scenarios()
OTHERS = 8
"""Members besides the chair, so that both look at panels of about one size."""
ALLOWED = 120
"""Seconds that the whole library may take."""


def ratios() -> Iterator[Ratio]:
    for scenario in LIBRARY:
        rules = POLICY.in_force(Dates.all_on(scenario.opens)).values
        ours, theirs = len(sweep(scenario.file, POLICY).states), len(explore(rules, members=OTHERS).order)
        taken = best(partial(sweep, scenario.file, POLICY), partial(explore, rules, members=OTHERS))
        each = [positions / took for positions, took in zip((ours, theirs), taken, strict=True)]
        note = f"[{each[0]:,.0f} against {each[1]:,.0f} positions a second]"
        yield Ratio(
            f"a sweep of {scenario.id}",
            "the workbench's exploration, by the position",
            each[0] / each[1],
            0.3,
            True,
            note,
        )
    took = seconds(_library)
    yield Ratio("the whole library's sweep with its report", "two minutes", took / ALLOWED, 1, note=f"[{took:.1f} s]")


def _library() -> None:
    policy = Remembering.of(POLICY)
    for scenario in LIBRARY:
        assert scenario.folder is not None
        report = Exhaustive.of(scenario, scenario.folder / "scenario.yaml", policy)
        list(report.lines())
