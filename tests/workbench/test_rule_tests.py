"""Running rule tests: for each date and policy, and what comes otherwise than expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from .telling import one, ran

SITTING = """
    - name: A sitting
      on: 2021-06-01
      given: {stage: panel_sitting, members: {police: present, ngo: absent}}
      then: %s
"""


def test_a_test_is_run_for_each_of_its_dates_and_policies(tmp_path: Path) -> None:
    runs = ran(
        tmp_path,
        """
        - name: Two by two
          on: [2021-06-01, 2022-06-01]
          policies: [rules, chair-plus-three+chair-optional]
          given: {stage: panel_sitting, chair: absent, members: {police: present, ngo: present, health: present}}
          steps:
            - {step: publish_agreement, by: chair}
        """,
    )
    assert [(run.name, run.passed) for run in runs] == [
        ("Two by two [2021-06-01, rules]", False),
        ("Two by two [2022-06-01, rules]", False),
        ("Two by two [2021-06-01, chair-plus-three+chair-optional]", True),
        ("Two by two [2022-06-01, chair-plus-three+chair-optional]", True),
    ]


@pytest.mark.parametrize("then", ["{quorate: false}", "{stage: panel_sitting}", "{decision: cg_negative}", "{}"])
def test_what_holds_then_passes(tmp_path: Path, then: str) -> None:
    assert one(tmp_path, SITTING % then).passed


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("{quorate: true}", "Expected the sitting to be quorate. Not quorate: chair present, 1 of 2 other members"),
        ("{stage: ready_to_serve}", "The case stands at 'panel_sitting', not at 'ready_to_serve'."),
        ("{decision: rg_negative}", "The decision is 'cg_negative', not 'rg_negative'."),
        ("{confirmed: true}", "The refusal was expected to be confirmed, and is not."),
    ],
)
def test_what_does_not_hold_then_is_a_surprise(tmp_path: Path, then: str, said: str) -> None:
    (surprise,) = one(tmp_path, SITTING % then).surprises
    assert said in surprise


def test_a_quorum_is_asked_for_where_no_sitting_is_on(tmp_path: Path) -> None:
    run = one(tmp_path, "- {name: None, on: 2021-06-01, given: {stage: received}, then: {quorate: true}}")
    assert "No sitting is on." in run.surprises[0]


@pytest.mark.parametrize(("expected", "passes"), [("enough_members", True), ("chair_present", False)])
def test_a_refusal_is_by_what_was_named(tmp_path: Path, expected: str, *, passes: bool) -> None:
    run = one(
        tmp_path,
        f"""
        - name: One member
          on: 2021-06-01
          given: {{stage: panel_sitting, members: {{police: present}}}}
          steps:
            - {{step: publish_agreement, by: chair, expect: {{refused_by: [{expected}]}}}}
        """,
    )
    assert run.passed is passes


def test_a_rule_is_set_for_one_test_and_cited_as_such(tmp_path: Path) -> None:
    run = one(
        tmp_path,
        """
        - name: Four are needed
          on: 2021-06-01
          set: {quorum.members_besides_chair: 4}
          given: {stage: panel_sitting, members: {police: present, ngo: present, health: present}}
          steps:
            - {step: publish_agreement, by: chair}
        """,
    )
    assert "quorum.members_besides_chair = 4 (on 2021-06-01; rule-test; assumed)" in run.surprises[0]


def test_what_a_test_sets_stands_above_the_variant_it_is_run_under(tmp_path: Path) -> None:
    run = one(
        tmp_path,
        """
        - name: One is enough
          on: 2021-06-01
          policies: chair-plus-three
          set: {quorum.members_besides_chair: 1}
          given: {stage: panel_sitting, members: {police: present}}
          then: {quorate: true}
        """,
    )
    assert run.passed


@pytest.mark.parametrize(("on", "stage"), [("2022-12-10", "panel_listing"), ("2022-12-11", "ready_to_serve")])
def test_a_day_is_pinned(tmp_path: Path, on: str, stage: str) -> None:
    run = one(
        tmp_path,
        f"""
        - name: Pinned
          on: {on}
          assume: {{panel.in_force: 2022-12-10}}
          given: {{stage: second_pair_of_eyes}}
          steps:
            - {{step: uphold_cg_negative, by: second_reviewer}}
          then: {{stage: {stage}}}
        """,
    )
    assert run.passed


def test_every_step_is_kept_with_the_scene_before_it(tmp_path: Path) -> None:
    run = one(
        tmp_path,
        """
        - name: Two steps and a wait
          on: 2021-06-01
          given: {stage: recovery_period}
          steps:
            - {step: begin_cg_consideration, by: decision_maker}
            - {step: decide_cg_positive, on: 2021-06-08, with: {reasons: "Shown."}}
        """,
    )
    assert [(seen.event.step, seen.scene.case.stage, seen.accepted) for seen in run.seen] == [
        ("begin_cg_consideration", "recovery_period", True),
        ("wait", "cg_consideration", True),
        ("decide_cg_positive", "cg_consideration", True),
    ]


def test_somebody_given_as_conflicted_is_so_for_the_whole_case(tmp_path: Path) -> None:
    run = one(
        tmp_path,
        """
        - name: Convened again
          on: 2021-06-01
          given: {stage: panel_sitting, members: {police: conflicted}}
          steps:
            - {step: adjourn_sitting, by: chair}
            - step: convene_panel
              by: panel_secretariat
              with: {chair: chair, members: [police]}
              expect: {refused_by: [nobody_with_a_hand]}
        """,
    )
    assert run.passed
