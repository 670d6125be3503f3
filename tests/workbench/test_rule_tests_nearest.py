"""A failure names the rule, its dated value, its paragraph, and the nearest change that would pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.rules.loader import shipped
from sca_flow.rules.model import Rule
from sca_flow.workbench.nearest import alternatives, days_of_change, nearest, told

from .telling import one


def test_a_quorum_missed_by_one(tmp_path: Path) -> None:
    failed = one(
        tmp_path,
        """
        - name: A chair and one
          on: 2021-06-01
          given: {stage: panel_sitting, members: {police: present, ngo: absent}}
          steps:
            - {step: publish_agreement, by: chair}
        """,
    )
    lines = told(failed)
    assert lines[0] == "'publish_agreement' was refused, but was expected to be taken."
    assert "  Rule: quorum.members_besides_chair = 2 (on 2021-06-01; V-2019; verified)" in lines
    assert lines[-2:] == [
        "It would be taken if quorum.members_besides_chair were 1 instead of 2.",
        "It would be taken if one more member were present (law enforcement).",
    ]


def test_a_decision_that_came_too_early(tmp_path: Path) -> None:
    failed = one(
        tmp_path,
        """
        - name: After 36 days
          on: 2022-12-12
          given: {stage: cg_consideration, rg_positive_on: 2022-11-06}
          steps:
            - {step: decide_cg_positive, by: decision_maker, with: {reasons: "Shown."}}
        """,
    )
    assert nearest(failed) == [
        "It would be taken if recovery.minimum were 30 days instead of 45 days.",
        "It would be taken from 2022-12-13.",
    ]


def test_a_step_by_the_wrong_person(tmp_path: Path) -> None:
    failed = one(
        tmp_path,
        """
        - name: The drafter upholds
          on: 2021-06-01
          given: {stage: second_pair_of_eyes, people: {decision_maker: [second_reviewer]}}
          steps:
            - {step: uphold_cg_negative, by: decision_maker}
        """,
    )
    assert nearest(failed) == [
        "It would be taken if second_review.reviewer_must_differ were no instead of yes.",
        "It would be taken if 'uphold_cg_negative' were done by second_reviewer instead of decision_maker.",
    ]


def test_a_refusal_that_did_not_come_names_the_rule_that_should_have_refused(tmp_path: Path) -> None:
    failed = one(
        tmp_path,
        """
        - name: Binding, one would think
          on: 2021-06-01
          given: {stage: further_consideration}
          steps:
            - step: decline_further_consideration
              by: manager
              with: {reasons: "It was weighed."}
              expect: {refused_by: [not_binding]}
        """,
    )
    assert told(failed) == [
        "'decline_further_consideration' was taken, but was expected to be refused by not_binding.",
        "  Rule: referral_back.binding = no (on 2021-06-01; V-2019; verified)",
        "It would be refused if referral_back.binding were yes instead of no.",
    ]


def test_a_case_that_went_elsewhere_names_the_rules_that_sent_it_there(tmp_path: Path) -> None:
    failed = one(
        tmp_path,
        """
        - name: A panel in 2023
          on: 2023-02-01
          given: {stage: second_pair_of_eyes}
          steps:
            - {step: uphold_cg_negative, by: second_reviewer}
          then: {stage: panel_listing}
        """,
    )
    lines = told(failed)
    assert "  Rule: panel.in_force = no (on 2023-02-01; CHOWNS-24; verified)" in lines
    assert "It would come out as expected if panel.in_force were yes instead of no." in lines
    assert "It would come out as expected until 2022-12-31." in lines


def test_the_day_of_a_step_may_be_what_is_wrong(tmp_path: Path) -> None:
    failed = one(
        tmp_path,
        """
        - name: A day too early
          on: 2021-05-01
          given: {stage: cg_consideration, rg_positive_on: 2021-05-01}
          steps:
            - {step: decide_cg_positive, by: decision_maker, on: 2021-06-14, with: {reasons: "Shown."}}
        """,
    )
    assert "It would be taken if 'decide_cg_positive' were done on 2021-06-15 instead of 2021-06-14." in nearest(failed)


def test_what_no_single_change_mends_says_so(tmp_path: Path) -> None:
    failed = one(
        tmp_path,
        """
        - name: Nonsense
          on: 2021-06-01
          given: {stage: received, consented: false, sent_by_first_responder: false}
          steps:
            - {step: accept_referral, by: competent_authority}
        """,
    )
    assert nearest(failed) == ["No single change of a rule, a date, the sitting or a person would make it pass."]


@pytest.mark.parametrize("rule", [rule for rule in shipped().rules.values() if rule.variable], ids=lambda rule: rule.id)
def test_every_other_value_of_a_rule_is_one_of_its_own_and_not_the_one_that_holds(rule: Rule) -> None:
    now = rule.read(rule.values[0].value if rule.values[0].known else rule.open_value)
    others = list(alternatives(rule, now))
    assert all(size >= 1 and rule.read(value) != now for size, value in others)


def test_days_of_change_are_the_last_and_the_first_or_those_around_what_is_open() -> None:
    recovery = [day.isoformat() for day in days_of_change(shipped().rule("recovery.minimum"))]
    panels = [day.isoformat() for day in days_of_change(shipped().rule("panel.in_force"))]
    assert recovery == ["2022-12-12", "2022-12-13", "2023-01-29", "2023-01-30"]
    assert panels == ["2022-11-30", "2022-12-01", "2022-12-31", "2023-01-01"]
