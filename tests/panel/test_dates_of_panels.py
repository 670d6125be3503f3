"""From 29 April 2019 until an unknown day of December 2022: what is listed, released, and closed."""

from __future__ import annotations

import pytest

from ..builders import PANEL, Walk

PINNED = {"panel.in_force": "2022-12-10"}


def december(**changes: object) -> Walk:
    return Walk.of(received="2022-10-03", **changes)


def test_a_negative_upheld_in_november_2022_goes_to_a_panel() -> None:
    assert december().to_listing(on="2022-11-30").stage == "panel_listing"


def test_a_negative_upheld_in_2023_goes_to_none() -> None:
    assert december().to_listing(on="2023-01-02").stage == "ready_to_serve"


@pytest.mark.parametrize(("day", "stage"), [("2022-12-10", "panel_listing"), ("2022-12-11", "ready_to_serve")])
def test_a_pinned_day_is_the_last_on_which_a_negative_is_listed(day: str, stage: str) -> None:
    assert december(assume=PINNED).to_listing(on=day).stage == stage


@pytest.mark.parametrize(
    ("day", "open_", "closed"),
    [
        ("2022-11-30", "convene_panel", "release_from_panel"),
        ("2022-12-10", "convene_panel", "release_from_panel"),
        ("2022-12-11", "release_from_panel", "convene_panel"),
        ("2023-06-01", "release_from_panel", "convene_panel"),
    ],
)
def test_a_listed_case_is_convened_while_panels_sit_and_released_when_they_have_ended(
    day: str, open_: str, closed: str
) -> None:
    case = december(assume=PINNED).to_listing(on="2022-11-30").until(day)

    assert case.offer(open_).open
    assert not case.offer(closed).open


def test_a_released_case_is_served_without_a_panel() -> None:
    case = december().to_listing(on="2022-11-30").until("2023-01-03").takes("release_from_panel", "secretary")

    assert case.serves().stage == "cg_negative_served"


def test_a_sitting_that_is_on_when_panels_end_records_no_outcome_and_is_adjourned() -> None:
    case = december(assume=PINNED).to_quorate(on="2022-12-09").until("2022-12-12")

    assert list(case.refused("publish_agreement", "chair-1")) == ["panel_in_force"]
    case.takes("adjourn_sitting", "chair-1")
    assert case.takes("release_from_panel", "secretary").stage == "ready_to_serve"


def test_inside_the_unknown_days_a_refusal_is_a_working_assumption() -> None:
    case = december(assume=PINNED).to_listing(on="2022-11-30").until("2022-12-20")

    reason = case.refused("convene_panel", "secretary", **PANEL)["panel_in_force"]

    assert not reason.confirmed
    assert "unconfirmed: yes or no" in str(reason)


def test_after_the_unknown_days_it_is_confirmed() -> None:
    case = december().to_listing(on="2022-11-30").until("2023-01-01")

    reason = case.refused("convene_panel", "secretary", **PANEL)["panel_in_force"]

    assert reason.confirmed
    assert "panel.in_force = no (on 2023-01-01; CHOWNS-24; verified)" in str(reason)


def test_one_pinned_day_holds_for_every_rule_that_changes_on_that_unknown_day() -> None:
    case = december(assume=PINNED)

    for day, ended in (("2022-12-10", False), ("2022-12-11", True)):
        answers = case.until(day).attempt.scene.rules.answers
        assert (answers["panel.in_force"].value is False) == ended
        assert (answers["quorum.members_besides_chair"].version.value == "not_applicable") == ended


@pytest.mark.parametrize(("panels", "stage"), [(False, "ready_to_serve"), (True, "panel_listing")])
def test_whether_a_transferred_case_goes_to_a_panel_is_a_rule_with_its_confidence(panels: bool, stage: str) -> None:
    rules = {"panel.covers_transferred": panels} if panels else None
    case = Walk.of(received="2019-01-15", opens="2019-05-01", rules=rules)

    assert case.to_listing().stage == stage


def test_that_a_transferred_case_goes_to_no_panel_is_not_confirmed() -> None:
    answer = Walk.of(received="2019-01-15", opens="2019-05-01").attempt.scene.rules.answers["panel.covers_transferred"]

    assert not answer.confirmed


def test_a_decision_of_the_ieca_goes_to_a_panel_too() -> None:
    assert Walk.of(received="2021-11-08", ieca_cohort=True).to_listing().stage == "panel_listing"


RG_TOO_UNTIL_2022 = [
    {"value": ["rg_negative", "cg_negative"], "until": "2022-12-31"},
    {"value": "not_applicable", "why": "Panels had ended."},
]


def test_a_reasonable_grounds_draft_still_listed_when_panels_end_is_served_as_what_it_is() -> None:
    """Under the variant in which panels see those drafts too, until they end."""
    case = Walk.of(received="2022-11-01", rules={"panel.reviews": RG_TOO_UNTIL_2022})
    case.to_rg_review().takes("confirm_rg_negative", "reviewer").until("2023-01-03")

    case.takes("release_from_panel", "secretary")

    assert (case.stage, case.attempt.case.decision) == ("rg_negative_served", "rg_negative")
