"""Studying a file and being debriefed, in plain text."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ..training.making import scenario
from .conftest import Command, Said

pytestmark = pytest.mark.usefixtures("made")

TO_A_DECISION = """\
accept_referral

mark 1 1 for action
mark letter 2-3 against means
write decide_rg_positive
1
2
4

met
2 3

Consistent, as far as it goes.

I suspect it.
1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small scenario whose decisions are judged."""
    scenario(tmp_path / "made-up", ("  next: nail-bar", "  coaching: true\n  next: nail-bar"))
    return tmp_path / "made-up"


def walked(sca_flow: Command, folder: Path, typed: str) -> Said:
    said = sca_flow("walk", folder, typed=typed)
    assert said.code == 0
    return said


def test_a_document_is_read_with_the_numbers_of_its_lines(sca_flow: Command, folder: Path) -> None:
    assert "   1  She was brought here by a man." in walked(sca_flow, folder, "read 1\n").lines


def test_lines_are_marked_listed_by_element_and_taken_back(sca_flow: Command, folder: Path) -> None:
    said = walked(sca_flow, folder, "mark 1 1 for action\nmark 1 5 mitigation health\nmarks\nunmark 2\nmarks\n")
    assert said.lines.count("  2. evidence for: action, letter, line 1: She was brought here by a man.") == 1
    assert said.lines.count("  3. mitigating circumstance: health, letter, line 5: She was tired.") == 2
    assert "Taken back." in said.lines


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("mark", "A mark is written as"),
        ("mark 1 x for action", "names no lines"),
        ("mark 1 9 for action", "Name lines from 1 to 5."),
        ("mark 1 1 for acton", "action"),
        ("mark 9 1 for action", "letter"),
        ("unmark x", "no number of a mark"),
        ("unmark 9", "9"),
        ("marks", "Nothing is marked yet."),
        ("words", "for: evidence for: action, means, purpose"),
        ("write accept_referral", "no decision"),
        ("help", "mark N 12-14 for means"),
    ],
)
def test_what_can_be_said(sca_flow: Command, folder: Path, typed: str, says: str) -> None:
    assert says in walked(sca_flow, folder, typed + "\n").out


def test_a_decision_is_written_step_by_step_and_says_what_it_lacks(sca_flow: Command, folder: Path) -> None:
    said = walked(sca_flow, folder, TO_A_DECISION)
    threshold = next(line for line in said.lines if "Written against" in line)
    assert "suspect, but cannot prove" in threshold
    assert "YJLC; verified" in threshold
    kept = next(line for line in said.lines if line.startswith("Kept."))
    assert "a finding on purpose" not in kept
    assert said.lines.index("Now choose the reasons that hold:") > next(
        place for place, line in enumerate(said.lines) if line.startswith("Your reasons")
    )


def test_a_decision_that_is_put_forward_says_what_was_not_written(sca_flow: Command, folder: Path) -> None:
    said = walked(sca_flow, folder, "accept_referral\n\ndecide_rg_positive\nI suspect it.\n")
    assert any(line.startswith("Written so far, it lacks: a finding on action") for line in said.lines)
    assert "saved 3" in said.lines


def test_what_was_written_is_kept_where_nothing_is_said_anew(sca_flow: Command, folder: Path) -> None:
    again = "write decide_rg_positive\n" + "\n" * 14 + "decide_rg_positive\n"
    said = walked(sca_flow, folder, TO_A_DECISION + again)
    assert any("Your reasons (no real names or cases) (now: I suspect it.)" in line for line in said.lines)
    attempt = said.lines[0].removeprefix("attempt ")
    [decision] = sca_flow("debrief", attempt, "--json").json["decisions"]
    assert decision["reasons"] == "I suspect it."
    assert [reason["id"] for reason in decision["chosen"]] == ["low"]


def test_where_the_scenario_coaches_the_debrief_can_be_read_on_the_way(sca_flow: Command, folder: Path) -> None:
    said = walked(sca_flow, folder, "debrief\n")
    assert "THREE SCORES" in said.lines
    (folder / "scenario.yaml").write_text(
        (folder / "scenario.yaml").read_text(encoding="utf-8").replace("coaching: true", "coaching: false"),
        encoding="utf-8",
    )
    assert "This scenario is debriefed at its end." in walked(sca_flow, folder, "debrief\n").out


def test_the_debrief_is_told_in_four_forms_on_stdout_or_into_a_new_file(
    sca_flow: Command, folder: Path, tmp_path: Path
) -> None:
    attempt = walked(sca_flow, folder, TO_A_DECISION + "decide_rg_positive\n").lines[0].removeprefix("attempt ")
    text = sca_flow("debrief", attempt)
    assert "Debrief so far: Made up" in text.lines
    markdown = sca_flow("debrief", attempt, "--format", "md")
    assert "# Debrief so far: Made up" in markdown.lines
    page = tmp_path / "debrief.html"
    assert sca_flow("debrief", attempt, "--format", "html", "--output", page).out == ""
    written = page.read_text(encoding="utf-8")
    HTMLParser().feed(written)
    assert '<html lang="en-GB">' in written
    assert "<script" not in written
    values = sca_flow("debrief", attempt, "--json").json
    assert values["scores"].keys() == {"process", "judgement", "reasons"}
    assert json.loads(sca_flow("debrief", attempt, "--format", "json").out)["scenario"] == "made-up"


def test_text_of_the_scenario_and_of_the_trainee_stays_text(sca_flow: Command, folder: Path) -> None:
    typed = TO_A_DECISION.replace("I suspect it.", "<script>alert(1)</script> | [x](y) *z*")
    attempt = walked(sca_flow, folder, typed + "decide_rg_positive\n").lines[0].removeprefix("attempt ")
    assert "<script" not in sca_flow("debrief", attempt, "--format", "html").out
    assert r"\<script\>" in sca_flow("debrief", attempt, "--format", "md").out


def test_an_attempt_that_is_not_there_is_told(sca_flow: Command) -> None:
    assert sca_flow("debrief", "nobody").code == 2
    assert sca_flow("debrief").code == 2
    assert sca_flow("debrief", "nobody", "--format", "pdf").code == 2


def test_a_record_of_completed_attempts_has_scenario_aims_minutes_and_dates(sca_flow: Command, folder: Path) -> None:
    assert sca_flow("record", "--json").json["completed"] == []
    walked(sca_flow, folder, "accept_referral\n")
    reject = "reject_referral\nduplicate\nIt is open already.\n"
    attempt = walked(sca_flow, folder, reject).lines[0].removeprefix("attempt ")
    ended = sca_flow("walk", "nail-bar", "--auto", "--seed", "1").lines[0].removeprefix("attempt ")
    gone, shipped = sorted(sca_flow("record", "--json").json["completed"], key=lambda one: one["attempt"] == ended)
    assert (gone["attempt"], gone["scenario"], gone["minutes"]) == (attempt, "made-up", None)
    assert (shipped["title"], shipped["course"], shipped["minutes"]) == ("The nail bar", "First decisions", 60)
    assert shipped["aims"]
    assert shipped["begun"] <= shipped["ended"]
    assert "The nail bar" in sca_flow("record", "--format", "md").out


def test_trying_again_from_a_step_makes_a_new_attempt_and_keeps_the_old_one(sca_flow: Command, folder: Path) -> None:
    old = walked(sca_flow, folder, "accept_referral\n\ndecide_rg_positive\nI suspect it.\n").lines[0].split()[1]
    said = sca_flow("resume", old, "--from", "3", typed="draft_rg_negative\nI do not.\n")
    assert said.code == 0
    new = said.lines[0].split()[1]
    stages = {one["attempt"]: one["stage"] for one in sca_flow("attempts", "--json").json["attempts"]}
    assert stages == {old: "recovery_period", new: "rg_second_review"}
    assert sca_flow("verify").code == 0
    assert sca_flow("resume", old, "--from", "1").code == 2
    assert sca_flow("resume", old, "--from", "99").code == 2
