"""Asking for a served negative to be reconsidered, under the rules of its date."""

from __future__ import annotations

import pytest

from ..builders import Walk


def served(**changes: object) -> Walk:
    return Walk.of(**changes).to_served()


def rg_served(**changes: object) -> Walk:
    return Walk.of(**changes).to_rg_review().takes("confirm_rg_negative", "reviewer")


def test_a_request_is_pending_until_it_is_answered(case: Walk) -> None:
    case.to_served().requests()

    assert case.stage == "cg_negative_served"
    assert case.attempt.case.pending == "new_evidence"
    assert not case.attempt.case.ended
    assert not case.journal.head(case.attempt.id).ended
    assert list(case.refused("request_reconsideration", "responder", ground="new_evidence", what="More.")) == [
        "no_request_pending"
    ]


def test_accepting_reopens_a_conclusive_grounds_decision_and_voids_it(case: Walk) -> None:
    case.to_served().requests().takes("accept_reconsideration", "intake")

    assert case.stage == "cg_consideration"
    assert case.attempt.case.decision is None
    assert case.attempt.case.pending is None
    assert case.attempt.scene.position.reviewed == "no"
    assert case.drafts().stage == "second_pair_of_eyes"


def test_accepting_reopens_a_reasonable_grounds_decision() -> None:
    case = rg_served().requests().takes("accept_reconsideration", "intake")

    assert case.stage == "rg_consideration"
    assert case.takes("decide_rg_positive", "decider", reasons="I suspect.").stage == "recovery_period"


def test_a_fresh_negative_after_reconsideration_goes_to_a_panel_again(case: Walk) -> None:
    case.to_served().requests().takes("accept_reconsideration", "intake").drafts()

    assert case.takes("uphold_cg_negative", "reviewer").stage == "panel_listing"


def test_declining_needs_reasons_and_leaves_the_decision_served(case: Walk) -> None:
    case.to_served().requests()

    assert list(case.refused("decline_reconsideration", "intake")) == ["reasons_recorded"]
    case.takes("decline_reconsideration", "intake", reasons="Nothing new.")
    assert (case.stage, case.attempt.case.pending, case.attempt.case.ended) == ("cg_negative_served", None, True)
    assert case.attempt.case.decision == "cg_negative"


@pytest.mark.parametrize("step", ["accept_reconsideration", "decline_reconsideration"])
def test_nothing_is_answered_that_was_not_asked(case: Walk, step: str) -> None:
    assert list(case.to_served().refused(step, "intake", reasons="Because.")) == ["request_pending"]


@pytest.mark.parametrize("step", ["accept_reconsideration", "decline_reconsideration"])
@pytest.mark.parametrize("by", ["decider", "manager", "chair-1", "subject", "responder"])
def test_only_the_competent_authority_answers(case: Walk, step: str, by: str) -> None:
    assert "role" in case.to_served().requests().refused(step, by, reasons="Because.")


def test_a_request_needs_a_ground_and_what_is_put_forward(case: Walk) -> None:
    case.to_served()

    assert list(case.refused("request_reconsideration", "responder")) == ["form_complete"]
    assert list(case.refused("request_reconsideration", "responder", ground="new_evidence")) == ["form_complete"]


def test_a_positive_is_not_reconsidered(case: Walk) -> None:
    case.to_cg().takes("decide_cg_positive", "decider", reasons="Shown.")

    assert list(case.refused("request_reconsideration", "responder", ground="new_evidence", what="A report.")) == [
        "stage"
    ]


def test_in_2019_only_a_first_responder_asks_and_that_is_confirmed() -> None:
    case = rg_served(received="2019-10-01").until("2019-11-14")

    reason = case.refused("request_reconsideration", "subject", ground="new_evidence", what="A report.")["role"]

    assert reason.confirmed
    assert "reconsideration.who_may_ask = first responder (on 2019-11-14; DS-2019; verified)" in str(reason)
    assert case.requests("responder").attempt.case.pending


