"""Asking where a rule comes from, and why a step was allowed or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Command, Said

WALK = """
- {step: accept_referral, by: o-tregear}
- {step: decide_rg_positive, by: r-adeyemi, with: {reasons: The account is consistent.}}
- {step: begin_cg_consideration, by: r-adeyemi}
- {step: draft_cg_negative, by: r-adeyemi, with: {reasons: Too early.}, expect: {refused_by: [recovery.minimum]}}
"""


@pytest.fixture
def walked(sca_flow: Command, made: Path, script: Callable[[str], Path]) -> str:
    """The id of an attempt: a referral accepted, and a decision refused that came too early."""
    return str(sca_flow("walk", "nail-bar", "--script", script(WALK), "--json").json["attempt"])


def explained(sca_flow: Command, attempt: str, seq: int) -> Said:
    return sca_flow("policy", "explain", attempt, seq, "--json")


def test_a_rule_s_history_has_every_value_with_its_source_and_who_says_otherwise(sca_flow: Command) -> None:
    found = sca_flow("policy", "history", "recovery.minimum", "--json").json
    assert [(one["from"], one["value"], one["source"]) for one in found["values"]] == [
        ("2019-04-29", "45 days", "WMS-22"),
        ("2022-12-13", "30 days", "WMS-22"),
        ("2023-01-30", "30 days", "NABA-2022"),
    ]
    assert [one["source"] for one in found["contradictions"]] == ["YJLC"]
    assert found["unconfirmed"] == 0


def test_a_day_that_the_sources_leave_open_stays_open_in_the_history(sca_flow: Command) -> None:
    first, after = sca_flow("policy", "history", "panel.in_force", "--json").json["values"]
    assert first["until"] == {"earliest": "2022-12-01", "latest": "2022-12-31"}
    assert (first["value"], after["value"]) == ("yes", "no")
    said = sca_flow("policy", "history", "panel.in_force").out
    assert "to a day from 2022-12-01 to 2022-12-31: yes" in said
    assert "from then on: no" in said


def test_the_history_under_a_variant_says_so(sca_flow: Command) -> None:
    found = sca_flow("policy", "history", "quorum.members_besides_chair", "-p", "chair-plus-three", "--json").json
    assert found["policy"] == ["chair-plus-three"]
    assert "3" in [one["value"] for one in found["values"]]


def test_an_unknown_rule_is_told_with_the_nearest_one(sca_flow: Command) -> None:
    said = sca_flow("policy", "history", "recovery.minimun")
    assert said.code == 2
    assert "recovery.minimum" in said.err


def test_a_rule_is_stale_once_it_was_checked_longer_ago_than_so_many_months(sca_flow: Command) -> None:
    checked = sca_flow("policy", "history", "recovery.minimum", "--json").json["last_checked"]
    assert sca_flow("policy", "stale", "--on", checked, "--json").json["rules"] == []
    later = sca_flow("policy", "stale", "--on", "2036-01-01", "--json").json
    assert {"rule": "recovery.minimum", "last_checked": checked} in later["rules"]
    assert later["months"] == 12
    assert sca_flow("policy", "stale", "--months", "-1").code == 2


def test_every_source_is_listed_with_the_rules_that_rest_on_it(sca_flow: Command) -> None:
    found = {one["id"]: one for one in sca_flow("policy", "sources", "--json").json["sources"]}
    assert "quorum.members_besides_chair" in found["V-2019"]["rules"]
    assert "recovery.minimum" in found["YJLC"]["contradicts"]
    assert all(one["title"] for one in found.values())


def test_a_step_that_was_taken_is_explained_by_every_guard_that_allowed_it(sca_flow: Command, walked: str) -> None:
    found = explained(sca_flow, walked, 2).json
    assert (found["step"], found["accepted"], found["to"]) == ("accept_referral", True, "rg_consideration")
    assert all(guard["allows"] for guard in found["guards"])
    assert any(rule["rule"] == "roles.competent_authority" for guard in found["guards"] for rule in guard["rules"])


def test_a_refusal_is_explained_with_rule_value_and_source(sca_flow: Command, walked: str) -> None:
    found = explained(sca_flow, walked, 5).json
    assert (found["step"], found["accepted"], found["to"]) == ("draft_cg_negative", False, None)
    [refusing] = [guard for guard in found["guards"] if not guard["allows"]]
    [rule] = [rule for rule in refusing["rules"] if rule["rule"] == "recovery.minimum"]
    assert (rule["value"], rule["confirmed"]) == ("45 days", True)
    assert [place["source"] for place in rule["cited"]] == ["WMS-22"]
    assert [one["source"] for one in rule["contradictions"]] == ["YJLC"]
    told = sca_flow("policy", "explain", walked, 5)
    assert "REFUSES" in told.out
    assert "says otherwise" in told.out


@pytest.mark.parametrize(("seq", "why"), [("1", "no step"), ("99", "no event 99"), ("0", "greater than"), ("x", "x")])
def test_what_is_no_step_is_told(sca_flow: Command, walked: str, seq: str, why: str) -> None:
    said = sca_flow("policy", "explain", walked, seq)
    assert said.code == 2
    assert why in said.err


def test_an_unknown_attempt_is_told(sca_flow: Command, made: Path) -> None:
    assert sca_flow("policy", "explain", "nobody", 2).code == 2
