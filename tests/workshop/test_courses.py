"""What a course asks to be done first: it is there, it can be done first, and everybody is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.scenario import loader
from sca_flow.workshop.schema import schema

from .commanding import Command
from .making import begun, checked, told


class Shelf:
    """A folder of courses, each of one scenario, that begins sound."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, needs: str = "[]", scenario: str = "") -> Path:
        folder = self.root / name
        folder.mkdir(parents=True)
        order = begun(folder, "decision", scenario or f"{name}-case").path.name
        (folder / "course.yaml").write_text(
            f"format: 1\nid: {name}\ntitle: {name.title()}\naudience: All.\naims: [One.]\nminutes: 5\n"
            f"order: [{order}]\nprerequisites: {needs}\n",
            encoding="utf-8",
        )
        return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


@pytest.mark.parametrize(
    "needs",
    ["[]", "[basics]", "[basics-case]", "[first-decisions]", "[nail-bar, basics, county-lines]"],
    ids=["nothing", "a course beside it", "its scenario", "one that ships", "several"],
)
def test_courses_and_scenarios_beside_it_and_those_that_ship_may_be_asked_for(shelf: Shelf, needs: str) -> None:
    shelf.put("basics")
    panels = shelf.put("panels", needs)

    for paths in ((panels,), (shelf.root,)):
        assert not (report := checked(*paths)).findings, told(report.findings)


def test_courses_of_several_places_that_are_checked_together_know_each_other(tmp_path: Path) -> None:
    basics, panels = Shelf(tmp_path / "here").put("basics"), Shelf(tmp_path / "there").put("panels", "[basics]")

    assert not checked(basics, panels).findings
    assert [one.check.code for one in checked(panels).findings] == ["SC012"]


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ("[basic]", "there is no course or scenario 'basic'. Did you mean 'basics'?"),
        ("[first-decision]", "Did you mean 'first-decisions'?"),
        ("[basics-cases]", "Did you mean 'basics-case'?"),
        ("[../basics]", "there is no course or scenario '../basics'"),
        ("['']", "there is no course or scenario ''"),
        ("['..']", "there is no course or scenario '..'"),
        (f"[{'x' * 5000}]", "there is no course or scenario"),
        ("[basics, basics]", "'basics' stands twice"),
        ("[panels-case]", "'panels-case' is a scenario of this very course"),
    ],
)
def test_what_cannot_be_done_first_is_found_on_its_line(shelf: Shelf, needs: str, words: str) -> None:
    shelf.put("basics")
    course = shelf.put("panels", needs) / "course.yaml"
    found = checked(shelf.root).findings

    assert [(one.check.code, one.file, one.line) for one in found] == [("SC012", str(course), 8)]
    assert words in found[0].what


@pytest.mark.parametrize("name", ["panels", "reviews"])
def test_courses_that_ask_for_each_other_are_found_from_each_of_them(shelf: Shelf, name: str) -> None:
    shelf.put("basics", "[reviews]")
    shelf.put("panels", "[basics, first-decisions]")
    shelf.put("reviews", "[panels]")
    found = [one for one in checked(shelf.root / name).findings if one.check.code == "SC013"]

    assert len(found) == 1
    assert found[0].what.startswith(f"the course needs itself first: {name} needs ")
    assert found[0].what.endswith(f" needs {name}.")
    assert len(checked(shelf.root).findings) == 3


def test_a_course_that_asks_for_itself_is_found_once(shelf: Shelf) -> None:
    found = checked(shelf.put("basics", "[basics]")).findings

    assert [(one.check.code, one.what) for one in found] == [
        ("SC013", "the course needs itself first: basics needs basics.")
    ]


def test_a_circle_beyond_a_course_is_not_its_own(shelf: Shelf) -> None:
    shelf.put("basics", "[reviews]")
    shelf.put("reviews", "[basics]")

    assert not checked(shelf.put("panels", "[basics]")).findings


def test_a_course_beside_it_that_cannot_be_read_is_no_reason_to_stop(shelf: Shelf) -> None:
    (shelf.put("basics") / "course.yaml").write_bytes(b"\xff")

    assert [one.check.code for one in checked(shelf.put("panels", "[basics]")).findings] == ["SC012"]


@pytest.mark.parametrize("name", ["Big", "a b", "../up", "con/", "x" * 65])
def test_a_course_s_id_is_one_like_a_scenario_s(shelf: Shelf, name: str) -> None:
    course = shelf.put("basics") / "course.yaml"
    course.write_text(course.read_text(encoding="utf-8").replace("id: basics", f"id: {name}"), encoding="utf-8")

    assert [(one.check.code, one.line) for one in checked(course.parent).findings] == [("SC001", 2)]


def test_the_list_tells_what_is_to_be_done_first(
    sca_flow: Command, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sca_flow("list", "--json").json["courses"][0]["prerequisites"] == []
    assert "Before it" not in sca_flow("list").out

    shelf.put("panels", "[first-decisions, nail-bar]")
    monkeypatch.setattr(loader.Library.__init__, "__defaults__", (shelf.root,))
    assert sca_flow("list", "--json").json["courses"][0]["prerequisites"] == ["first-decisions", "nail-bar"]
    assert "  Before it: first-decisions, nail-bar." in sca_flow("list").out.splitlines()


def test_an_editor_knows_the_prerequisites() -> None:
    known = schema("course")

    assert known["properties"]["prerequisites"]["type"] == "array"
    assert "prerequisites" not in known["required"]
