"""The desk is there at once: what it lists is read in a moment, and nothing heavy is loaded before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sca_flow.rules.loader import shipped
from sca_flow.scenario.listing import LIBRARY, Card, shelves
from sca_flow.scenario.loader import SHIPPED, Library
from sca_flow.scenario.model import Scenario

SCENARIOS = Library(shipped()).scenarios()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_a_scenario_is_listed_as_it_is_written(scenario: Scenario) -> None:
    file = scenario.file
    wanted = (file.title, str(file.minutes), file.summary.strip(), file.content_note.strip(), str(scenario.opens))
    assert Card(scenario.id, *wanted) in [card for shelf in shelves() for card in shelf.cards]


def test_every_course_is_listed_in_its_order() -> None:
    courses = [(course.title, str(course.minutes), list(course.order)) for course in Library(shipped()).courses()]
    assert [(shelf.title, shelf.minutes, [card.id for card in shelf.cards]) for shelf in shelves()] == courses
    assert LIBRARY == SHIPPED


def test_what_cannot_be_read_is_listed_by_its_name(tmp_path: Path) -> None:
    course = tmp_path / "course-a"
    for name, text in (("broken", "title: [\n"), ("empty", ""), ("odd", "title: {a: b}\nsummary: fine\n")):
        (course / name).mkdir(parents=True)
        (course / name / "scenario.yaml").write_text(text, encoding="utf-8")
    (course / "course.yaml").write_text("title: \x00\n", encoding="utf-8")
    (shelf,) = shelves(tmp_path)
    assert shelf.title == "course-a"
    assert [card.title for card in shelf.cards] == ["broken", "empty", "odd"]


def test_nothing_heavy_is_loaded_before_the_first_frame() -> None:
    heavy = "('pydantic', 'sca_flow.training', 'sca_flow.rules', 'sca_flow.states', 'transitions', 'sqlmodel')"
    code = f"import sys, tui.app; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