@pytest.mark.parametrize("day", ["2019-11-15", "2021-06-01", "2024-12-31"])
def test_while_the_sources_are_silent_the_person_may_ask_too(day: str) -> None:
    case = rg_served(received="2019-10-01").until(day)

    assert case.requests("subject").attempt.case.pending
    assert not case.attempt.scene.rules.answers["reconsideration.who_may_ask"].confirmed


def test_by_2026_the_person_may_ask_and_that_is_confirmed() -> None:
    case = rg_served(received="2026-01-05")

    assert case.requests("subject").attempt.case.pending
    assert case.attempt.scene.rules.answers["reconsideration.who_may_ask"].confirmed


@pytest.mark.parametrize("by", ["decider", "manager", "chair-1", "secretary", "intake"])
def test_nobody_of_the_authority_or_the_panel_asks(case: Walk, by: str) -> None:
    assert "role" in case.to_served().refused("request_reconsideration", by, ground="new_evidence", what="A report.")


def test_a_decision_of_before_the_limit_may_be_questioned_years_later() -> None:
    case = rg_served(received="2023-06-01").until("2024-02-11")

    assert case.requests().attempt.case.pending


def test_whether_the_limit_holds_for_an_older_decision_is_not_confirmed() -> None:
    case = rg_served(received="2024-02-08").until("2024-06-01")  # served on 8 February: four days before the limit

    assert case.attempt.scene.rules.values.reconsideration_limit is None
    assert not case.attempt.scene.rules.answers["reconsideration.limit"].confirmed


def test_from_12_february_2024_a_late_request_is_refused_with_the_day_on_which_the_limit_ran_out() -> None:
    case = rg_served(received="2024-02-12").until("2024-03-20")

    reason = case.refused("request_reconsideration", "subject", ground="new_evidence", what="A report.")["within_limit"]

    assert "limit of 1 month has passed" in reason.text
    assert "2024-03-12" in reason.text
    assert reason.confirmed


def test_the_last_day_to_ask_is_a_day_on_which_one_may_ask() -> None:
    case = rg_served(received="2024-02-12")
    last = next(deadline.on for deadline in case.attempt.deadlines() if deadline.id == "reconsideration.limit")

    case.until(last.isoformat())

    assert case.requests("subject").attempt.case.pending


def test_the_day_after_the_last_day_is_too_late() -> None:
    case = rg_served(received="2024-02-12")
    last = next(deadline.on for deadline in case.attempt.deadlines() if deadline.id == "reconsideration.limit")

    case.until(last.fromordinal(last.toordinal() + 1).isoformat())

    assert "within_limit" in case.refused("request_reconsideration", "subject", ground="new_evidence", what="A report.")


def test_exceptional_circumstances_open_a_late_request() -> None:
    case = rg_served(received="2024-02-12").until("2024-09-01")

    assert case.requests("subject", exceptional="She was in hospital.").attempt.case.pending


def test_the_limit_runs_anew_from_a_new_decision() -> None:
    case = rg_served(received="2024-02-12").requests().takes("accept_reconsideration", "intake").until("2024-06-01")
    case.takes("draft_rg_negative", "decider", reasons="Still not.").takes("confirm_rg_negative", "reviewer")

    assert case.until("2024-06-10").requests(good_reasons="New.").attempt.case.pending


def test_a_second_request_is_open_while_the_sources_give_no_number(case: Walk) -> None:
    case.to_served().requests().takes("decline_reconsideration", "intake", reasons="Nothing new.")

    assert case.requests().attempt.case.pending


def test_by_2026_a_second_request_needs_good_reasons() -> None:
    case = (
        rg_served(received="2026-01-05").requests().takes("decline_reconsideration", "intake", reasons="Nothing new.")
    )

    reason = case.refused("request_reconsideration", "subject", ground="new_evidence", what="More.")["within_number"]
    assert reason.confirmed
    assert case.requests("subject", good_reasons="It could not be had before.").attempt.case.pending
