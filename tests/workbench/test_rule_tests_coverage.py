"""Coverage says what is not covered, and why; suggested tests cover it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sca_flow.workbench.coverage import coverage
from sca_flow.workbench.measure import Key, Measure
from sca_flow.workbench.rule_tests import run_file
from sca_flow.workbench.suggest import suggest

from .telling import ran, written

MEASURE = Measure.shipped()
ONE = """
    - name: Chair and two
      on: 2021-06-01
      given: {stage: panel_sitting, members: {police: present, ngo: present}}
      steps:
        - {step: publish_agreement, by: chair}
"""
ANOTHER = """
    - name: Chair and one, twice
      on: [2020-06-01, 2022-12-01]
      given: {stage: panel_sitting, members: {police: present}}
      steps:
        - {step: publish_agreement, by: chair, expect: {refused_by: [enough_members]}}
"""


def why(folder: Path, text: str) -> dict[Key, str]:
    return {item.key: item.why for item in coverage(ran(folder, text), MEASURE).items}


def test_what_a_passing_test_does_is_covered_with_its_name(tmp_path: Path) -> None:
    items = {item.key: item.tests for item in coverage(ran(tmp_path, ONE + ANOTHER), MEASURE).items}
    assert items["guard", "enough_members", "allows"] == ("Chair and two [2021-06-01, rules]",)
    assert items["guard", "enough_members", "refuses"] == (
        "Chair and one, twice [2020-06-01, rules]",
        "Chair and one, twice [2022-12-01, rules]",
    )
    assert len(items["value", "quorum.members_besides_chair", "0"]) == 3
    assert items["day", "quorum.members_besides_chair", "2022-12-01"] == ("Chair and one, twice [2022-12-01, rules]",)
    assert items["outcome", "publish_agreement", "ready_to_serve"] == ("Chair and two [2021-06-01, rules]",)
    assert items["safeguard", "no-outcome-without-quorum", ""] == ("Chair and two [2021-06-01, rules]",)


def test_what_failed_covers_nothing(tmp_path: Path) -> None:
    found = coverage(ran(tmp_path, ONE.replace("ngo: present", "ngo: absent")), MEASURE)
    assert (found.runs, found.failed) == (1, 1)
    assert found.missing == found.items


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (("guard", "another_reviewer", "refuses"), "no test tries a step that it guards"),
        (("guard", "enough_members", "refuses"), "asked once, and every time it allowed"),
        (("guard", "sectors_present", "refuses"), "no test under a policy where it can refuse"),
        (("value", "quorum.chair_required", "1"), "tests end before (the last reads it on 2021-06-01)"),
        (("value", "recovery.minimum", "0"), "no test reads the rule"),
        (("day", "panel.in_force", "2022-11-30"), "tests end before (the last reads it on 2021-06-01)"),
        (("outcome", "refer_back", "further_consideration"), "no test tries the step"),
        (("outcome", "publish_agreement", "rg_negative_served"), "no test under a policy where it can lead there"),
        (("variant", "chair-optional", "quorum.chair_required"), "no test under this variant"),
        (("safeguard", "nobody-reviews-their-own-decision", ""), "no test comes to the case that it is about"),
    ],
)
def test_what_is_not_covered_says_why(tmp_path: Path, key: Key, said: str) -> None:
    assert why(tmp_path, ONE)[key] == said


def test_what_was_only_refused_says_so(tmp_path: Path) -> None:
    found = why(tmp_path, ANOTHER)
    assert found["guard", "enough_members", "allows"] == "asked 2 times, and the step was never taken"
    assert found["outcome", "publish_agreement", "ready_to_serve"] == "tried 2 times, and never taken"
    assert found["day", "panel.in_force", "2022-11-30"] == "no test reads it as published on that day"


def test_coverage_is_told_in_lines_and_in_plain_values(tmp_path: Path) -> None:
    found = coverage(ran(tmp_path, ONE), MEASURE)
    lines = list(found.lines())
    assert lines[0] == "1 tests, 1 runs (one for each date and policy)."
    assert "       sectors_present refuses: no test under a policy where it can refuse." in lines
    told = json.loads(json.dumps(found.as_json()))
    assert told["covered"] + sum(item["why"] is not None for item in told["items"]) == told["of"]


MISSING: list[Key] = [
    ("guard", "another_reviewer", "refuses"),
    ("guard", "recovery_minimum", "refuses"),
    ("guard", "consent_at_18", "refuses"),
    ("guard", "within_adjournments", "refuses"),
    ("value", "quorum.chair_required", "1"),
    ("value", "reconsideration.reply_target", "1"),
    ("day", "recovery.minimum", "2022-12-13"),
    ("outcome", "adjourn_sitting", "not quorate"),
    ("outcome", "publish_agreement", "rg_negative_served"),
    ("variant", "no-panel", "panel.in_force"),
    ("safeguard", "no-outcome-without-quorum", ""),
]


@pytest.mark.parametrize("key", MISSING, ids=lambda key: " ".join(key))
def test_what_is_suggested_passes_and_covers_what_was_missing(tmp_path: Path, key: Key) -> None:
    nothing = coverage([], MEASURE)
    wanted = replace(nothing, items=tuple(item for item in nothing.items if item.key == key))
    suggested = suggest(wanted)
    assert suggested.not_found == ()
    runs = list(run_file(written(tmp_path, suggested.as_yaml())))
    assert [run.passed for run in runs] == [True]
    assert key not in {item.key for item in coverage(runs, MEASURE).missing}


def test_a_suggested_refusal_is_by_that_guard_alone() -> None:
    nothing = coverage([], MEASURE)
    wanted = replace(
        nothing, items=tuple(item for item in nothing.items if item.key[1:] == ("chair_present", "refuses"))
    )
    (test,) = suggest(wanted).tests
    assert test["steps"][0]["expect"] == {"refused_by": ["chair_present"]}


def test_nothing_is_suggested_where_nothing_is_missing() -> None:
    done = replace(coverage([], MEASURE), items=())
    assert suggest(done).as_yaml() == ""
