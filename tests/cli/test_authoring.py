"""The workshop's commands, as a trainer uses them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Command


@pytest.fixture
def begun(sca_flow: Command, tmp_path: Path) -> Path:
    assert sca_flow("scenario", "new", "my-case", "--into", tmp_path).code == 0
    return tmp_path / "my-case"


def test_what_is_begun_is_clean_and_plays(sca_flow: Command, begun: Path) -> None:
    checked = sca_flow("scenario", "check", begun)
    assert (checked.code, checked.lines[-1]) == (0, "1 scenario, 0 courses, 0 findings.")

    walked = sca_flow("walk", begun, "--auto", "--seed", 1, "--store", "memory:")
    assert walked.code == 0
    assert "The case may stop here." in walked.out


def test_a_finding_says_file_line_what_why_and_cure(sca_flow: Command, begun: Path) -> None:
    file = begun / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("[PQ-48206]", "[PQ-48207]"), encoding="utf-8")
    said = sca_flow("scenario", "check", begun)

    line = file.read_text(encoding="utf-8").splitlines().index("    sources: [PQ-48207]") + 1
    assert said.code == 1
    assert said.lines[0] == f"{file}:{line}:15: error SC003: there is no source 'PQ-48207'. Did you mean 'PQ-48206'?"
    assert said.lines[1].startswith("  Why: ")
    assert said.lines[2].startswith("  Cure: ")
    assert said.lines[-1] == "1 scenario, 0 courses, 2 findings."


def test_as_json_the_findings_carry_the_same(sca_flow: Command, begun: Path) -> None:
    file = begun / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("minutes: 30", "minutes: 0"), encoding="utf-8")
    said = sca_flow("scenario", "check", begun, "--json")

    assert said.code == 1
    assert said.json["scenarios"] == 1
    found = said.json["findings"][0]
    assert (found["code"], found["file"]) == ("SC001", str(file))
    assert all(found[key] for key in ("severity", "title", "line", "what", "why", "cure"))


def test_everything_is_told_at_once_over_all_that_is_named(sca_flow: Command, begun: Path, tmp_path: Path) -> None:
    sca_flow("scenario", "new", "other", "--from", "panel", "--into", tmp_path)
    (tmp_path / "other" / "scenario.yaml").write_bytes(b"\xff")
    (begun / "documents" / "support-letter.txt").unlink()
    said = sca_flow("scenario", "check", tmp_path, tmp_path / "nowhere", "--json")

    assert said.code == 2
    codes = {found["code"] for found in said.json["findings"]}
    assert {"SC000", "SC004"} <= codes
    assert said.json["scenarios"] == 2
    assert not said.err


def test_the_library_is_clean(sca_flow: Command) -> None:
    said = sca_flow("scenario", "check", Path(__file__).parents[2] / "sca_flow" / "library")

    assert (said.code, said.lines) == (0, ["3 scenarios, 1 course, 0 findings."])


def test_a_name_twice_and_a_name_that_cannot_be_are_refused(sca_flow: Command, begun: Path, tmp_path: Path) -> None:
    again = sca_flow("scenario", "new", "my-case", "--into", tmp_path, "--json")
    assert (again.code, again.error["code"]) == (2, "bad-input")
    assert "is there already" in again.error["what"]

    odd = sca_flow("scenario", "new", "../up", "--into", tmp_path)
    assert odd.code == 2
    assert "cannot be the name of a scenario" in odd.err


def test_where_a_scenario_was_begun_is_told_as_json(sca_flow: Command, tmp_path: Path) -> None:
    said = sca_flow("scenario", "new", "from-nails", "--from", "nail-bar", "--into", tmp_path, "--json")

    assert said.json == {"scenario": "from-nails", "folder": str(tmp_path / "from-nails"), "template": "nail-bar"}


def test_the_schema_is_one_json_object(sca_flow: Command) -> None:
    made = json.loads(sca_flow("scenario", "schema").out)
    course = json.loads(sca_flow("scenario", "schema", "--course").out)

    assert made["title"] == "sca-flow scenario"
    assert set(course["properties"]) >= {"id", "order", "aims"}


@pytest.mark.skipif(os.name != "posix", reason="names of bytes are a matter of POSIX systems")
def test_a_path_of_bytes_and_escapes_is_told_without_a_traceback(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    strange = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[2J")
    process = started("scenario", "check", strange)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "there is no such folder" in out
    assert "\x1b" not in out + err
    assert "Traceback" not in err
