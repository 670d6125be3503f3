"""The process as a table and as a drawing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sca_flow.people import Role
from sca_flow.states.names import ENDS, Stage, Step
from sca_flow.states.table import TABLE

from .conftest import Command


def transitions(sca_flow: Command, *on: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sca_flow("process", "table", *on, "--json").json["transitions"]
    return found


def test_every_row_is_a_transition(sca_flow: Command) -> None:
    found = transitions(sca_flow)
    assert len(found) == len(TABLE.rows)
    for one in found:
        assert one["from"] in list(Stage)
        assert one["step"] in list(Step)
        assert one["by"]
        assert set(one["by"]) <= set(Role)
        assert one["guards"]
        assert one["end"] == (one["to"] in ENDS)


def test_on_a_day_only_the_routes_of_that_day_are_there(sca_flow: Command) -> None:
    def upheld(day: str) -> set[str]:
        return {one["to"] for one in transitions(sca_flow, "--on", day) if one["step"] == "uphold_cg_negative"}

    assert "panel_listing" in upheld("2021-03-01")
    assert upheld("2023-03-01") == {"ready_to_serve"}
    assert upheld("2022-12-10") == {"panel_listing", "ready_to_serve"}


def test_a_dated_rule_says_by_whom(sca_flow: Command) -> None:
    [direct, *_] = [one for one in transitions(sca_flow, "--on", "2021-03-01") if "direct_further" in one["step"]]
    assert direct["by"] == ["manager", "experienced_staff"]


def test_the_table_can_be_read_without_json(sca_flow: Command) -> None:
    assert "received -> accept_referral -> rg_consideration" in sca_flow("process", "table").lines


@pytest.mark.parametrize(("language", "first"), [("mermaid", "stateDiagram-v2"), ("dot", "digraph process {")])
def test_a_drawing_is_all_there_is_on_stdout(sca_flow: Command, language: str, first: str) -> None:
    said = sca_flow("process", "diagram", "--format", language)
    assert (said.code, said.lines[0], said.err) == (0, first, "")
    assert "cg_negative_served" in said.out


def test_a_drawing_of_a_day_leaves_out_what_that_day_rules_out(sca_flow: Command) -> None:
    assert "panel_listing --> panel_sitting" in sca_flow("process", "diagram", "--on", "2021-03-01").out
    drawn = sca_flow("process", "diagram", "--on", "2023-03-01").out
    assert "second_pair_of_eyes --> panel_listing" not in drawn


def test_another_language_is_refused(sca_flow: Command) -> None:
    assert sca_flow("process", "diagram", "--format", "svg").code == 2


def test_the_whole_process_is_drawn_as_a_map(sca_flow: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = sca_flow("process", "map", "--on", "2021-03-01")
    assert (said.code, said.err) == (0, "")
    assert said.lines[0] == "The process under the rules of 2021-03-01."
    assert max(map(len, said.lines)) <= 60
    for stage in Stage:
        assert stage.label in said.out, stage
    assert sca_flow("process", "map", "--on", "2021-03-01", "--ascii").out.isascii()


def test_a_map_of_a_variant_needs_a_day(sca_flow: Command) -> None:
    assert sca_flow("process", "map", "-p", "no-panel").code == 2
    absent = sca_flow("process", "map", "-p", "no-panel", "--on", "2021-03-01", "--json").json["absent"]
    assert "panel_sitting" in absent


def test_the_map_of_an_attempt_says_where_it_stands(sca_flow: Command, made: Path) -> None:
    attempt = sca_flow("walk", "nail-bar", "--auto", "--seed", "7", "--json").json
    found = sca_flow("process", "map", attempt["attempt"], "--json").json
    assert found["here"] == attempt["stage"]
    seen = sca_flow("process", "map", attempt["attempt"])
    assert "YOU ARE HERE" in seen.out
    assert seen.lines[0].startswith("The nail bar: the case of ")


def test_the_map_of_an_attempt_takes_no_day(sca_flow: Command, made: Path) -> None:
    said = sca_flow("process", "map", "some-attempt", "--on", "2021-03-01")
    assert said.code == 2
    assert "its own dates" in said.err
