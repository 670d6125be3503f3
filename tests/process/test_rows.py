"""The rows that hold while panels sit are those of the settled process, and no others."""

from __future__ import annotations

import pytest

from sca_flow.people import Role
from sca_flow.rules.policy import Rules
from sca_flow.states.guards import roles_of
from sca_flow.states.names import Stage
from sca_flow.states.table import TABLE

from ..builders import rules_on

CA, DM, SR = {"competent_authority"}, {"decision_maker"}, {"second_reviewer"}
SEC, CHAIR, SEATS = {"panel_secretariat"}, {"panel_chair"}, {"panel_chair", "panel_member", "panel_secretariat"}
ASKED, RECALL, ANSWER = (
    {"decision_maker", "first_responder", "person"},
    {"decision_maker", "manager"},
    {"manager", "experienced_staff"},
)
LEAVING, ANYBODY = {"person", "first_responder"}, {role.value for role in Role}

RG, CG = "rg_consideration", "cg_consideration"
LISTING, SITTING, READY = "panel_listing", "panel_sitting", "ready_to_serve"
SECOND, BACK, SERVED, RG_SERVED = (
    "second_pair_of_eyes",
    "further_consideration",
    "cg_negative_served",
    "rg_negative_served",
)
ENDS = {"not_accepted", RG_SERVED, "cg_positive_served", SERVED, "withdrawn"}
OPEN = {stage.value for stage in Stage} - ENDS

SETTLED: set[tuple[str, str, str, frozenset[str]]] = {
    (start, step, to, frozenset(by))
    for start, step, to, by in [
        ("received", "accept_referral", RG, CA),
        ("received", "reject_referral", "not_accepted", CA),
        (RG, "decide_rg_positive", "recovery_period", DM),
        (RG, "draft_rg_negative", "rg_second_review", DM),
        ("rg_second_review", "confirm_rg_negative", RG_SERVED, SR),
        ("rg_second_review", "return_rg_draft", RG, SR),
        ("recovery_period", "begin_cg_consideration", CG, DM),
        *[(at, "request_information", at, DM) for at in (RG, "rg_second_review", "recovery_period", CG)],
        *[(at, "record_information", at, ASKED) for at in (RG, "rg_second_review", "recovery_period", CG)],
        (CG, "decide_cg_positive", "cg_positive_served", DM),
        (CG, "draft_cg_negative", SECOND, DM),
        (SECOND, "uphold_cg_negative", LISTING, SR),
        (SECOND, "uphold_cg_negative", READY, SR),
        (SECOND, "return_cg_draft", CG, SR),
        *[(at, "recall_for_new_evidence", CG, RECALL) for at in (SECOND, LISTING, READY)],
        (LISTING, "convene_panel", SITTING, SEC),
        (LISTING, "release_from_panel", READY, SEC),
        (SITTING, "record_attendance", SITTING, SEC),
        (SITTING, "declare_conflict", SITTING, SEATS),
        (SITTING, "leave_sitting", SITTING, SEATS),
        (SITTING, "adjourn_sitting", LISTING, CHAIR | SEC),
        (SITTING, "publish_agreement", READY, CHAIR),
        (SITTING, "refer_back", BACK, CHAIR),
        (SITTING, "overturn_decision", "cg_positive_served", CHAIR),  # refused, unless a variant gives the power
        (BACK, "direct_further_consideration", CG, ANSWER),
        (BACK, "decline_further_consideration", READY, ANSWER),
        (READY, "serve_cg_negative", SERVED, DM),
        *[(at, "request_reconsideration", at, {"first_responder", "person"}) for at in (SERVED, RG_SERVED)],
        (SERVED, "accept_reconsideration", CG, CA),
        (RG_SERVED, "accept_reconsideration", RG, CA),
        *[(at, "decline_reconsideration", at, CA) for at in (SERVED, RG_SERVED)],
        *[(at, "withdraw", "withdrawn", LEAVING) for at in OPEN],
        *[(at, "withdraw", at, LEAVING) for at in (SERVED, RG_SERVED, "cg_positive_served")],
        *[(at, "suspend", LISTING if at == SITTING else at, CA) for at in OPEN],
        *[(at, "resume", at, CA) for at in OPEN],
        *[(stage.value, "wait", stage.value, ANYBODY) for stage in Stage],
    ]
}


def holding(rules: Rules) -> set[tuple[str, str, str, frozenset[str]]]:
    """The rows whose route can be taken under these rules."""
    return {
        (row.stage.value, row.step.value, row.to.value, frozenset(role.value for role in roles_of(row.by, rules)))
        for row in TABLE.rows
        if row.when.possible(rules)
    }


def test_the_rows_of_2021_are_those_of_the_settled_process(base: Rules) -> None:
    assert holding(base) == SETTLED


def test_when_panels_have_ended_no_draft_is_sent_to_one() -> None:
    rows = holding(rules_on("2023-06-01").values)

    assert {row[2] for row in rows if row[1] == "uphold_cg_negative"} == {READY}


def test_until_late_2019_only_a_first_responder_asks_for_reconsideration() -> None:
    rows = holding(rules_on("2019-11-14").values)

    assert {tuple(row[3]) for row in rows if row[1] == "request_reconsideration"} == {("first_responder",)}


@pytest.mark.parametrize(
    ("rules", "start", "step", "leads_to"),
    [
        (
            {"panel.reviews": frozenset({"rg_negative", "cg_negative"})},
            "rg_second_review",
            "confirm_rg_negative",
            LISTING,
        ),
        ({"panel.reviews": frozenset({"rg_negative", "cg_negative"})}, LISTING, "release_from_panel", RG_SERVED),
        ({"panel.reviews": frozenset({"rg_negative", "cg_negative"})}, SITTING, "publish_agreement", RG_SERVED),
        ({"panel.reviews": frozenset({"rg_negative", "cg_negative"})}, BACK, "direct_further_consideration", RG),
        ({"second_review.required_for": frozenset()}, RG, "draft_rg_negative", RG_SERVED),
        ({"second_review.required_for": frozenset()}, CG, "draft_cg_negative", LISTING),
    ],
)
def test_variants_take_rows_of_the_same_table(
    base: Rules, rules: dict[str, object], start: str, step: str, leads_to: str
) -> None:
    led = {row[2] for row in holding(base.setting(rules)) if row[:2] == (start, step)}

    assert leads_to in led
    assert led != {row[2] for row in holding(base) if row[:2] == (start, step)}


def test_every_stage_that_is_not_an_end_can_be_suspended_and_left_by_an_adult(base: Rules) -> None:
    for stage in OPEN:
        steps = {row[1] for row in holding(base) if row[0] == stage}
        assert {"suspend", "resume", "withdraw", "wait"} <= steps
