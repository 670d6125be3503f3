"""The tests of scenarios: what ships, and what is found in those of an author's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import SHIPPED, load
from sca_flow.states.names import ENDS
from sca_flow.workshop.scenario_tests import Report, play_all

from .making import Spoilt

if TYPE_CHECKING:  # pytest would take it for a class of tests
    from sca_flow.workshop.scenario_tests import Tested

FOLDERS = sorted(path.parent for path in SHIPPED.glob("*/*/scenario.yaml"))
OPENING = "- {step: accept_referral, by: i-larch, on: 2020-02-06}\n"


def report(*paths: Path) -> Report:
    return play_all(paths, shipped())


def one(scenario: Spoilt, text: str) -> Tested:
    """How the one test of a scenario goes."""
    path = scenario.path / "tests" / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    (found,) = report(path).tested
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_tests_that_ship_pass_and_reach_every_end(folder: Path) -> None:
    found = report(folder)

    assert [line for one in found.tested if one.outcome != "passed" for line in one.lines()] == []
    assert {one.stage for one in found.tested} == {stage.value for stage in ENDS}


@pytest.mark.parametrize(
    "path", sorted(SHIPPED.glob("*/*/tests/*.yaml")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_each_test_that_ships_begins_by_saying_in_a_sentence_what_it_shows(path: Path) -> None:
    head, _, _ = path.read_text(encoding="utf-8").partition("\n\n")
    lines = head.splitlines()

    assert all(line.startswith("# ") for line in lines)
    assert lines[-1].endswith(".")


def test_a_folder_of_tests_changes_neither_the_hash_of_a_scenario_nor_its_findings(panel: Spoilt) -> None:
    before = load(panel.path, shipped()).sha
    (panel.path / "tests" / "mine.yaml").write_text(OPENING, encoding="utf-8")

    assert load(panel.path, shipped()).sha == before
    assert panel.codes() == []


def test_every_problem_of_a_test_is_told_with_its_line_and_the_nearest_name(panel: Spoilt) -> None:
    found = one(
        panel,
        OPENING
        + """\
- {step: decide_rg_positive, by: d-mos, with: {reason: Because.}}
- step: publish_agreement
  expect: {refused_by: [quorum.members_beside_chair, stag]}
- step: convene_panel
  with: {chair: h-crofft, members: [n-hay, p-gart]}
- step: decide_cg_positive
  marks:
    - {id: a, document: referral-from, lines: [1, 1], as: for, of: action}
    - {id: b, document: referral-form, text: These words are nowhere, as: four, of: action}
    - {id: c, document: referral-form, lines: [1, 900], as: for, of: acton}
  write: {findings: {acton: met, means: mett}, relied: {means: [d]}, chosen: [free-to-goo]}
- step: uphold_cg_negative
  write: {reasons: It decides nothing.}
