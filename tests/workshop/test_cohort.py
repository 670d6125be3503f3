"""A trainer's report over the attempts in a store: what it says, and what it never says."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_flow.workshop.cohorts.counting import FEWER, FEWEST, Breakdown, Flags
from sca_flow.workshop.cohorts.rows import safe

from .commanding import Command
from .group import ASSUMED, NEGATIVE, ON, POSITIVE, TOO_EARLY, Group, group

FORMS = ("text", "html", "md", "csv", "json")


@pytest.fixture
def trainees(tmp_path: Path) -> Group:
    return group(tmp_path)


def rows(sca_flow: Command, *arguments: str) -> dict[tuple[str, str, str], Any]:
    """The rows of a report, by scenario, measure and key."""
    said = sca_flow("report", "--json", *arguments)
    assert said.code == 0, said.err
    return {(row["scenario"], row["measure"], row["key"]): row for row in said.json["rows"]}


def test_a_store_without_attempts_says_so(sca_flow: Command) -> None:
    said = sca_flow("report", "--store", "memory:")
    assert (said.code, "There are no attempts yet." in said.out) == (0, True)


def test_of_fewer_than_five_people_nothing_is_shown(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(4, ON)
    for form in FORMS:
        said = sca_flow("report", "--format", form)
        assert "ewer than five" in said.out or "fewer than 5" in said.out
        assert "Made up" not in said.out
    assert [row["count"] for row in rows(sca_flow).values()] == [None]


def test_one_person_who_tries_often_is_one_person(sca_flow: Command, trainees: Group) -> None:
    for name in ("Zoë Real", "zoë  real", "ZOË REAL", "Zoë Real ", "Zoe\u0308 Real"):
        trainees.attempt(ON, name)
    assert sca_flow("report", "--json").json["suppressed"] == ["made-up"]


def test_five_people_are_shown(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(5, ON)
    found = rows(sca_flow)
    assert found["made-up", "people", "all"]["count"] == 5
    assert found["made-up", "attempts", "finished"]["count"] == 5
    assert found["made-up", "parted", "with the model"]["share"] == 1
    assert found["made-up", "decision.rg.outcome", "decide_rg_positive"]["count"] == 5
    assert found["made-up", "decision.rg.finding.means", "open"]["count"] == 5
    assert found["made-up", "decision.rg.reason", "low"]["share"] == 1
    assert found["made-up", "target.rg.target", "met"]["count"] == 5
    assert {name for _, name, _ in found if name.startswith("score")} == {
        "score.process", "score.judgement", "score.reasons"
    }  # fmt: skip


def test_a_figure_that_would_tell_a_small_one_is_kept_back_too(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(9, ON)
    trainees.attempt(NEGATIVE)
    found = rows(sca_flow)
    assert found["made-up", "attempts", "finished"]["count"] == 10
    assert found["made-up", "parted", ""]["count"] is None
    assert not {row["count"] for row in found.values()} & {1, 9}


def test_where_they_part_and_what_to_practise_is_counted(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(6, ON)
    trainees.attempts(5, NEGATIVE)
    found = rows(sca_flow)
    assert found["made-up", "parted", "draft_rg_negative for decide_rg_positive"]["count"] == 5
    said = sca_flow("report").out
    assert (
        "Draft a negative reasonable grounds decision, where the model has: Decide reasonable grounds: positive" in said
    )
    assert (
        "Draft a negative reasonable grounds decision: not the outcome that this file bears. — how many: 5 (45%)"
        in said
    )


def test_the_unfinished_stand_somewhere(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(5, ON)
    trainees.attempts(5, POSITIVE)
    found = rows(sca_flow)
    assert found["made-up", "unfinished_at", "cg_consideration"]["count"] == 5


def test_a_refusal_by_a_confirmed_rule_is_a_fault_and_a_known_mistake(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(5, TOO_EARLY)
    found = rows(sca_flow)
    assert [key for _, measure, key in found if measure == "refusal"] == ["draft_cg_negative by recovery_minimum"]
    assert found["made-up", "mistake", "too-early"]["count"] == 5
    assert not [key for _, measure, key in found if measure == "working_assumption"]


def test_a_refusal_by_a_working_assumption_is_listed_apart(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(5, ASSUMED)
    found = rows(sca_flow)
    assert {measure for _, measure, _ in found} & {"refusal", "working_assumption"} == {"working_assumption"}


def test_a_long_pause_is_no_active_time(sca_flow: Command, trainees: Group) -> None:
    for _ in range(5):
        trainees.attempt(NEGATIVE, each=timedelta(minutes=10))
        trainees.attempt(NEGATIVE, each=timedelta(minutes=60))
    found = rows(sca_flow)
    assert found["made-up", "minutes.wall_clock", "highest"]["value"] == 180
    assert found["made-up", "minutes.active", "highest"]["value"] == 30
    assert found["made-up", "minutes.active", "lowest"]["value"] == 0


def test_nobody_is_named_and_nothing_that_was_written_is_told(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(6, ON)
    ids = [one["attempt"] for one in sca_flow("attempts", "--json").json["attempts"]]
    for form in FORMS:
        said = sca_flow("report", "--format", form).out
        for secret in ("Person Number", "My own words", "I suspect it", "Consistent.", *ids):
            assert secret not in said
    pseudonyms = sca_flow("report", "--json").json["scenarios"][0]["trainees"]
    assert len(set(pseudonyms)) == 6
    assert sca_flow("report", "--json").json["scenarios"][0]["trainees"] == pseudonyms


def test_what_was_erased_is_counted_without_what_was_written(sca_flow: Command, trainees: Group) -> None:
    for attempt in trainees.attempts(5, ON):
        sca_flow("erase", attempt, "--yes")
    # Where the scenario was found went with the text; others know it still.
    assert rows(sca_flow)["made-up", "not_comparable", "its scenario or variant is gone"]["count"] == 5
    trainees.attempts(5, ON)
    found = rows(sca_flow)
    assert found["made-up", "attempts", "finished"]["count"] == 10
    assert found["made-up", "erased", "erased"]["count"] == 5


def test_a_scenario_that_changed_is_not_comparable(sca_flow: Command, trainees: Group, tmp_path: Path) -> None:
    trainees.attempts(5, ON)
    file = tmp_path / "a-course" / "made-up" / "letter.txt"
    file.write_text(file.read_text(encoding="utf-8") + "And more.\n", encoding="utf-8")
    found = rows(sca_flow)
    assert found["made-up", "not_comparable", "its scenario or the rules changed since"]["count"] == 5


def test_a_broken_attempt_is_set_aside(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(7, ON)
    with closing(sqlite3.connect(trainees.store)) as raw:
        raw.executescript(
            "DROP TRIGGER entries_no_update;"
            "UPDATE entries SET body = 'nonsense' WHERE attempt = (SELECT min(attempt) FROM attempts);"
            "UPDATE entries SET body = '[]' WHERE attempt = (SELECT max(attempt) FROM attempts) AND seq = 1;"
        )
    found = rows(sca_flow)
    assert found["made-up", "people", "all"]["count"] == 5
    assert found["made-up", "not_comparable", "it is broken"]["count"] is None


def test_what_was_tried_again_is_not_counted_twice(sca_flow: Command, trainees: Group) -> None:
    for attempt in trainees.attempts(5, ON):
        sca_flow("resume", attempt, "--from", 5, "--auto", "--seed", 1, "--json")
    found = rows(sca_flow)
    assert found["made-up", "attempts", "all"]["count"] == 5
    assert found["made-up", "not_comparable", "tried again from a step of another attempt"]["count"] == 5


def test_a_course_limits_the_report(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(5, ON)
    assert [row["count"] for row in rows(sca_flow, "--course", "first-decisions").values()] == [0]
    assert rows(sca_flow, "--course", "a-course")["made-up", "people", "all"]["count"] == 5
    said = sca_flow("report", "--course", "first-decision")
    assert (said.code, "Did you mean 'first-decisions'?" in said.err) == (2, True)


def test_the_csv_is_tidy_and_holds_no_formula(sca_flow: Command, tmp_path: Path) -> None:
    trainees = group(tmp_path, ("says: It was decided too early.", "says: '=HYPERLINK(\"x\"), too early'"))
    trainees.attempts(5, TOO_EARLY)
    out = sca_flow("report", "--format", "csv").out
    assert out.count("\r\n") == out.count("\n")
    head, *lines = csv.reader(io.StringIO(out, newline=""))
    assert head[:5] == ["scenario", "measure", "key", "count", "share"]
    assert all(len(line) == len(head) for line in lines)
    assert all(not line[3] or line[3].isdecimal() for line in lines)
    assert any(line[2].startswith("'=HYPERLINK") for line in lines)
    assert not [cell for line in lines for cell in line if cell[:1] in "=+-@\t\r" and cell]


WIDE = [chr(ord(sign) + 0xFEE0) for sign in "=+-@"]
"""The full-width forms, which a spreadsheet takes for the signs."""


WIDE = [chr(ord(sign) + 0xFEE0) for sign in "=+-@"]
"""The full-width forms, which a spreadsheet takes for the signs."""


@pytest.mark.parametrize(
    "text",
    ["=1+1", " =1", "+1", "-1", "@x", "\t=1", "\rx", "\tx", '"=1', "' =1", "\u200b=1", "\u22121", "\u201c=1", *WIDE],
)
def test_what_looks_like_a_formula_is_made_text(text: str) -> None:
    assert safe(text).startswith("'")


@pytest.mark.parametrize("text", ["met", "decide_rg_positive for draft", "a=b", "1-2", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=20), min_size=1, max_size=6))
def test_no_hidden_figure_can_be_told_from_the_sum(groups: Sequence[Sequence[int]]) -> None:
    counted = Breakdown()
    for key, people in enumerate(groups):
        for person in people:
            counted.add(str(key), str(person))
    cells = counted.cells()
    shown = {cell.key: cell.count for cell in cells if cell.shown}
    hidden = [group for key, group in enumerate(groups) if str(key) not in shown]
    assert all(len(set(groups[int(key or "")])) >= FEWEST for key in shown)
    if hidden and shown:
        assert len(hidden) > 1
        rest = sum(map(len, groups)) - sum(count or 0 for count in shown.values())
        assert rest - (len(hidden) - 1) >= FEWEST  # any one of them might be five
        assert len({person for group in hidden for person in group}) >= FEWEST
    assert all(str(cell) == FEWER for cell in cells if not cell.shown)


def test_what_is_so_of_all_but_a_few_is_hidden_like_what_is_so_of_a_few() -> None:
    flags = Flags()
    for person in range(12):
        flags.add(
            [name for name, count in (("few", 2), ("most", 10), ("half", 6), ("all", 12)) if person < count],
            str(person),
        )
    assert {cell.key: cell.count for cell in flags.cells()} == {"few": None, "most": None, "half": 6, "all": 12}


def test_how_many_came_to_two_choices_does_not_tell_how_few_stand_between_them(
    sca_flow: Command, trainees: Group
) -> None:
    trainees.attempts(5, ON)
    trainees.attempts(6, [{"step": "accept_referral"}])
    trainees.attempt(POSITIVE)  # the only one between the two decisions
    found = rows(sca_flow)
    assert found["made-up", "unfinished_at", ""]["count"] is None
    reached = [
        12 - found["made-up", f"decision.{kind}.outcome", "not_reached"]["count"]
        for kind in ("rg", "cg")
        if ("made-up", f"decision.{kind}.outcome", "not_reached") in found
    ]
    assert len(reached) < 2


def test_what_was_walked_under_a_variant_is_not_counted_with_the_rest(sca_flow: Command, trainees: Group) -> None:
    trainees.attempts(5, ON)
    walked = sca_flow("walk", str(trainees.made.found_at), "-p", "no-panel", "--auto", "--seed", "1")
    assert walked.code == 0, walked.err
    found = rows(sca_flow)
    assert found["made-up", "attempts", "all"]["count"] == 5
    assert ("made-up", "not_comparable", "walked under a variant: other rules than the others'") in found
