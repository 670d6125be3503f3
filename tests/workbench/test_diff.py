"""The difference between two policies: what each shipped variant does, and each day on which rules changed."""

from __future__ import annotations

from datetime import date

import pytest

from sca_flow.people import Role
from sca_flow.rules.loader import shipped_variants
from sca_flow.states.names import Stage

from .comparing import (
    VARIANTS,
    at_sitting,
    between,
    changed,
    only,
    steps,
)

OF_PANELS = {
    "no-negative-without-panel-while-in-force",
    "no-outcome-without-quorum",
    "no-conflicted-member-counted",
    "panel-outcome-keeps-decision",
    "no-outcome-after-panels-ended",
    "referral-back-answered-by-manager-or-experienced-staff",
    "referral-back-is-advisory",
}


WHAT_IT_DOES = {
    "chair-plus-three": at_sitting("lost", "publish_agreement", "refer_back"),
    "pilot-quorum-of-five": at_sitting("lost", "publish_agreement", "refer_back"),
    "every-sector-present": at_sitting("lost", "publish_agreement", "refer_back"),
    "chair-optional": at_sitting("gained", "publish_agreement", "refer_back"),
    "overturning-panel": at_sitting("gained", "overturn_decision"),
    "binding-referral-back": {("lost", "further_consideration", "decline_further_consideration")},
    "no-panel": {("elsewhere", "second_pair_of_eyes", "uphold_cg_negative")},
    "panel-for-negative-rg": {("elsewhere", "rg_second_review", "confirm_rg_negative")},
    "no-second-pair-of-eyes": {
        ("elsewhere", "rg_consideration", "draft_rg_negative"),
        ("elsewhere", "cg_consideration", "draft_cg_negative"),
    },
    "recovery-30-from-2019": {
        ("gained", "cg_consideration", "decide_cg_positive"),
        ("gained", "cg_consideration", "draft_cg_negative"),
    },
}
RULE = {
    "chair-plus-three": "quorum.members_besides_chair",
    "pilot-quorum-of-five": "quorum.members_besides_chair",
    "every-sector-present": "quorum.sectors_required",
    "chair-optional": "quorum.chair_required",
    "overturning-panel": "panel.may_overturn",
    "binding-referral-back": "referral_back.binding",
    "no-panel": "panel.in_force",
    "panel-for-negative-rg": "panel.reviews",
    "no-second-pair-of-eyes": "second_review.required_for",
    "recovery-30-from-2019": "recovery.minimum",
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_shipped_variant_differs_from_the_rules_in_just_what_it_says(name: str) -> None:
    found = between("rules", name)
    assert steps(found) == WHAT_IT_DOES[name]
    assert [change.old.rule for change in found.text] == [RULE[name]]
    assert not found.equivalent
    broken = {id for id, (_, there) in changed(found).items() if there == "broken"}
    assert broken == set(shipped_variants().by_id[name].expect_break)
    told = {one.invariant.id for one in found.safeguards if one.broken is not None}
    assert told == broken
    assert all(one.expected for one in found.safeguards if one.b == "broken")


def test_chair_plus_three_loses_the_outcomes_of_a_sitting_of_chair_and_two() -> None:
    found = between("rules", "chair-plus-three")
    for difference in found.behaviour[0].differences:
        present = [line for line in difference.shown.script if line["step"] == "record_attendance"]
        assert len(present) == 3
        assert "2 of 3 other members present" in difference.shown.end
        assert "variant:chair-plus-three" in difference.shown.end
        assert difference.never == ()
    assert changed(found) == {}


def test_a_quorum_larger_than_the_panel_opens_its_outcomes_to_nobody_ever() -> None:
    found = between("rules", "pilot-quorum-of-five")
    assert all(difference.never == difference.roles for difference in found.behaviour[0].differences)
    assert "nowhere at this stage" in "\n".join(found.lines())
    assert only(found) == ({"further_consideration"}, set())
    assert changed(found) == dict.fromkeys(OF_PANELS, ("holds", "vacuous"))


def test_a_binding_referral_back_can_be_declined_by_nobody() -> None:
    found = between("rules", "binding-referral-back")
    (difference,) = found.behaviour[0].differences
    assert set(difference.roles) == set(difference.never) == {Role.MANAGER, Role.EXPERIENCED_STAFF}
    assert changed(found) == {"referral-back-is-advisory": ("holds", "broken")}


def test_without_panels_the_panels_stages_are_never_reached() -> None:
    found = between("rules", "no-panel")
    assert only(found) == ({"panel_listing", "panel_sitting", "further_consideration"}, set())
    (difference,) = found.behaviour[0].differences
    assert difference.leads == (Stage.PANEL_LISTING, Stage.READY_TO_SERVE)
    of_panels = OF_PANELS | {"panel-sees-only-reviewed-cg-negatives", "adjourning-is-always-open"}
    assert changed(found) == dict.fromkeys(of_panels, ("holds", "vacuous"))


def test_without_a_second_pair_of_eyes_drafts_go_straight_on() -> None:
    found = between("rules", "no-second-pair-of-eyes")
    assert only(found) == ({"rg_second_review", "second_pair_of_eyes"}, set())
    leads = {(d.step.value, *(stage and stage.value for stage in d.leads)) for d in found.behaviour[0].differences}
    assert leads == {
        ("draft_rg_negative", "rg_second_review", "rg_negative_served"),
        ("draft_cg_negative", "second_pair_of_eyes", "panel_listing"),
        ("draft_cg_negative", "second_pair_of_eyes", "ready_to_serve"),
    }


def test_a_shorter_recovery_period_opens_decisions_on_the_day_it_has_passed() -> None:
    for difference in between("rules", "recovery-30-from-2019").behaviour[0].differences:
        wait = next(line for line in difference.shown.script if line["step"] == "wait")
        assert wait["with"] == {"until": "2021-07-01"}
        assert "The minimum recovery period of 45 days has not passed yet" in difference.shown.end


def test_the_day_on_which_the_recovery_minimum_became_shorter_opens_decisions_whenever_panels_ended() -> None:
    found = between("2022-12-12", "2022-12-13")
    shorter = WHAT_IT_DOES["recovery-30-from-2019"]
    assert [{(d.kind, d.stage.value, d.step.value) for d in one.differences} >= shorter for one in found.behaviour] == [
        True, True, True,
    ]  # fmt: skip
    assert [one.assuming for one in found.behaviour] == [
        "the older rules still hold on 2022-12-12; the older rules still hold on 2022-12-13",
        "the older rules still hold on 2022-12-12; the older rules have ended by 2022-12-13",
        "the older rules have ended by 2022-12-12; the older rules have ended by 2022-12-13",
    ]
    assert [len(one.only[0]) for one in found.behaviour] == [0, 3, 0]
    assert [change.old.rule for change in found.text if not change.same_value] == ["recovery.minimum"]


def test_the_day_on_which_an_act_took_over_the_same_length_changes_the_source_alone() -> None:
    found = between("2023-01-29", "2023-01-30")
    assert found.equivalent
    assert {change.old.rule for change in found.text if change.same_value} >= {"recovery.minimum"}
    assert "the same from another source" in found.differing


def test_the_day_on_which_requests_got_a_limit_loses_late_requests() -> None:
    found = between("2024-02-11", "2024-02-12")
    assert steps(found) == {
        ("lost", "cg_negative_served", "request_reconsideration"),
        ("lost", "rg_negative_served", "request_reconsideration"),
    }
    for difference in found.behaviour[0].differences:
        assert difference.shown.script[-2]["step"] == "wait"
        assert "exceptional" not in difference.shown.script[-1]["with"]
        assert "The limit of 1 month has passed" in difference.shown.end


def test_the_day_on_which_the_ieca_began_changes_who_is_competent_and_no_step() -> None:
    found = between("2021-11-07", "2021-11-08")
    assert found.equivalent
    assert "competent_authority.ieca" in {change.old.rule for change in found.text if not change.same_value}


def test_across_the_end_of_panels_negatives_go_elsewhere_and_back() -> None:
    before, after = between("2022-11-30", "2023-01-01"), between("2023-01-01", "2022-11-30")
    assert ("elsewhere", "second_pair_of_eyes", "uphold_cg_negative") in steps(before) & steps(after)
    assert only(before) == ({"panel_listing", "panel_sitting", "further_consideration"}, set())
    assert only(after) == only(before)[::-1]


def test_into_the_days_left_open_there_is_a_comparison_for_each_possibility() -> None:
    found = between("2022-11-30", "2022-12-01")
    assert [one.outcome for one in found.behaviour] == ["equivalent", "different"]
    assert not found.equivalent


def test_on_a_day_left_open_a_possibility_is_named_once() -> None:
    found = between("rules", "chair-plus-three", date(2022, 12, 10))
    assert [one.assuming for one in found.behaviour] == [
        "the older rules still hold on 2022-12-10",
        "the older rules have ended by 2022-12-10",
    ]
