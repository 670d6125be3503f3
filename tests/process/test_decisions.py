"""From the referral to the second pair of eyes and to service: who may, and where it leads."""

from __future__ import annotations

import pytest

from sca_flow.states.names import Step, form

from ..builders import Walk, stages_of


def test_a_negative_goes_through_second_pair_of_eyes_and_panel_to_service(case: Walk) -> None:
    case.to_served()

    assert list(stages_of(case)) == [
        "received", "rg_consideration", "recovery_period", "cg_consideration", "second_pair_of_eyes", "panel_listing",
        "panel_sitting", "ready_to_serve", "cg_negative_served",
    ]  # fmt: skip
    assert case.attempt.case.ended


def test_a_positive_goes_neither_to_a_second_reviewer_nor_to_a_panel(case: Walk) -> None:
    case.to_cg().takes("decide_cg_positive", "decider", reasons="Shown.")

    assert case.stage == "cg_positive_served"
    assert case.attempt.case.ended


def test_a_referral_that_no_first_responder_sent_is_not_accepted(case: Walk) -> None:
    case = Walk.of(first_responder=False)

    assert list(case.refused("accept_referral", "intake")) == ["sent_by_first_responder"]
    assert case.takes("reject_referral", "intake", reason="not_first_responder").stage == "not_accepted"
    assert case.attempt.case.ended


@pytest.mark.parametrize("consent", ["not_given", "not_needed"])
def test_an_adult_is_not_accepted_without_consent(consent: str) -> None:
    assert list(Walk.of(consent=consent).refused("accept_referral", "intake")) == ["consent_or_child"]


@pytest.mark.parametrize("age", ["child", "unclear"])
def test_a_child_and_somebody_treated_as_one_are_accepted_without_consent(age: str) -> None:
    assert Walk.of(age_at_referral=age, consent="not_given").to_rg().stage == "rg_consideration"


def test_consent_turns_on_the_age_at_referral_and_not_at_exploitation() -> None:
    grown_up = Walk.of(age_at_referral="adult", age_at_exploitation="child", consent="not_given")

    assert "consent_or_child" in grown_up.refused("accept_referral", "intake")


def test_a_rejection_needs_a_reason_of_the_closed_list(case: Walk) -> None:
    assert "form_complete" in case.refused("reject_referral", "intake")


@pytest.mark.parametrize(
    ("step", "field", "choices"),
    [
        ("reject_referral", "reason", {"not_first_responder", "adult_without_consent", "duplicate"}),
        ("request_reconsideration", "ground", {"new_evidence", "not_in_line_with_guidance"}),
        ("serve_cg_negative", "recipient", {"the_person", "somebody_with_permission"}),
        ("record_attendance", "status", {"present", "absent"}),
    ],
)
def test_a_list_that_is_closed_holds_these_choices_and_no_other(step: str, field: str, choices: set[str]) -> None:
    assert {choice for asked in form(Step(step)) if asked.name == field for choice in asked.choices} == choices


@pytest.mark.parametrize("step", ["decide_rg_positive", "draft_rg_negative"])
def test_a_reasonable_grounds_decision_needs_reasons(case: Walk, step: str) -> None:
    case.to_rg()

    assert list(case.refused(step, "decider")) == ["reasons_recorded"]
    assert list(case.refused(step, "decider", reasons="   ")) == ["reasons_recorded"]


def test_a_negative_reasonable_grounds_draft_is_served_once_confirmed_by_another(case: Walk) -> None:
    case.to_rg_review().takes("confirm_rg_negative", "reviewer")

    assert case.stage == "rg_negative_served"
    assert case.attempt.case.served_on == case.today


def test_a_negative_reasonable_grounds_decision_never_goes_to_a_panel(case: Walk) -> None:
    case.to_rg_review().takes("confirm_rg_negative", "reviewer")

    assert "panel_listing" not in list(stages_of(case))


def test_a_returned_reasonable_grounds_draft_is_void(case: Walk) -> None:
    case.to_rg_review().takes("return_rg_draft", "reviewer", reasons="Look at the form again.")

    assert case.stage == "rg_consideration"
    assert case.attempt.case.decision is None


@pytest.mark.parametrize("stage", ["to_rg", "to_rg_review", "to_recovery", "to_cg"])
def test_information_can_be_asked_for_and_recorded_until_the_conclusive_grounds_decision(stage: str) -> None:
    case = getattr(Walk.of(), stage)()
    before = case.stage

    case.takes("request_information", "decider", of="police", question="What is known?")
    for answers in ("decider", "responder", "subject"):
        case.takes("record_information", answers, of="other", what="A letter.")

    assert case.stage == before


def test_information_is_recorded_with_its_sender(case: Walk) -> None:
    assert "form_complete" in case.to_rg().refused("record_information", "decider", what="A letter.")


def test_work_on_conclusive_grounds_may_begin_before_the_recovery_minimum_but_not_the_decision(case: Walk) -> None:
    case.to_recovery().takes("begin_cg_consideration", "decider")

    assert list(case.refused("decide_cg_positive", "decider", reasons="Shown.")) == ["recovery_minimum"]
    assert list(case.refused("draft_cg_negative", "decider", reasons="Not shown.")) == ["recovery_minimum"]


