"""Asking the dated rules."""

from __future__ import annotations

from datetime import date

import pytest

from .conftest import Command


def rule(sca_flow: Command, name: str, day: str) -> dict[str, object]:
    [found] = sca_flow("policy", "show", name, "--on", day, "--json").json["rules"]
    return found


def test_every_rule_is_shown_with_value_source_and_confidence(sca_flow: Command) -> None:
    shown = sca_flow("policy", "show", "--on", "2021-03-01", "--json").json
    assert shown["on"] == "2021-03-01"
    assert len(shown["rules"]) > 50
    for one in shown["rules"]:
        assert all(one[name] for name in ("source", "title", "confidence", "shown"))
    assert shown["unconfirmed"] == sum(not one["confirmed"] for one in shown["rules"]) > 0


def test_without_a_day_today_is_meant(sca_flow: Command) -> None:
    assert sca_flow("policy", "show", "--json").json["on"] == date.today().isoformat()


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("quorum.members_besides_chair", "2021-03-01", 2),
        ("quorum.members_besides_chair", "2023-03-01", "not_applicable"),
        ("quorum.chair_required", "2021-03-01", True),
        ("recovery.minimum", "2022-12-12", "45 days"),
        ("recovery.minimum", "2022-12-13", "30 days"),
        ("panel.reviews", "2021-03-01", ["cg_negative"]),
        ("panel.in_force", "2023-01-01", False),
    ],
)
def test_values_are_plain(sca_flow: Command, name: str, day: str, value: object) -> None:
    assert rule(sca_flow, name, day)["value"] == value


def test_on_a_day_that_the_sources_leave_open_both_values_are_possible(sca_flow: Command) -> None:
    found = rule(sca_flow, "panel.in_force", "2022-12-10")
    assert (found["value"], found["possible"], found["confirmed"]) == (None, [True, False], False)
    assert found["until"] == {"earliest": "2022-12-01", "latest": "2022-12-31"}


def test_before_the_start_no_rule_says_anything(sca_flow: Command) -> None:
    found = rule(sca_flow, "panel.in_force", "2018-01-01")
    assert (found["value"], found["source"], found["confirmed"]) == (None, None, False)


def test_one_rule_is_shown_alone(sca_flow: Command) -> None:
    said = sca_flow("policy", "show", "recovery.minimum", "--on", "2021-01-01")
    assert [line for line in said.lines if " = " in line] == ["recovery.minimum = 45 days"]


def test_the_rules_of_a_variant_can_be_shown(sca_flow: Command) -> None:
    found = sca_flow("policy", "show", "quorum.chair_required", "--on", "2021-06-01", "-p", "chair-optional", "--json")
    assert found.json["rules"][0]["value"] is False


def test_the_header_counts_what_is_unconfirmed(sca_flow: Command) -> None:
    assert "values are unconfirmed." in sca_flow("policy", "show", "--on", "2021-01-01").lines[0]


@pytest.mark.parametrize("present", [" chair , police, ngo", "chair,ngo,ngo,", "ngo,chair,police"])
def test_a_list_may_be_written_loosely_and_in_any_order(sca_flow: Command, present: str) -> None:
    said = sca_flow("policy", "quorum", "--on", "2021-03-01", "--present", present, "--json")
    assert (said.code, said.json["quorate"]) == (0, True)


def test_with_nobody_present_the_answer_is_no_and_says_what_is_missing(sca_flow: Command) -> None:
    said = sca_flow("policy", "quorum", "--on", "2021-03-01", "--present", "")
    assert said.code == 1
    assert "chair absent" in said.out
    assert "0 of 2 other members" in said.out


@pytest.mark.parametrize(("day", "says"), [("2022-12-10", "December 2022"), ("2023-01-01", "No panel is in force")])
def test_the_reason_says_which_it_is_where_there_is_no_answer(sca_flow: Command, day: str, says: str) -> None:
    said = sca_flow("policy", "quorum", "--on", day, "--present", "chair,police,ngo", "--json")
    assert says in said.json["words"]
    assert says in said.json["reasons"][0]["text"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--on", "2021-03-01", "--present", "chair,chair,ngo"), "one chair"),
        (("--on", "2021-03-01", "--present", "chair,polise"), "Did you mean 'police'?"),
        (("--on", "2021-03-01", "--present", "chair,ngo", "--conflicted", "health"), "'health' is conflicted, but not"),
        (("--on", "2021-03-01", "--present", "chair,ngo", "--conflicted", "ngo,ngo"), "as often"),
        (("--on", "2021-03-01", "--present", "ngo", "--conflicted", "chair"), "'chair' is conflicted, but not"),
        (("--on", "1 March 2021", "--present", "ngo"), "is not a date"),
        (("--on", "2021-02-30", "--present", "ngo"), "is not a date"),
        (("--on", "20210301", "--present", "ngo"), "is not a date"),
        (("--present", "ngo"), "--on"),
        (
            (
                "--on",
                "2021-03-01",
            ),
            "--present",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(sca_flow: Command, arguments: tuple[str, ...], says: str) -> None:
    said = sca_flow("policy", "quorum", *arguments)
    assert said.code == 2
    assert says in said.err
    assert said.out == ""


def test_an_unknown_rule_is_refused_with_the_nearest(sca_flow: Command) -> None:
    said = sca_flow("policy", "show", "quorum.member")
    assert said.code == 2
    assert "Did you mean 'quorum.members_besides_chair'?" in said.err
