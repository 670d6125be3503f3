"""A refusal that rests on something unconfirmed is a working assumption."""

from __future__ import annotations

from datetime import date

import pytest

from sca_flow.people import Role
from sca_flow.reasons import Reason, reason_for
from sca_flow.rules.loader import shipped
from sca_flow.rules.policy import Policy
from sca_flow.states.guards import Guard
from sca_flow.states.position import Position, Try
from sca_flow.states.table import TABLE

from ..builders import Walk, rules_on

ANYBODY = Try(Role.MANAGER)


def reason(*rules: str, test: object = lambda p, r, t: False, on: str = "2021-06-01") -> Reason:
    """The reason of a made-up guard that refuses and rests on these rules."""
    return reason_for(Guard("made_up", "It holds.", test, rules, "It does not."), Position(), rules_on(on), ANYBODY)


def test_a_refusal_that_rests_on_verified_rules_is_confirmed() -> None:
    assert reason("quorum.members_besides_chair").confirmed


def test_a_refusal_that_rests_on_an_assumed_standing_rule_is_not() -> None:
    assert not reason("simulation.form").confirmed
    assert not reason("quorum.members_besides_chair", "simulation.form").confirmed


def test_a_refusal_that_the_open_value_of_an_unconfirmed_rule_would_lift_is_not() -> None:
    assert not reason(
        "further_consideration.reviewer_may_answer",
        test=lambda p, r, t: r.further_consideration_reviewer_may_answer,
    ).confirmed


def test_a_refusal_that_stands_whatever_the_unconfirmed_rule_says_is_confirmed() -> None:
    assert reason("quorum.members_besides_chair", "quorum.conflicted_counted").confirmed


@pytest.mark.parametrize(("pin", "sits"), [(date(2022, 12, 20), True), (date(2022, 12, 10), False)])
def test_inside_the_unknown_days_nothing_that_turns_on_them_is_confirmed(pin: date, sits: bool) -> None:
    """Neither a refusal because panels sit nor one because they do not: on that day it may be either."""
    rules = rules_on("2022-12-15", shipped().assuming({"panel.in_force": pin}))
    assert rules.values.panel_in_force is sits
    turns_on_it = Guard(
        "made_up", "It holds.", lambda p, r, t: r.panel_in_force is not sits, ("panel.in_force",), "No."
    )

    assert not reason_for(turns_on_it, Position(), rules, ANYBODY).confirmed


def test_a_missing_paragraph_number_does_not_lower_a_value(policy: Policy) -> None:
    answer = policy.ask("quorum.members_besides_chair", date(2021, 6, 1))

    assert answer.version.pinpoint is None
    assert answer.confirmed


def test_a_reason_comes_back_from_the_journal_as_it_was() -> None:
    for first in Walk.of().to_listing().refused("convene_panel", "manager").values():
        assert Reason.from_json(first.as_json()) == first


def test_a_reason_can_be_named_by_its_guard_or_its_rules() -> None:
    assert reason("quorum.members_besides_chair").names == {"made_up", "quorum.members_besides_chair"}


def test_a_citation_of_an_unconfirmed_value_never_says_verified(policy: Policy) -> None:
    """Neither on a day that is not known nor by a date that is not known to pick the version."""
    case = Walk.of(received="2021-10-01", ieca_cohort=True).until("2021-12-01")

    cited = case.refused("accept_referral", "ieca-intake")["right_authority"].rules
    assert {citation.rule: citation.confidence for citation in cited}["competent_authority.ieca"] == "assumed"


def test_a_closed_offer_says_whether_anything_confirmed_closes_it() -> None:
    case = Walk.of().to_listing()

    assert not case.offer("release_from_panel").confirmed
    assert Walk.of().to_sitting().offer("publish_agreement").confirmed


def test_every_guard_rests_on_some_rule_with_a_source(policy: Policy) -> None:
    for row in TABLE.rows:
        for guard in row.guards:
            assert guard.rules, f"{row.name}: {guard.id}"
            for rule in guard.rules:
                assert policy.rules[rule].values[0].source in policy.sources


@pytest.mark.parametrize(
    ("guard", "rule"),
    [
        ("form_complete", "service.recipient"),
        ("form_complete", "recall.new_evidence"),
        ("form_complete", "referral_back.says_what"),
        ("form_complete", "referral.rejection_reasons"),
        ("reasons_recorded", "referral_back.answer_recorded"),
    ],
)
def test_what_a_step_asks_for_is_refused_by_the_rule_that_asks_for_it(guard: str, rule: str) -> None:
    """Each of these rules is on record with its source; the refusal is where a trainee would learn of it."""
    cited = {rule for row in TABLE.rows for found in row.guards if found.id == guard for rule in found.rules}

    assert rule in cited