def test_every_reason_for_a_refusal_is_given_at_once(case: Walk) -> None:
    case.to_recovery().takes("begin_cg_consideration", "decider")

    reasons = case.refused("decide_cg_positive", "reviewer")

    assert set(reasons) == {"role", "recovery_minimum", "reasons_recorded"}


def test_the_second_reviewer_is_not_whoever_wrote_the_draft(case: Walk) -> None:
    case.to_second_pair(by="all-rounder")

    assert list(case.refused("uphold_cg_negative", "all-rounder")) == ["another_reviewer"]
    assert list(case.refused("return_cg_draft", "all-rounder", reasons="Again.")) == ["another_reviewer"]
    assert case.takes("uphold_cg_negative", "reviewer").stage == "panel_listing"


def test_whoever_wrote_an_earlier_draft_may_review_a_new_one(case: Walk) -> None:
    """The review is of the very draft; its writer is who must not do it."""
    case.to_second_pair(by="all-rounder").takes("return_cg_draft", "reviewer", reasons="Again.").drafts("decider-2")

    assert case.takes("uphold_cg_negative", "all-rounder").stage == "panel_listing"


@pytest.mark.parametrize("step", ["return_cg_draft", "recall_for_new_evidence"])
def test_a_review_is_void_once_the_draft_is_taken_back(case: Walk, step: str) -> None:
    if step == "return_cg_draft":
        case.to_second_pair().takes(step, "reviewer", reasons="Again.")
    else:
        case.to_listing().takes(step, "decider", what_is_new="A letter.")

    assert case.stage == "cg_consideration"
    assert case.attempt.scene.position.reviewed == "no"
    assert case.drafts("decider-2").stage == "second_pair_of_eyes"
    assert case.attempt.case.reviewer is None


@pytest.mark.parametrize("stage", ["to_second_pair", "to_listing", "to_ready"])
@pytest.mark.parametrize("by", ["decider", "manager"])
def test_a_decision_maker_or_manager_takes_a_draft_back_for_new_evidence(stage: str, by: str) -> None:
    case = getattr(Walk.of(), stage)()

    assert "form_complete" in case.refused("recall_for_new_evidence", by)
    assert case.takes("recall_for_new_evidence", by, what_is_new="A report.").stage == "cg_consideration"


@pytest.mark.parametrize("by", ["reviewer", "expert", "intake", "chair-1", "responder", "subject"])
def test_nobody_else_takes_a_draft_back(case: Walk, by: str) -> None:
    assert "role" in case.to_listing().refused("recall_for_new_evidence", by, what_is_new="A report.")


def test_nothing_is_recalled_while_a_panel_sits(case: Walk) -> None:
    assert list(case.to_sitting().refused("recall_for_new_evidence", "decider", what_is_new="A report.")) == ["stage"]


@pytest.mark.parametrize(
    "form",
    [{}, {"recipient": "the_person"}, {"safe_to_contact": True}, {"recipient": "the_person", "safe_to_contact": False}],
)
def test_service_needs_a_recipient_and_that_it_is_safe(case: Walk, form: dict[str, object]) -> None:
    assert list(case.to_ready().refused("serve_cg_negative", "decider", **form)) == ["form_complete"]


def test_a_step_of_another_stage_is_refused_and_says_where_it_belongs(case: Walk) -> None:
    reason = case.refused("serve_cg_negative", "decider", recipient="the_person", safe_to_contact=True)["stage"]

    assert "Negative decision ready to serve" in reason.text
    assert "process.order" in str(reason)


STEPS = {
    "received": ("accept_referral", "intake"),
    "to_rg": ("decide_rg_positive", "decider"),
    "to_rg_review": ("confirm_rg_negative", "reviewer"),
    "to_recovery": ("begin_cg_consideration", "decider"),
    "to_cg": ("decide_cg_positive", "decider"),
    "to_second_pair": ("uphold_cg_negative", "reviewer"),
    "to_listing": ("convene_panel", "secretary"),
    "to_ready": ("serve_cg_negative", "decider"),
}


@pytest.mark.parametrize("stage", STEPS)
def test_a_step_belongs_to_one_role_alone(stage: str) -> None:
    case = Walk.of() if stage == "received" else getattr(Walk.of(), stage)()
    step, whose = STEPS[stage]
    own = {role for person in case.attempt.scenario.people.values() if person.id == whose for role in person.roles}
    for person in case.attempt.scenario.people.values():
        refused = case.refused(step, person.id) if not own & set(person.roles) else {}
        assert ("role" in refused) == (not own & set(person.roles)), person.id


def test_a_negative_reasonable_grounds_draft_is_not_confirmed_by_whoever_wrote_it(case: Walk) -> None:
    case.to_rg().takes("draft_rg_negative", "all-rounder", reasons="Nothing points to it.")

    assert list(case.refused("confirm_rg_negative", "all-rounder")) == ["another_reviewer"]
    assert list(case.refused("return_rg_draft", "all-rounder", reasons="Again.")) == ["another_reviewer"]
    assert case.takes("confirm_rg_negative", "reviewer").stage == "rg_negative_served"


def test_that_only_a_decision_maker_or_manager_recalls_is_a_working_assumption(case: Walk) -> None:
    """No source says how new evidence was dealt with between the draft and its service."""
    reason = case.to_listing().refused("recall_for_new_evidence", "expert", what_is_new="A report.")["role"]

    assert not reason.confirmed
