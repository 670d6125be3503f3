"""`sca-flow scenario sweep`, as a trainer uses it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sca_flow.reading import parse_yaml
from sca_flow.training import attempt as door
from sca_flow.workshop.starting import begin

from .conftest import Command


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    return begin("made-up", tmp_path, "decision")


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_scenario_has_all_its_endings_and_no_dead_end(sca_flow: Command, made_up: Path) -> None:
    said = sca_flow("scenario", "sweep", made_up, "--fail-under", "100")
    assert said.code == 0
    assert "5 of 5 (100 %) reached" in said.out
    assert "No dead ends." in said.lines


def test_each_script_of_the_report_can_stand_as_a_test(sca_flow: Command, made_up: Path) -> None:
    (swept,) = sca_flow("scenario", "sweep", made_up, "--json").json["scenarios"]
    text = sca_flow("scenario", "sweep", made_up).out
    for ending in swept["endings"]:
        one = made_up / "tests" / f"{ending['ending'].replace('_', '-')}.yaml"
        one.parent.mkdir(exist_ok=True)
        said = text.split(f"({ending['ending']})")[1].splitlines()[1 : 1 + ending["steps"]]
        one.write_text("\n".join(said) + "\n", encoding="utf-8")
        assert parse_yaml(one.read_text(encoding="utf-8"), "it").value == ending["script"]
    assert sca_flow("scenario", "test", made_up).code == 0
    after = sca_flow("scenario", "sweep", made_up, "--tested", "--fail-under", "100")
    assert after.code == 0
    assert "5 of 5 (100 %) of them tested" in after.out


def test_endings_that_no_test_walks_to_are_counted_where_they_are_asked_for(sca_flow: Command, made_up: Path) -> None:
    said = sca_flow("scenario", "sweep", made_up, "--tested", "--fail-under", "60")
    assert said.code == 1
    assert said.lines[-1].startswith("made-up: ")
    assert said.lines[-1].endswith("endings tested, and 60 % are asked for.")


def test_a_role_that_nobody_holds_is_told_where_it_is_missed(sca_flow: Command, made_up: Path) -> None:
    change(made_up, "[second_reviewer, manager]", "[manager]")
    said = sca_flow("scenario", "sweep", made_up, "--json")
    assert said.code == 1
    (swept,) = said.json["scenarios"]
    assert {one["ending"] for one in swept["not_reached"]} == {"rg_negative_served", "cg_negative_served"}
    assert all("nobody is second reviewer" in one["why"] for one in swept["not_reached"])
    assert swept["dead_ends"][0]["stage"] == "rg_second_review"
    assert [line["step"] for line in swept["dead_ends"][0]["script"]] == ["accept_referral", "draft_rg_negative"]


def test_coverage_names_what_is_missing_kind_by_kind(sca_flow: Command, made_up: Path) -> None:
    (swept,) = sca_flow("scenario", "sweep", made_up, "--json").json["scenarios"]
    assert list(swept["coverage"]) == ["stages", "steps", "choices", "endings", "refusals", "rules"]
    for kind in swept["coverage"].values():
        for what in ("reached", "tested"):
            assert sorted([*kind[what]["covered"], *kind[what]["missing"]]) == kind["all"]
    steps = swept["coverage"]["steps"]
    assert steps["reached"]["percent"] == 100.0
    assert "reject_referral" in steps["tested"]["missing"]


def test_a_limit_ends_it_as_incomplete(sca_flow: Command, made_up: Path) -> None:
    said = sca_flow("scenario", "sweep", made_up, "--limit", "10", "--json")
    assert (said.code, said.json["complete"]) == (4, False)


@pytest.mark.parametrize("share", ["-1", "100.5", "nan", "many"])
def test_what_is_no_share_of_a_hundred_is_refused(sca_flow: Command, made_up: Path, share: str) -> None:
    said = sca_flow("scenario", "sweep", made_up, "--fail-under", share)
    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize(
    "options", [["--seed", "1"], ["--runs", "2"], ["--save-test", "x.yaml"], ["--random", "--tested"]]
)
def test_options_that_say_nothing_together_are_refused(sca_flow: Command, made_up: Path, options: list[str]) -> None:
    assert sca_flow("scenario", "sweep", made_up, *options).code == 2


def test_what_cannot_be_read_is_told_with_its_line_and_the_others_are_swept(
    sca_flow: Command, made_up: Path, tmp_path: Path
) -> None:
    change(begin("other", tmp_path, "decision"), "\nminutes:", "\nminuts:")
    said = sca_flow("scenario", "sweep", tmp_path, tmp_path / "nowhere", "--json")
    assert said.code == 2
    assert [one["scenario"] for one in said.json["scenarios"]] == ["made-up"]
    other, nowhere = said.json["unreadable"]
    assert any("Did you mean 'minutes'?" in problem["what"] and problem["line"] for problem in other["problems"])
    assert "no such folder" in nowhere["problems"][0]["what"]


def test_the_id_of_a_scenario_that_ships_will_do(sca_flow: Command) -> None:
    (swept,) = sca_flow("scenario", "sweep", "county-lines", "--limit", "5", "--json").json["scenarios"]
    assert swept["scenario"] == "county-lines"


def test_random_runs_of_one_seed_say_the_same(sca_flow: Command, made_up: Path) -> None:
    command = ["scenario", "sweep", made_up, "--random", "--runs", "6", "--seed", "3"]
    one, other = sca_flow(*command), sca_flow(*command)
    assert one == other
    assert one.code == 0
    assert "6 random runs, --seed 3." in one.out


def test_a_seed_that_was_chosen_is_told_and_leads_to_the_same(sca_flow: Command, made_up: Path) -> None:
    chosen = sca_flow("scenario", "sweep", made_up, "--random", "--runs", "2", "--json").json
    (swept,) = chosen["scenarios"]
    again = sca_flow("scenario", "sweep", made_up, "--random", "--runs", "2", "--seed", swept["seed"], "--json").json
    assert again == chosen


def test_a_run_that_breaks_is_shrunk_and_saved_as_a_test(
    sca_flow: Command, made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = door.take

    def broken(scene: Any, step: Any, by: Any, given: Any) -> Any:
        if step == "decide_rg_positive":
            raise ZeroDivisionError("a fault that was put there")
        return sound(scene, step, by, given)

    monkeypatch.setattr(door, "take", broken)
    saved = tmp_path / "failing.yaml"
    said = sca_flow(
        "scenario", "sweep", made_up, "--random", "--runs", "9", "--seed", "1", "--save-test", saved, "--json"
    )
    assert said.code == 1
    failure = said.json["scenarios"][0]["failure"]
    assert failure["what"] == "ZeroDivisionError: a fault that was put there"
    assert [line["step"] for line in failure["script"]] == ["decide_rg_positive"]
    assert parse_yaml(saved.read_text(encoding="utf-8"), "it").value == failure["script"]
    again = sca_flow("scenario", "sweep", made_up, "--random", "--save-test", saved)
    assert (again.code, again.out) == (2, "")
    assert "is there already" in again.err


def test_when_no_run_fails_nothing_is_saved(sca_flow: Command, made_up: Path, tmp_path: Path) -> None:
    said = sca_flow("scenario", "sweep", made_up, "--random", "--runs", "1", "--save-test", tmp_path / "none.yaml")
    assert (said.code, (tmp_path / "none.yaml").exists()) == (0, False)
    assert "nothing was saved" in said.err