""",
    )

    told = [(problem.line, problem.text) for problem in found.problems]
    assert [(line, text.rpartition("Did you mean ")[2]) for line, text in told if "Did you mean" in text] == [
        (2, "'d-moss'?"),
        (2, "'reasons'?"),
        (4, "'quorum.members_besides_chair'?"),
        (4, "'stage'?"),
        (6, "'h-croft'?"),
        (6, "'p-garth'?"),
        (9, "'referral-form'?"),
        (10, "'for'?"),
        (11, "'action'?"),
        (12, "'action'?"),
        (12, "'met'?"),
        (12, "'free-to-go'?"),
    ]
    assert {line for line, text in told if "Did you mean" not in text} == {10, 11, 12, 14}
    assert found.outcome == "unreadable"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("- {step: acept_referral}\n", 1, "Did you mean 'accept_referral'?"),
        ("- {step: wait, one: 2020-02-06}\n", 1, "Did you mean 'on'?"),
        ("- {step: wait}\n- {step: wait, step: wait}\n", 2, "appears twice"),
        ("# nothing\n", 1, "is empty"),
        ("[]\n", 1, "there are no steps in it"),
        ("step: wait\n", 1, "a list is wanted"),
        ("- &a {step: wait}\n- *a\n", 1, "anchors"),
        ("- " * 40 + "\n", 1, "nested"),
        ("- {step: wait}\n" * 1001, 1001, "more than 1,000 steps"),
        ("- {step: wait}\x07\n", 1, "U+0007"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(panel: Spoilt, text: str, line: int | None, says: str) -> None:
    found = one(panel, text)

    assert found.outcome == "unreadable"
    assert says in found.problems[0].text
    assert found.line == line


@pytest.mark.parametrize(
    ("text", "number", "line", "expected", "came"),
    [
        ("- {step: accept_referral, expect: {refused_by: [role]}}\n", 1, 1, "refused by role", "taken"),
        (OPENING + "\n\n- {step: resume}\n", 2, 4, "taken", "refused by is_suspended"),
        (OPENING + "- {step: serve_cg_negative}\n", 2, 2, "taken", "refused by stage"),
        (OPENING + "- step: resume\n  expect: {refused_by: [role]}\n", 2, 2, "refused by role", "by is_suspended"),
        (OPENING + "- {step: withdraw, on: 2020-02-05}\n", 2, 2, "taken, on 2020-02-05", "2020-02-06 already"),
        (
            OPENING + "- {step: withdraw, marks: [{document: support-letter, lines: [1, 1], as: inconsistency}]}\n",
            2,
            2,
            "something that can be tried",
            "no document on file called 'support-letter'",
        ),
    ],
)
def test_a_test_that_fails_says_where_what_was_expected_and_what_came(
    panel: Spoilt, text: str, number: int, line: int, expected: str, came: str
) -> None:
    found = one(panel, text)

    assert (found.outcome, found.step, found.line) == ("failed", number, line)
    departure = found.walked.departure if found.walked else None
    assert departure is not None
    assert departure.expected == expected
    assert came in departure.came
    assert departure.do


def test_a_refusal_that_was_not_expected_is_told_with_its_reasons_and_how_to_expect_it(panel: Spoilt) -> None:
    found = one(panel, OPENING + "- {step: confirm_rg_negative}\n- {step: wait}\n")

    told = "\n".join(found.lines())
    assert "FAILED" in told
    assert "process.order" in told
    assert "This is confirmed." in told
    assert "expect: {refused_by: [stage]}" in told


def test_the_other_tests_are_played_when_one_cannot_be_read_and_another_fails(panel: Spoilt) -> None:
    tests = panel.path / "tests"
    (tests / "a.yaml").write_text("{", encoding="utf-8")
    (tests / "b.yaml").write_text("- {step: serve_cg_negative}\n", encoding="utf-8")
    (tests / "c.yaml").symlink_to(Path(__file__))
    (tests / "d.yaml").mkdir()
    (tests / ".e.yaml").write_text("{", encoding="utf-8")

    found = report(panel.path.parent)
    assert {one.name: one.outcome for one in found.tested} == {
        "model path": "passed",
        "a": "unreadable",
        "b": "failed",
        "c": "unreadable",
        "d": "unreadable",
        "panel-agrees": "passed",
    }


def test_a_scenario_that_cannot_be_read_hides_no_other(tmp_path: Path, panel: Spoilt, decision: Spoilt) -> None:
    panel.change("minutes: 45", "minuets: 45")
    found = report(tmp_path)

    assert [one.name for one in found.tested if one.outcome == "unreadable"] == ["model path"]
    assert found.counts == {"passed": 3, "failed": 0, "unreadable": 1}


@pytest.mark.parametrize("name", ["nowhere", "x\0y", "x" * 5000])
def test_a_path_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    (found,) = report(tmp_path / name).tested

    assert found.outcome == "unreadable"
    assert "Name a folder that holds 'scenario.yaml'" in found.problems[0].text


def test_a_test_is_played_once_however_often_it_is_named(panel: Spoilt) -> None:
    tests = panel.path / "tests"

    assert [one.name for one in report(tests / "panel-agrees.yaml", tests).tested] == ["panel-agrees"]
    assert [one.name for one in report(panel.path, tests, panel.yaml).tested] == ["model path", "panel-agrees"]


def test_pytest_collects_model_paths_and_tests(tmp_path: Path, panel: Spoilt) -> None:
    (panel.path / "tests" / "wrong.yaml").write_text("- {step: serve_cg_negative}\n", encoding="utf-8")
    (panel.path / "tests" / "unread.yaml").write_text("- {step: serv_cg_negative}\n", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("[]", encoding="utf-8")
    plugin = ["-p", "no:cacheprovider", "-p", "sca_flow.workshop.pytest_plugin"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugin, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )

    assert "2 failed, 2 passed" in done.stdout
    assert "Did you mean 'serve_cg_negative'?" in done.stdout
    assert "Came: refused by stage." in done.stdout
    assert "Traceback" not in done.stdout


def test_what_is_checked_includes_the_tests(panel: Spoilt) -> None:
    path = panel.path / "tests" / "mine.yaml"
    path.write_text(OPENING + "- {step: withdraw, by: t-bresan}\n", encoding="utf-8")

    finding = panel.one("SC014")
    assert (finding.file, finding.line) == (str(path), 2)
    assert "Did you mean 't-brezan'?" in finding.what
