"""Files of before the format had a number: brought to today's format, with everything else in them as it was."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sca_flow.errors import FileError
from sca_flow.reading import parse_yaml
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import load
from sca_flow.scenario.model import FORMAT
from sca_flow.workshop import upgrading
from sca_flow.workshop.upgrading import STEPS, Step, upgraded

from .commanding import Command, tree
from .making import Spoilt, checked


@pytest.fixture
def unnumbered(panel: Spoilt) -> Spoilt:
    """A scenario as it was written before the format had a number."""
    return panel.without("format: 1")


def test_a_file_without_a_number_gets_it_before_its_first_key_and_keeps_every_other_byte(
    sca_flow: Command, unnumbered: Spoilt
) -> None:
    before = unnumbered.yaml.read_bytes()
    unnumbered.yaml.chmod(0o640)
    said = sca_flow("scenario", "upgrade", unnumbered.path)
    after = unnumbered.yaml.read_bytes()

    assert (said.code, said.err) == (0, "")
    assert "upgraded from format 0 to 1" in said.out
    assert after.replace(b"format: 1\n", b"", 1) == before
    assert after.index(b"# A new scenario") < after.index(b"format: 1\nid: ")
    assert unnumbered.path.joinpath("scenario.yaml.before-format-1").read_bytes() == before
    assert stat.S_IMODE(unnumbered.yaml.stat().st_mode) == 0o640
    assert not unnumbered.found()
    load(unnumbered.path, shipped())


def test_what_is_in_today_s_format_is_left_alone(sca_flow: Command, unnumbered: Spoilt) -> None:
    sca_flow("scenario", "upgrade", unnumbered.path)
    before = tree(unnumbered.path)
    said = sca_flow("scenario", "upgrade", unnumbered.path, "--json")

    assert said.code == 0
    assert [(one["state"], one["from"], one["to"]) for one in said.json["files"]] == [("current", 1, 1)]
    assert "today's, already" in sca_flow("scenario", "upgrade", unnumbered.path).out
    assert tree(unnumbered.path) == before


def test_a_course_and_all_its_scenarios_are_upgraded_at_once(sca_flow: Command, unnumbered: Spoilt) -> None:
    course = unnumbered.path.parent / "course.yaml"
    course.write_bytes(b"\xef\xbb\xbf# Ours.\r\nid: a-course\r\ntitle: T\r\naudience: All.\r\n")
    said = sca_flow("scenario", "upgrade", course.parent, "--json")

    assert {Path(one["file"]).name: one["state"] for one in said.json["files"]} == {
        "course.yaml": "upgraded",
        "scenario.yaml": "upgraded",
    }
    assert course.read_bytes().startswith(b"\xef\xbb\xbf# Ours.\r\nformat: 1\r\nid: a-course\r\n")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("id: a\n", "format: 1\nid: a\n"),
        ("id: a", "format: 1\nid: a"),
        ("---\n# A.\nid: a\n...\n", "---\n# A.\nformat: 1\nid: a\n...\n"),
        ("  id: a\n  b: 1\n", "  format: 1\n  id: a\n  b: 1\n"),
        ("\ufeffid: a\n", "\ufeffformat: 1\nid: a\n"),
        ("# A.\r\n\r\n'id': a\r\n", "# A.\r\n\r\nformat: 1\r\n'id': a\r\n"),
    ],
)
def test_the_number_stands_where_the_keys_do(text: str, after: str) -> None:
    assert upgraded(text, "a.yaml") == after


@pytest.mark.parametrize("text", ["{id: a}\n", "--- {id: a}\n", "{}\n"])
def test_a_layout_that_has_no_place_for_the_number_is_told_and_left_alone(text: str) -> None:
    with pytest.raises(FileError, match="no place for the number"):
        upgraded(text, "a.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "format: 2\nid: a\nwhat: {is: new}\n",
            "format 2 is newer than this program, which knows 1: update the program",
        ),
        ("format: 0\n", "'format' is the number of the format, which is 1 today"),
        ("format: one\n", "'format' is the number"),
        ("format: true\n", "'format' is the number"),
        ("format: 1.5\n", "'format' is the number"),
        ("- format: 1\n", "'format' is the number"),
        ("format: 1\nformat: 1\n", "appears twice"),
        ("a: [\n", "did not find expected"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_upgraded_is_told_and_left_alone(
    sca_flow: Command, unnumbered: Spoilt, text: str, words: str
) -> None:
    other = unnumbered.path.parent / "other"
    other.mkdir()
    (other / "scenario.yaml").write_text(text, encoding="utf-8")
    said = sca_flow("scenario", "upgrade", other, unnumbered.path)

    assert said.code == 2
    assert f"{other / 'scenario.yaml'}:" in said.out
    assert words in said.out
    assert "Traceback" not in said.all
    assert tree(other) == {"scenario.yaml": text.encode()}
    assert not unnumbered.found()  # the other one is upgraded all the same


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are a matter of POSIX systems")
def test_what_is_no_file_of_the_folder_is_left_alone(sca_flow: Command, unnumbered: Spoilt, tmp_path: Path) -> None:
    moved = unnumbered.yaml.rename(tmp_path / "elsewhere.yaml")
    for make in (lambda path: path.symlink_to(moved), os.mkfifo, Path.mkdir):
        make(unnumbered.yaml)
        before = tree(tmp_path)
        assert sca_flow("scenario", "upgrade", unnumbered.path).code == 2
        assert tree(tmp_path) == before
        unnumbered.yaml.rmdir() if unnumbered.yaml.is_dir() else unnumbered.yaml.unlink()
    assert sca_flow("scenario", "upgrade", unnumbered.path).code == 2
    assert sca_flow("scenario", "upgrade", tmp_path / "nowhere").code == 2


def test_a_copy_that_is_somebody_s_is_not_overwritten_and_one_of_an_interrupted_upgrade_is(
    sca_flow: Command, unnumbered: Spoilt
) -> None:
    kept = unnumbered.path / "scenario.yaml.before-format-1"
    kept.write_text("mine", encoding="utf-8")
    before = tree(unnumbered.path)
    said = sca_flow("scenario", "upgrade", unnumbered.path)
    assert (said.code, "is there already" in said.out) == (2, True)
    assert tree(unnumbered.path) == before

    kept.write_bytes(unnumbered.yaml.read_bytes())
    assert sca_flow("scenario", "upgrade", unnumbered.path).code == 0


def test_whoever_meets_a_number_that_is_not_today_s_is_told_what_to_do(sca_flow: Command, unnumbered: Spoilt) -> None:
    assert "`sca-flow scenario upgrade`" in unnumbered.one("SC001", "'format' is missing").what
    assert "`sca-flow scenario upgrade`" in sca_flow("walk", unnumbered.path).err

    unnumbered.change("\nid: made-up", "\nformat: 2\nnovelty: yes\nid: made-up")
    assert "update the program" in sca_flow("walk", unnumbered.path).err
    assert [one.what for one in checked(unnumbered.path).findings] == [
        "format 2 is newer than this program, which knows 1: update the program."
    ]
    assert unnumbered.one("SC001").line == unnumbered.line("format: 2")


def test_a_step_that_would_change_anything_else_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Step(lambda text, tree: "format: 1\nid: another\n", STEPS[0].value)
    monkeypatch.setattr(upgrading, "STEPS", {0: broken})
    with pytest.raises(FileError):
        upgraded("id: a\n", "a.yaml")


def test_there_is_a_step_from_each_format_to_the_next_and_it_says_what_it_does() -> None:
    assert sorted(STEPS) == list(range(FORMAT))
    for since, step in STEPS.items():
        text = "id: a  # a comment\n" if since == 0 else f"format: {since}\nid: a  # a comment\n"
        tree = parse_yaml(text, "a.yaml")
        assert parse_yaml(step.text(text, tree), "a.yaml").value == step.value(tree.value)
        assert "# a comment" in step.text(text, tree)
