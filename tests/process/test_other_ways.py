"""Withdrawing, suspending, waiting."""

from __future__ import annotations

import contextlib

import pytest

from sca_flow.errors import InputError

from ..builders import Walk

OPEN = [
    "to_rg",
    "to_rg_review",
    "to_recovery",
    "to_cg",
    "to_second_pair",
    "to_listing",
    "to_sitting",
    "to_further",
    "to_ready",
]


def at(stage: str, **changes: object) -> Walk:
    return getattr(Walk.of(**changes), stage)()


@pytest.mark.parametrize("stage", OPEN)
@pytest.mark.parametrize("by", ["subject", "responder"])
def test_an_adult_withdraws_from_any_open_stage(stage: str, by: str) -> None:
    case = at(stage).takes("withdraw", by)

    assert case.stage == "withdrawn"
    assert case.attempt.case.ended
    assert case.attempt.case.sitting is None


@pytest.mark.parametrize("by", ["decider", "manager", "intake", "chair-1", "secretary"])
def test_nobody_withdraws_for_the_person(case: Walk, by: str) -> None:
    assert list(case.to_cg().refused("withdraw", by)) == ["role"]


@pytest.mark.parametrize("age", ["child", "unclear"])
def test_a_child_or_somebody_treated_as_one_does_not_withdraw(age: str) -> None:
    assert list(at("to_cg", age_at_referral=age).refused("withdraw", "subject")) == ["adult"]


def test_a_child_who_has_turned_18_withdraws() -> None:
    case = at("to_recovery", age_at_referral="child", turns_18="2021-04-01")

    assert list(case.refused("withdraw", "subject")) == ["adult"]
    assert list(case.until("2021-03-31").refused("withdraw", "subject")) == ["adult"]
    assert case.until("2021-04-01").takes("withdraw", "subject").stage == "withdrawn"


def test_what_was_served_can_no_longer_be_withdrawn(case: Walk) -> None:
    reason = case.to_served().refused("withdraw", "subject")["not_served"]

    assert reason.text.startswith("Already served")
    assert not reason.confirmed


def test_a_positive_that_was_served_can_no_longer_be_withdrawn(case: Walk) -> None:
    case.to_cg().takes("decide_cg_positive", "decider", reasons="Shown.")

    assert "not_served" in case.refused("withdraw", "subject")


def test_withdrawing_while_a_request_is_pending_takes_back_the_request_alone(case: Walk) -> None:
    case.to_served().requests().takes("withdraw", "subject")

    assert case.stage == "cg_negative_served"
    assert case.attempt.case.pending is None
    assert case.attempt.case.ended


@pytest.mark.parametrize("stage", OPEN)
def test_a_suspended_case_is_closed_to_all_but_resuming_withdrawing_and_waiting(stage: str) -> None:
    case = at(stage).takes("suspend", "intake", reason="Proceedings elsewhere.")

    assert case.open_steps() == {"resume", "withdraw", "wait"}
    for offer in case.attempt.offers():
        if not offer.open and offer.step != "suspend":
            assert "not_suspended" in {reason.guard for reason in offer.reasons}


@pytest.mark.parametrize("stage", [stage for stage in OPEN if stage != "to_sitting"])
def test_a_resumed_case_stands_where_it_stood(stage: str) -> None:
    case = at(stage)
    before = case.attempt.scene.position

    case.takes("suspend", "intake", reason="Proceedings elsewhere.").takes("resume", "intake")

    assert case.attempt.scene.position == before


def test_a_suspended_sitting_is_adjourned(case: Walk) -> None:
    case.to_quorate().takes("suspend", "intake", reason="Proceedings elsewhere.")

    assert case.stage == "panel_listing"
    assert case.attempt.case.sitting is None
    assert case.attempt.case.adjournments == 1
    assert "not_suspended" in case.refused("convene_panel", "secretary", chair="chair-1")
    assert case.takes("resume", "intake").convenes().stage == "panel_sitting"


def test_a_suspended_case_can_be_withdrawn_and_time_passes(case: Walk) -> None:
    case.to_cg().takes("suspend", "intake", reason="Proceedings elsewhere.").until("2021-12-01")

    assert case.takes("withdraw", "subject").stage == "withdrawn"


def test_suspending_needs_a_reason_and_the_competent_authority(case: Walk) -> None:
    case.to_cg()

    assert list(case.refused("suspend", "intake")) == ["form_complete"]
    assert list(case.refused("suspend", "decider", reason="Because.")) == ["role"]
    assert list(case.refused("resume", "intake")) == ["is_suspended"]


@pytest.mark.parametrize("by", ["subject", "secretary", "intake", "police-1", None])
def test_anybody_lets_time_pass(case: Walk, by: str | None) -> None:
    case.to_recovery().takes("wait", by, until="2021-03-09")

    assert case.today.isoformat() == "2021-03-09"


def test_without_a_day_time_passes_to_the_next_deadline(case: Walk) -> None:
    assert case.takes("wait").today.isoformat() == "2021-03-08"  # the target for reasonable grounds
    assert case.to_recovery().takes("wait").today.isoformat() == "2021-04-22"  # the recovery minimum


def test_without_a_day_and_without_a_deadline_a_day_is_asked_for(case: Walk) -> None:
    reason = case.to_served().refused("wait")["form_complete"]

    assert "no deadline lies ahead" in reason.text


@pytest.mark.parametrize("day", ["2021-02-28", "2021-03-01"])
def test_time_does_not_run_backward_nor_stand(case: Walk, day: str) -> None:
    assert list(case.refused("wait", until=day)) == ["date_forward"]


def test_waiting_is_no_hand_in_the_case(case: Walk) -> None:
    case.to_listing().takes("wait", "police-1", until="2021-06-01")

    assert case.convenes().stage == "panel_sitting"


def test_a_day_beyond_all_reckoning_is_an_error_of_input_and_no_crash(case: Walk) -> None:
    """Whoever types 9999 is told so; the case can still be worked."""
    case.to_recovery()
    for day in ("9999-12-01", "9999-12-31"):
        with contextlib.suppress(InputError):
            case.tries("wait", until=day)

    case.attempt.deadlines()
    case.attempt.offers()
    assert case.tries("begin_cg_consideration", "decider").accepted
    case.attempt.deadlines()


def test_a_period_that_runs_beyond_all_reckoning_is_no_crash(case: Walk) -> None:
    case.to_rg()
    with contextlib.suppress(InputError):
        case.tries("wait", until="9999-12-20")

    case.takes("decide_rg_positive", "decider", reasons="I suspect.")

    case.attempt.deadlines()
    assert "recovery_minimum" in case.takes("begin_cg_consideration", "decider").refused(
        "decide_cg_positive", "decider", reasons="Shown."
    )
