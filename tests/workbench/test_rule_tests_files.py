"""Reading rule tests: what is wrong with a file is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.errors import FileError, InputError
from sca_flow.workbench.rule_test_files import as_yaml, files, read_tests
from sca_flow.workbench.rule_tests import run_file

from .telling import written

SOUND = """
    - name: One
      on: 2021-06-01
      given: {stage: received}
      steps:
        - {step: accept_referral, by: competent_authority}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("stage: received", "stage: recieved", 4, "received"),
        ("given:", "polices: no-panel\n      given:", 4, "Did you mean 'policies'?"),
        ("on: 2021-06-01", "on: 1.6.2021", 3, "2019-04-29"),
        ("by: competent_authority", "expect: {refused_by: [anoter_reviewer]}", 6, "Did you mean 'another_reviewer'?"),
        ("{stage: received}", "{stage: received, drafted_by: manger}", 4, "Did you mean 'manager'?"),
        ("{stage: received}", "{stage: received, turns_18: 2021-07-01}", 2, "a child"),
        ("given:", "set: {panel.inforce: false}\n      given:", 2, "Did you mean 'panel.in_force'?"),
        ("given:", "set: {roles.manager: nobody}\n      given:", 2, "standing rule"),
        ("given:", "set: {panel.in_force: 3}\n      given:", 2, "true or false"),
        ("given:", "assume: {panel.in_force: 2021-01-01}\n      given:", 2, "cannot be assumed"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    path = written(tmp_path, SOUND.replace(old, new, 1))
    with pytest.raises(FileError) as caught:
        read_tests(path)
    assert caught.value.line == line
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("by: competent_authority", "by: competent_autority", "competent_authority"),
        ("by: competent_authority", "with: {notes: x}", "note"),
        ("given:", "policies: no-pannel\n      given:", "no-panel"),
        ("given:", "policies: no-panel+no-panl\n      given:", "no-panel"),
    ],
)
def test_what_turns_out_wrong_when_it_is_run_names_the_test_and_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(FileError) as caught:
        list(run_file(written(tmp_path, SOUND.replace(old, new, 1))))
    assert caught.value.line == 2
    assert str(caught.value).count("One: ") == 1
    assert said in str(caught.value)


def test_two_tests_of_a_file_have_two_names(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="another test called 'One'"):
        read_tests(written(tmp_path, SOUND + SOUND))


def test_a_folder_gives_the_files_in_it_and_under_it(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    made = [written(tmp_path, SOUND), written(tmp_path / "more", SOUND)]
    assert list(files([tmp_path])) == made
    assert list(files(made[:1])) == made[:1]


def test_a_path_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        list(files([tmp_path / "nowhere"]))


def test_what_is_written_is_read_again_as_it_was(tmp_path: Path) -> None:
    test = {
        "name": "yes: a 'name' with on, no and 12:30",
        "on": ["2021-06-01", "2019-04-29"],
        "policies": ["rules", "no-panel"],
        "set": {"panel.adjournment_limit": 2, "reconsideration.limit": "1 month"},
        "given": {"stage": "panel_sitting", "child": True, "members": {"ngo": ["present", "absent"]}},
        "steps": [{"step": "adjourn_sitting", "with": {"reason": "no"}, "expect": {"refused_by": ["role"]}}],
        "then": {"quorate": False},
    }
    path = written(tmp_path, as_yaml([test], comments=["Made up."]))
    (read, _), *none = read_tests(path)
    assert none == []
    assert read.model_dump(mode="json", by_alias=True, exclude_unset=True) == test
    assert path.read_text(encoding="utf-8").startswith("# Made up.\n")
