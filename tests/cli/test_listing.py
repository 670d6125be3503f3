"""What there is, where it is, and whether it is in order."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from sca_flow import __version__
from sca_flow.cli import completing

from .conftest import Command


def test_the_list_names_each_scenario_with_its_course(sca_flow: Command) -> None:
    listed = sca_flow("list", "--json").json
    assert [course["id"] for course in listed["courses"]] == ["first-decisions"]
    assert {scenario["id"] for scenario in listed["scenarios"]} >= {"nail-bar", "county-lines", "domestic-servitude"}
    for scenario in listed["scenarios"]:
        assert scenario["course"] == "first-decisions"
        assert all(scenario[name] for name in ("title", "summary", "minutes"))


def test_the_list_can_be_read_without_json(sca_flow: Command) -> None:
    said = sca_flow("list")
    assert said.code == 0
    assert any(line.startswith("  nail-bar: ") and line.endswith(" minutes") for line in said.lines)


def test_the_version_names_ours_textuals_and_pythons(sca_flow: Command) -> None:
    said = sca_flow("--version")
    assert said.lines[0] == f"sca-flow {__version__}"
    assert said.lines[1].startswith("textual 8.")
    assert said.lines[2] == f"python {platform.python_version()}"


def test_where_names_the_store_that_is_used(sca_flow: Command, store: Path) -> None:
    assert sca_flow("where", "--json").json["store"] == str(store)
    assert f"store: {store}" in sca_flow("where").lines


def test_where_without_a_store_named_is_the_platforms_data_folder(
    sca_flow: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCA_FLOW_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert sca_flow("where", "--json").json["store"] == str(tmp_path / "sca-flow" / "attempts.db")


def test_where_hides_a_password(sca_flow: Command) -> None:
    said = sca_flow("where", "--store", "postgresql://ann:secret@host/room")
    assert "secret" not in said.out
    assert "ann" in said.out


def test_the_doctor_finds_everything_in_order_and_makes_no_store(sca_flow: Command, store: Path) -> None:
    said = sca_flow("doctor", "--json")
    assert said.code == 0
    assert said.json["sound"] is True
    assert said.json["findings"] == []
    assert said.json["store"]["writable"] is True
    assert said.json["rules"]["table_sound"] is True
    assert said.json["versions"]["python"] == platform.python_version()
    assert not store.exists()


def test_the_doctor_tells_of_the_journal_mode_and_schema_of_a_store(sca_flow: Command) -> None:
    sca_flow("walk", "nail-bar")
    told = sca_flow("doctor", "--json").json["store"]
    assert (told["journal_mode"], told["synchronous"], told["attempts"]) == ("delete", "full", 1)
    assert told["schema"] == told["newest_schema"]


def test_the_doctor_finds_another_programs_file_unsound(sca_flow: Command, store: Path) -> None:
    store.write_text("somebody's notes, long enough to be looked at")
    said = sca_flow("doctor")
    assert said.code == 1
    assert "Unsound:" in said.out
    assert store.read_text().startswith("somebody's notes")


def test_the_shell_completes_scenarios_rules_and_the_last_of_several_sectors() -> None:
    assert completing.scenarios("na") == ["nail-bar"]
    assert "panel.in_force" in completing.rules("panel.")
    assert completing.sectors("chair,po") == ["chair,police"]
    assert completing.sectors("cha") == ["chair"]


def test_the_shell_is_offered_the_attempts_of_a_store_and_none_where_there_is_no_store(
    sca_flow: Command, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offered() -> str:
        with monkeypatch.context() as asked:
            asked.setenv("_SCA_FLOW_COMPLETE", "complete_bash")
            asked.setenv("COMP_WORDS", "sca-flow resume ")
            asked.setenv("COMP_CWORD", "2")
            return sca_flow(leaves=0).out.strip()

    assert offered() == ""
    assert not store.exists()
    attempt = sca_flow("walk", "nail-bar").lines[0].removeprefix("attempt ")
    assert offered() == attempt
