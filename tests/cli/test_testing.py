"""`scenario test`, `scenario record` and `scenario compare`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.scenario.loader import SHIPPED
from sca_flow.workshop.starting import begin

from .conftest import Command

NAIL_BAR = SHIPPED / "first-decisions" / "nail-bar"


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """A scenario with a panel."""
    return begin("made-up", tmp_path, "panel")


def write(scenario: Path, text: str) -> Path:
    path = scenario / "tests" / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_begun_passes_its_tests_and_says_where_each_ends(sca_flow: Command, panel: Path) -> None:
    said = sca_flow("scenario", "test", panel)

    assert said.code == 0
    assert said.lines == [
        f"passed  {panel}/scenario.yaml: model path -> cg_positive_served",
        f"passed  {panel}/tests/panel-agrees.yaml: panel-agrees -> cg_negative_served",
        "2 passed, 0 failed, 0 unreadable.",
    ]


def test_a_scenario_without_tests_has_its_model_path_played_and_says_so(sca_flow: Command, panel: Path) -> None:
    (panel / "tests" / "panel-agrees.yaml").unlink()
    (panel / "tests").rmdir()
    said = sca_flow("scenario", "test", panel)

    assert said.code == 0
    assert f"{panel} has no tests" in said.out
    assert sca_flow("scenario", "test", panel, "--json").json["without_tests"] == [str(panel)]


def test_a_test_that_fails_leaves_with_one_and_one_that_cannot_be_read_with_two(sca_flow: Command, panel: Path) -> None:
    path = write(panel, "- {step: accept_referral}\n- {step: withdraw, by: j-beck}\n")
    said = sca_flow("scenario", "test", path, "--json")
    assert said.code == 1
    (found,) = said.json["tests"]
    assert {key: found[key] for key in ("outcome", "number", "step", "line", "stage", "expected", "came")} == {
        "outcome": "failed",
        "number": 2,
        "step": "withdraw",
        "line": 2,
        "stage": "rg_consideration",
        "expected": "taken",
        "came": "refused by role",
    }
    assert found["reasons"][0]["rules"][0]["source"]

    write(panel, "- {step: acept_referral}\n- {step: withdrew}\n")
    said = sca_flow("scenario", "test", panel, "--json")
    assert said.code == 2
    assert (said.json["passed"], said.json["failed"], said.json["unreadable"]) == (2, 0, 1)
    assert [problem["line"] for problem in said.json["tests"][1]["problems"]] == [1, 2]
    assert sca_flow("scenario", "test", panel / "nowhere").code == 2


def test_an_attempt_is_recorded_as_a_test_that_passes(sca_flow: Command, panel: Path, made: Path) -> None:
    attempt = sca_flow("walk", panel, "--auto", "--seed", 5).lines[0].removeprefix("attempt ")
    path = panel / "tests" / "recorded.yaml"

    said = sca_flow("scenario", "record", attempt, "--output", path)
    assert (said.code, said.out, said.err) == (0, "", f"Written to {path}.\n")
    assert sca_flow("scenario", "test", path).code == 0
    assert sca_flow("scenario", "record", attempt).out == path.read_text(encoding="utf-8")
    assert sca_flow("scenario", "record", attempt, "--json").json["attempt"] == attempt


def test_nothing_is_overwritten_and_an_attempt_that_is_not_there_is_told(
    sca_flow: Command, panel: Path, made: Path
) -> None:
    attempt = sca_flow("walk", panel, "--auto", "--seed", 1).lines[0].removeprefix("attempt ")
    path = write(panel, "mine")

    assert sca_flow("scenario", "record", attempt, "--output", path).code == 2
    assert path.read_text(encoding="utf-8") == "mine"
    assert sca_flow("scenario", "record", "nobody", "--json").error["code"] == "unknown-name"


def test_two_policies_part_where_the_one_sends_a_negative_to_a_panel(sca_flow: Command) -> None:
    said = sca_flow("scenario", "compare", NAIL_BAR, "-p", "rules", "-p", "no-panel", "--json")

    assert said.code == 0
    found = {script["name"]: script for script in said.json["scripts"]}
    parts = found["model path"]["parts"]
    assert (parts["step"], parts["by"], parts["on"]) == ("uphold_cg_negative", "c-keane", "2020-07-20")
    assert (parts["first"]["stage"], parts["second"]["stage"]) == ("panel_listing", "ready_to_serve")
    (rule,) = parts["rules"]
    assert (rule["first"]["rule"], rule["first"]["value"], rule["second"]["value"]) == ("panel.in_force", "yes", "no")
    assert (rule["first"]["confidence"], rule["second"]["confidence"]) == ("verified", "assumed")
    assert found["model path"]["ends"]["first"]["stage"] == "cg_negative_served"
    assert found["model path"]["ends"]["second"]["through"] is False
    assert found["withdrawn"]["parts"] is None


def test_a_refusal_where_they_part_is_told_with_rule_source_and_confidence(sca_flow: Command) -> None:
    said = sca_flow(
        "scenario", "compare", NAIL_BAR / "tests" / "looked-at-again.yaml", "-p", "rules", "-p", "chair-plus-three"
    )

    assert said.code == 0
    assert "refer_back by j-farrow, on 2020-08-12." in said.out
    assert "quorum.members_besides_chair = 3 (on 2020-08-12; variant:chair-plus-three; assumed)" in said.out
    assert "Under A it comes to 'cg_positive_served'." in said.out
    assert "Under B it comes to 'panel_sitting', which is no end." in said.out


def test_a_policy_does_not_part_from_itself(sca_flow: Command) -> None:
    said = sca_flow("scenario", "compare", NAIL_BAR, "-p", "no-panel", "-p", "no-panel")

    assert said.code == 0
    assert said.lines[-1] == "7 compared, 0 part, 0 unreadable."


def test_the_rules_of_two_days_are_held_still_while_the_case_keeps_its_dates(sca_flow: Command) -> None:
    said = sca_flow("scenario", "compare", NAIL_BAR, "--on", "2021-06-01", "--on", "2023-06-01", "--json")

    parts = next(script["parts"] for script in said.json["scripts"] if script["name"] == "model path")
    assert (parts["step"], parts["on"]) == ("uphold_cg_negative", "2020-07-20")
    assert said.json["first"] == {
        "name": "the rules of 2021-06-01, held still", "policy": [], "on": "2021-06-01", "held_still": True,
    }  # fmt: skip


def test_a_day_that_a_scenario_assumes_is_assumed_before_the_rules_are_held_still(
    sca_flow: Command, panel: Path
) -> None:
    file = panel / "scenario.yaml"
    text = file.read_text(encoding="utf-8").replace("\nreferral:", "\nassume: {panel.in_force: 2022-12-10}\nreferral:")
    file.write_text(text, encoding="utf-8")
    said = sca_flow("scenario", "compare", panel, "--on", "2022-12-09", "--on", "2022-12-11", "--json")

    assert {script["name"]: script["parts"]["step"] for script in said.json["scripts"]} == {
        "model path": "uphold_cg_negative",
        "panel-agrees": "uphold_cg_negative",
    }


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-p", "rules"],
        ["-p", "rules", "--on", "2021-06-01"],
        ["-p", "rules", "-p", "no-panel", "-p", "rules"],
        ["-p", "rules", "-p", "no-pannel"],
        ["--on", "2021-06-01", "--on", "yesterday"],
        ["--on", "2021-06-01", "--on", "2018-06-01"],
    ],
)
def test_what_cannot_be_compared_is_told(sca_flow: Command, options: list[str]) -> None:
    said = sca_flow("scenario", "compare", NAIL_BAR, *options, "--json")

    assert said.code == 2
    assert said.error["do"] or said.error["why"]


def test_what_cannot_be_read_is_told_and_the_rest_is_compared(sca_flow: Command, panel: Path) -> None:
    path = write(panel, "- {step: acept_referral}\n")
    said = sca_flow("scenario", "compare", panel, "-p", "rules", "-p", "no-panel")

    assert said.code == 2
    assert f"ERROR   {path}:1:" in said.out
    assert said.lines[-1] == "2 compared, 2 part, 1 unreadable."
