"""Each check: a sound scenario is spoilt in one way, and the finding says which, where and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.workshop.table import checks

from .making import Spoilt, begun, checked
from .spoilt import SPOILT, Spoil, form, mistake


@pytest.mark.parametrize(
    ("code", "template", "spoil", "line", "words"), SPOILT, ids=[f"{s[0]}-{n}" for n, s in enumerate(SPOILT)]
)
def test_what_is_spoilt_is_found(tmp_path: Path, code: str, template: str, spoil: Spoil, line: str, words: str) -> None:
    scenario = begun(tmp_path, template)
    assert scenario.codes() == []
    spoil(scenario)

    found = scenario.one(code, words)

    assert found.cure
    if line:
        assert (found.file, found.line) == (str(scenario.yaml), scenario.line(line))


def test_every_check_has_a_scenario_that_it_finds_something_in() -> None:
    elsewhere = {"SC010", "SC012", "SC013"}  # of courses, below and in test_courses
    assert {code for code, *_ in SPOILT} | elsewhere == {check.code for check in checks()}


def test_every_check_says_why_it_matters_what_to_do_and_shows_an_example() -> None:
    for check in checks():
        assert check.title
        assert check.why.endswith(".")
        assert check.cure.endswith(".")
        assert check.example


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("[made-up, other]", "there is no scenario 'other' in the course"),
        ("[made-up, made-up]", "'made-up' stands twice"),
        ("[]", "'made-up' lies in the course's folder and not in its order"),
    ],
)
def test_a_course_names_its_scenarios_once(panel: Spoilt, order: str, words: str) -> None:
    course = panel.path.parent / "course.yaml"
    course.write_text(
        f"format: 1\nid: a-course\ntitle: A course\naudience: All.\naims: [One.]\norder: {order}\nminutes: 5\n",
        encoding="utf-8",
    )

    found = checked(panel.path.parent).findings

    assert {one.check.code for one in found} == {"SC010"}
    assert any(words in one.what and one.line == 6 and one.file == str(course) for one in found)


def test_ten_different_mistakes_get_ten_findings_at_once(panel: Spoilt) -> None:
    mistake("taken: decline_further_consideration")(panel)
    form("Tel.   020 8000 0000")(panel)
    panel.change("could have gone.", "could not have gone.").change("dated: 2020-02-02", "dated: 2020-02-09")
    panel.change("sources: [WMS-22]", "sources: [WMS]").without("        draft_rg_negative:")
    panel.change("Julian Beck, roles: [panel_chair]", "Julian Beck, roles: [person]").without(
        "          passages: [could-"
    )
    panel.change("file: documents/support-letter", "file: documents/letter").change(
        "[p-garth, l-shaw, n-hay]", "[n-hay]"
    )

    codes = set(panel.codes())

    assert {"RU003", "SAFE001", "SC009", "SC011", "SC003", "DE001", "RU002", "DE004", "SC004", "RU001"} <= codes


def test_a_mark_of_the_model_path_that_nothing_relies_on_is_told(panel: Spoilt) -> None:
    mark = "marks: [{id: m1, document: referral-form, text: and met him., as: for, of: action}]"
    panel.change("    why: Suspicion is enough", f"    {mark}\n    why: Suspicion is enough")

    assert panel.one("SC008").line == panel.line("id: m1")


def test_a_file_that_no_document_names_is_told(panel: Spoilt) -> None:
    (panel.path / "documents" / "old.txt").write_text("Left over.", encoding="utf-8")

    assert "'documents/old.txt' lies in the folder" in panel.one("SC008").what


def test_a_finding_in_a_document_names_the_document_and_its_line(panel: Spoilt) -> None:
    form("Professional insight   None.")(panel)
    found = panel.one("RU007")

    assert found.file == str(panel.path / "documents" / "referral-form.txt")
    text = (panel.path / "documents" / "referral-form.txt").read_text(encoding="utf-8").splitlines()
    assert found.line is not None
    assert text[found.line - 1].startswith("Professional insight")
