"""A referral back does not oblige: both answers are open to a manager or experienced staff, and to no one else."""

from __future__ import annotations

import pytest

from ..builders import Walk, stages_of

ANSWERS = {"direct_further_consideration": "cg_consideration", "decline_further_consideration": "ready_to_serve"}


@pytest.fixture
def referred_back() -> Walk:
    return Walk.of().to_further()


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("by", ["manager", "expert"])
def test_both_answers_are_open_to_a_manager_and_to_experienced_staff(referred_back: Walk, answer: str, by: str) -> None:
    offer = referred_back.offer(answer)
    assert offer.open
    assert by in {person.id for person in offer.people}

    assert referred_back.takes(answer, by, reasons="I have read it.").stage == ANSWERS[answer]


@pytest.mark.parametrize("answer", ANSWERS)
def test_neither_answer_is_open_to_anybody_else(referred_back: Walk, answer: str) -> None:
    for person in referred_back.attempt.scenario.people.values():
        if not {"manager", "experienced_staff"} & set(person.roles):
            assert "role" in referred_back.refused(answer, person.id, reasons="Because."), person.id


def test_that_only_they_may_answer_is_confirmed(referred_back: Walk) -> None:
    reason = referred_back.refused("decline_further_consideration", "decider", reasons="No.")["role"]

    assert reason.confirmed
    assert "further_consideration.who_may_direct = experienced staff, manager" in str(reason)


def test_declining_needs_recorded_reasons(referred_back: Walk) -> None:
    assert list(referred_back.refused("decline_further_consideration", "manager")) == ["reasons_recorded"]


def test_that_declining_needs_reasons_is_a_working_assumption(referred_back: Walk) -> None:
    """No source says how a referral back is answered: `referral_back.answer_recorded` is assumed."""
    reason = referred_back.refused("decline_further_consideration", "manager")["reasons_recorded"]

    assert "referral_back.answer_recorded" in {citation.rule for citation in reason.rules}
    assert not reason.confirmed


def test_declining_leads_to_service_of_the_unchanged_decision(referred_back: Walk) -> None:
    before = referred_back.attempt.case
    referred_back.takes("decline_further_consideration", "manager", reasons="It would not end otherwise.")
    after = referred_back.attempt.case

    assert (after.decision, after.drafter, after.reviewer) == (before.decision, before.drafter, before.reviewer)
    assert referred_back.serves().stage == "cg_negative_served"


def test_the_journal_shows_the_suggestion_and_the_answer(referred_back: Walk) -> None:
    referred_back.takes("decline_further_consideration", "manager", reasons="It would not end otherwise.")
    texts = referred_back.attempt.texts()

    said = [
        texts[value] for happened in referred_back.attempt.case.history[-2:] for value in happened.event.form.values()
    ]
    assert said == ["The letter of the clinic.", "It would not end otherwise."]


def test_directing_goes_back_to_consideration_and_voids_the_review(referred_back: Walk) -> None:
    referred_back.takes("direct_further_consideration", "manager")

    case = referred_back.attempt.case
    assert (case.stage, case.decision, case.reviewer, case.outcome) == ("cg_consideration", None, None, "none")


def test_after_directing_the_case_may_become_a_positive(referred_back: Walk) -> None:
    referred_back.takes("direct_further_consideration", "expert")

    assert referred_back.takes("decide_cg_positive", "decider", reasons="Shown.").stage == "cg_positive_served"


def test_a_fresh_negative_is_reviewed_anew_and_goes_to_a_panel_again(referred_back: Walk) -> None:
    referred_back.takes("direct_further_consideration", "manager").drafts()
    assert referred_back.stage == "second_pair_of_eyes"

    assert referred_back.takes("uphold_cg_negative", "reviewer").stage == "panel_listing"
    referred_back.convenes().present("chair-1", "police-1", "council-1")
    assert referred_back.refers_back().stage == "further_consideration"
    assert list(stages_of(referred_back)).count("panel_sitting") == 2


def test_whoever_was_second_reviewer_of_the_draft_does_not_answer(referred_back: Walk) -> None:
    case = Walk.of().to_second_pair().takes("uphold_cg_negative", "all-rounder")
    case.convenes().present("chair-1", "police-1", "council-1").refers_back()

    for answer in ANSWERS:
        reasons = case.refused(answer, "all-rounder", reasons="Because.")
        assert list(reasons) == ["not_the_reviewer"]
        assert not reasons["not_the_reviewer"].confirmed
    assert "all-rounder" not in {person.id for person in case.offer("decline_further_consideration").people}


def test_a_case_referred_back_is_answered_even_after_panels_ended() -> None:
    case = Walk.of(received="2022-09-01").to_further(on="2022-11-30").until("2023-02-01")

    assert set(ANSWERS) <= case.open_steps()
    assert (
        case.takes("direct_further_consideration", "manager").drafts().takes("uphold_cg_negative", "reviewer").stage
        == "ready_to_serve"
    )


def test_a_binding_variant_closes_declining_and_nothing_else() -> None:
    case = Walk.of(rules={"referral_back.binding": True}).to_further()

    assert list(case.refused("decline_further_consideration", "manager", reasons="No.")) == ["not_binding"]
    assert case.takes("direct_further_consideration", "manager").stage == "cg_consideration"


def test_a_variant_may_want_another_caseworker() -> None:
    case = Walk.of(rules={"further_consideration.another_caseworker": True}).to_further()
    case.takes("direct_further_consideration", "manager")

    assert list(case.refused("draft_cg_negative", "decider", reasons="Still not.")) == ["another_caseworker"]
    assert case.drafts("decider-2").stage == "second_pair_of_eyes"


def test_a_variant_may_limit_the_rounds() -> None:
    case = Walk.of(rules={"further_consideration.round_limit": 1}).to_further()
    case.takes("direct_further_consideration", "manager").drafts().takes("uphold_cg_negative", "reviewer")
    case.convenes().present("chair-1", "police-1", "council-1").refers_back()

    assert list(case.refused("direct_further_consideration", "manager")) == ["within_rounds"]
    assert case.takes("decline_further_consideration", "manager", reasons="Once is enough.").stage == "ready_to_serve"


def test_a_variant_may_spare_a_fresh_negative_the_panel() -> None:
    case = Walk.of(rules={"panel.fresh_negative_returns": False}).to_further()
    case.takes("direct_further_consideration", "manager").drafts()

    assert case.takes("uphold_cg_negative", "reviewer").stage == "ready_to_serve"
