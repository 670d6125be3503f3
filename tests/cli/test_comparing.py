"""Comparing policies from the command line."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .conftest import Command

DAY = ("--on", "2021-06-01")
SMALL = ("--members", "3")


def test_two_policies_are_compared_in_rules_behaviour_and_safeguards(sca_flow: Command) -> None:
    said = sca_flow("policy", "diff", "rules", "binding-referral-back", *DAY, *SMALL, "--json")
    found = said.json
    assert said.code == 0
    assert [(one["old"]["value"], one["new"]["value"]) for one in found["text"]] == [("no", "yes")]
    [behaviour] = found["behaviour"]
    assert ("lost", "further_consideration", "decline_further_consideration") in [
        (one["kind"], one["stage"], one["step"]) for one in behaviour["differences"]
    ]
    changed = {one["id"]: (one["first"], one["second"]) for one in found["safeguards"] if one["first"] != one["second"]}
    assert changed == {"referral-back-is-advisory": ("holds", "broken")}
    assert found["receipt"]["bounds"]["members"] == 3


def test_a_policy_compared_with_itself_is_equivalent(sca_flow: Command) -> None:
    said = sca_flow("policy", "diff", "rules", "rules", *DAY, *SMALL)
    assert "Equivalent" in said.out
    assert "no rules with another value" in said.out


def test_two_dates_are_compared(sca_flow: Command) -> None:
    said = sca_flow("policy", "diff", "2022-12-12", "2023-01-30", *SMALL)
    assert said.code == 0
    assert "was 45 days" in said.out
    assert "is 30 days" in said.out


def test_the_page_stands_alone_and_nothing_is_overwritten(sca_flow: Command, tmp_path: Path) -> None:
    page = tmp_path / "diff.html"
    words = ("policy", "diff", "rules", "no-panel", *DAY, *SMALL, "--format", "html", "--output", page)
    said = sca_flow(*words)
    assert (said.code, said.out) == (0, "")
    assert str(page) in said.err
    text = page.read_text(encoding="utf-8")
    HTMLParser().feed(text)
    assert text.startswith("<!DOCTYPE html>")
    assert "<script" not in text
    assert "src=" not in text
    again = sca_flow(*words)
    assert again.code == 2
    assert "there already" in again.err
    assert page.read_text(encoding="utf-8") == text


def test_a_report_may_go_into_a_file_in_any_form(sca_flow: Command, tmp_path: Path) -> None:
    path = tmp_path / "diff.json"
    assert sca_flow("policy", "diff", "rules", "rules", *DAY, *SMALL, "--json", "--output", path).code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == 1
    assert sca_flow("policy", "diff", "rules", "rules", "--output", tmp_path / "no" / "such", *DAY, *SMALL).code == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("chair-plus-tree", "rules"), "chair-plus-three"),
        (("2021-06-01", "2022-06-01", "--on", "2021-06-01"), "two dates"),
        (("2018-01-01", "rules"), "2019-04-29"),
        (("2021-02-30", "rules"), "2021-02-30"),
        (("rules", "no-panel+chair-plus-three", "--json", "--format", "html"), "--json"),
        (("rules", "rules", "--format", "pdf"), "pdf"),
        (("rules",), "B"),
    ],
)
def test_what_cannot_be_compared_says_why(sca_flow: Command, words: tuple[str, ...], why: str) -> None:
    said = sca_flow("policy", "diff", *words)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


def test_a_search_that_was_cut_is_said_by_word_and_exit_code(sca_flow: Command) -> None:
    said = sca_flow("policy", "diff", "rules", "chair-plus-three", *DAY, *SMALL, "--limit", "50")
    assert said.code == 4
    assert "Incomplete" in said.out


def test_a_grid_says_where_each_safeguard_breaks(sca_flow: Command) -> None:
    said = sca_flow(
        "policy",
        "grid",
        "quorum.members_besides_chair=1..3",
        "referral_back.binding=true,false",
        *DAY,
        *SMALL,
        "--json",
    )
    combinations = said.json["combinations"]
    assert (len(combinations), said.code) == (6, 1)
    broken = [one["set"] for one in combinations if one["verdicts"]["no-outcome-without-quorum"] == "broken"]
    assert {one["quorum.members_besides_chair"] for one in broken} == {1}
    binding = [one["set"] for one in combinations if one["verdicts"]["referral-back-is-advisory"] == "broken"]
    assert binding
    assert all(one["referral_back.binding"] for one in binding)


def test_a_grid_in_which_nothing_breaks_ends_well(sca_flow: Command) -> None:
    assert sca_flow("policy", "grid", "quorum.members_besides_chair=2..3", *DAY, *SMALL).code == 0
    assert sca_flow("policy", "grid", "quorum.members_besides_chair=2..3", *DAY, *SMALL, "--limit", "9").code == 4


@pytest.mark.parametrize(
    ("varying", "why"),
    [
        ("quorum.member_besides_chair=1..3", "quorum.members_besides_chair"),
        ("quorum.members_besides_chair", "given no value"),
        ("quorum.members_besides_chair=3..1", "1..3"),
        ("quorum.members_besides_chair=two", "two"),
        ("referral_back.binding=maybe", "maybe"),
        ("process.order=1", "standing rule"),
    ],
)
def test_what_cannot_vary_says_why(sca_flow: Command, varying: str, why: str) -> None:
    said = sca_flow("policy", "grid", varying, *DAY)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


def test_attendance_answers_for_a_day_on_which_panels_sat(sca_flow: Command) -> None:
    words = ("policy", "attendance", "--members", "5", "--chair-rate", "0.95", "--member-rate", "0.8")
    found = sca_flow(*words, "--json").json
    assert found["on"] == "2022-11-30"
    assert found["probability"] == pytest.approx(0.943616)
    assert "0.894976" in sca_flow(*words, "-p", "chair-plus-three").out
    assert sca_flow(*words, "--on", "2023-06-01", "--json").json["probability"] is None


@pytest.mark.parametrize("rate", ["1.5", "-1", "nan", "often"])
def test_a_rate_that_is_no_probability_is_refused(sca_flow: Command, rate: str) -> None:
    said = sca_flow("policy", "attendance", "--members", "5", "--chair-rate", rate, "--member-rate", "0.8")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Error:")
