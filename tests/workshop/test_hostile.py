"""Folders that were made to do harm, or came so: a finding, and never a traceback or a long wait."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sca_flow.rules.loader import shipped
from sca_flow.scenario.inside import inside
from sca_flow.scenario.loader import load
from sca_flow.workshop.finding import UNREADABLE

from .making import Spoilt, begun, checked, told

Make = Callable[[Path], object]


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _ring(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _to(target: str) -> Make:
    def link(path: Path) -> None:
        path.unlink()
        path.symlink_to(target)

    return link


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


HARM: dict[str, Make] = {
    "a link out of the folder": _to("/etc/passwd"),
    "a link to a device": _to("/dev/zero"),
    "a link to itself": _ring,
    "a dangling link": _to("nowhere"),
    "a pipe": _pipe,
    "a folder": _folder,
    "bytes": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "nothing": lambda path: path.write_bytes(b""),
    "much": lambda path: path.write_bytes(b"a: b\n" * 400_000),
    "a control character": lambda path: path.write_text('a: "\\x1b]52;c;eA==\\x07"\n\x1b[2J', encoding="utf-8"),
    "text from right to left": lambda path: path.write_text("a: b\u202ec\n", encoding="utf-8"),
}
YAML: dict[str, Make] = {
    "deep": lambda path: path.write_text("[" * 100_000, encoding="utf-8"),
    "many": lambda path: path.write_text("[" + "a," * 60_000 + "]", encoding="utf-8"),
    "an alias": lambda path: path.write_text("a: &x [1]\nb: *x\n", encoding="utf-8"),
    "a tag": lambda path: path.write_text("!!python/object/apply:os.system ['true']\n", encoding="utf-8"),
    "two documents": lambda path: path.write_text("a: 1\n---\nb: 2\n", encoding="utf-8"),
    "half a character": lambda path: path.write_text('id: "\\ud800"\n', encoding="utf-8"),
}


@pytest.mark.parametrize("harm", [*HARM, *YAML])
def test_a_scenario_s_file_that_cannot_be_read_is_told(panel: Spoilt, harm: str) -> None:
    {**HARM, **YAML}[harm](panel.yaml)
    report = checked(panel.path)

    assert report.unreadable, told(report.findings)
    # What is read all the same may not fit either, and is told at once.
    assert {one.check.code for one in report.findings} - {"SC001"} == {UNREADABLE}


@pytest.mark.parametrize("harm", HARM)
def test_a_document_that_cannot_be_used_is_told(panel: Spoilt, harm: str) -> None:
    HARM[harm](panel.path / "documents" / "support-letter.txt")
    codes = panel.codes()

    assert harm == "nothing" or "SC004" in codes
    assert UNREADABLE not in codes


@pytest.mark.parametrize("harm", ["a pipe", "a link to itself", "bytes", "a folder"])
def test_a_course_that_cannot_be_read_does_not_hide_its_scenarios(panel: Spoilt, harm: str) -> None:
    course = panel.path.parent / "course.yaml"
    course.write_text("x", encoding="utf-8")
    HARM[harm](course)
    report = checked(panel.path.parent)

    assert report.unreadable
    assert (report.scenarios, report.courses) == (1, 1)


def test_links_to_folders_are_not_followed(panel: Spoilt) -> None:
    (panel.path.parent / "again").symlink_to(panel.path)
    (panel.path.parent / "up").symlink_to(panel.path.parent)

    assert checked(panel.path.parent).scenarios == 1


@pytest.mark.parametrize("name", ["nowhere", "a\nb", "x" * 5000, "\udcff"])
def test_a_path_without_a_scenario_is_unreadable(tmp_path: Path, name: str) -> None:
    report = checked(tmp_path / name, tmp_path)

    assert report.unreadable
    assert len(report.findings) == 2


@pytest.mark.parametrize("name", ["x" * 5000, "a/" * 3000 + "b", "a\0b", "..", ".", "/", "/dev/zero"])
def test_a_name_that_is_no_file_s_is_an_error_of_ours(panel: Spoilt, name: str) -> None:
    with pytest.raises(Exception, match=r"cannot be used|lies outside|there is no file") as caught:
        inside(panel.path, name)
    assert type(caught.value).__name__ == "InputError"


def test_a_document_s_name_that_is_too_long_is_refused_by_the_loader_too(panel: Spoilt) -> None:
    panel.change("file: documents/support-letter.txt", f"file: {'x' * 5000}")
    with pytest.raises(Exception, match="cannot be used as the name of a file") as caught:
        load(panel.path, shipped())
    assert type(caught.value).__name__ == "FileError"


def _people(s: Spoilt) -> None:
    many = "\n".join(f"  - {{id: p, name: P, roles: [panel_member], sector: ngo}} # {n}" for n in range(6_000))
    s.change("people:\n", f"people:\n{many}\n")


def _steps(s: Spoilt) -> None:
    many = "\n".join("  - {step: wait, by: nobody, why: W, sources: [NO]}" for _ in range(4_000))
    s.change("model:\n", f"model:\n{many}\n")


def _same_document(s: Spoilt) -> None:
    (s.path / "documents" / "referral-form.txt").write_text("born 01/01/1990 " * 60_000, encoding="utf-8")
    many = "\n".join(
        f"  - {{id: d{n}, title: Referral form, file: documents/referral-form.txt, dated: 2020-02-05, "
        f"from: F, arrives: 2020-02-05}}"
        for n in range(500)
    )
    s.change("documents:\n", f"documents:\n{many}\n")


def _passages(s: Spoilt) -> None:
    (s.path / "documents" / "support-letter.txt").write_text("a " * 400_000, encoding="utf-8")
    many = "\n".join(
        f"    - {{id: q{n}, document: support-letter, text: {'a ' * 3_000}b, marks: [{{as: inconsistency}}], why: W}}"
        for n in range(20)
    )
    s.change("passages:", f"passages:\n{many}\n    #")


def _mistakes(s: Spoilt) -> None:
    many = "\n".join(
        f"    - {{id: m{n}, says: S, when: {{chosen: nobody{n}}}, comes_from: C, why: W, sources: [NO]}}"
        for n in range(3_000)
    )
    s.change("    - id: proof-too-early", f"{many}\n    - id: proof-too-early")


@pytest.mark.parametrize("big", [_people, _steps, _same_document, _passages, _mistakes])
def test_a_scenario_that_is_as_big_as_may_be_is_checked_in_a_bounded_time(
    panel: Spoilt, big: Callable[[Spoilt], None]
) -> None:
    big(panel)
    begun_at = time.process_time()
    found = panel.found()

    assert found
    assert time.process_time() - begun_at < 60


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**18) | st.text(max_size=8) | st.sampled_from(["p", "2020-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def lines(tmp_path: Path) -> tuple[Spoilt, list[str]]:
    """A sound scenario, and its lines."""
    scenario = begun(tmp_path)
    return scenario, scenario.text.splitlines()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_in_a_sound_scenario_there_is_a_report(
    lines: tuple[Spoilt, list[str]], data: st.DataObject
) -> None:
    scenario, sound = lines
    spoilt = list(sound)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        key, colon, _rest = spoilt[at].partition(": ")
        how = data.draw(st.sampled_from(["drop", "double", "value", "move"]))
        if how == "value" and colon:
            spoilt[at] = f"{key}: {data.draw(_VALUES)!r}"
        elif how == "double":
            spoilt.insert(at, spoilt[at])
        elif how == "move":
            spoilt.insert(data.draw(st.integers(0, len(spoilt) - 1)), spoilt.pop(at))
        else:
            del spoilt[at]
    scenario.yaml.write_text("\n".join(spoilt), encoding="utf-8", errors="replace")

    for one in scenario.found():
        assert one.what
        assert one.cure
