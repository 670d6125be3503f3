"""Every scenario that ships: it loads, plays, is fit for its date, and was looked at point by point."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sca_flow.case import folded
from sca_flow.events import happened
from sca_flow.people import Role
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import SHIPPED, Library
from sca_flow.scenario.model import Scenario
from sca_flow.training.script import play

from ..builders import Walk

FOLDERS = sorted(path.parent for path in SHIPPED.glob("*/*/scenario.yaml"))
LIBRARY = Library(shipped())
SCENARIOS = [LIBRARY.find(folder.name) for folder in FOLDERS]
each = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)

ONE_EACH = {
    Role.COMPETENT_AUTHORITY, Role.DECISION_MAKER, Role.SECOND_REVIEWER, Role.PANEL_SECRETARIAT, Role.MANAGER,
    Role.EXPERIENCED_STAFF, Role.FIRST_RESPONDER, Role.PERSON,
}  # fmt: skip
PERSONAL = {
    "a National Insurance number": r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
    "a telephone number": r"(?:\+44|\b0)(?:[ -]?\d){9,10}\b",
    "an e-mail address": r"[\w.+-]+@[\w-]+\.\w+",
    "a post code": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    "a web address": r"https?://|www\.",
    "a passport or card number": r"\b\d{9,16}\b",
}
CITATION = re.compile(r"`([\w.-]+\.(?:txt|yaml)):(\d+)(?:-(\d+))?`(?:\s*\(`?(\w+)`?[^)]*\))?(?:,)?\s*\"([^\"]+)\"")


def folder(scenario: Scenario) -> Path:
    return SHIPPED / scenario.course / scenario.id


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_three_scenarios_of_the_first_course_are_there() -> None:
    assert {"nail-bar", "county-lines", "domestic-servitude"} <= {scenario.id for scenario in LIBRARY.scenarios()}


def test_every_scenario_belongs_to_a_course_that_names_it() -> None:
    named = {name for course in LIBRARY.courses() for name in course.order}

    assert {path.name for path in FOLDERS} == named


@each
def test_its_folder_bears_its_id(scenario: Scenario) -> None:
    assert (folder(scenario) / "scenario.yaml").is_file()


@each
def test_its_model_path_plays_exactly(scenario: Scenario) -> None:
    walk = Walk.through(scenario)

    for line in play(walk.attempt, scenario.file.model):
        assert not line.surprise, line.surprise + "\n" + "\n".join(str(reason) for reason in line.result.reasons)

    assert walk.attempt.case.ended
    assert walk.attempt.case == folded(happened(entry) for entry in walk.journal.read(walk.attempt.id))


@each
def test_its_model_path_never_rests_on_a_document_that_has_not_arrived(scenario: Scenario) -> None:
    walk = Walk.through(scenario)
    for line in play(walk.attempt, scenario.file.model):
        assert not line.surprise

    came = {document.id: on for on, document in walk.attempt.documents()}

    for document in scenario.file.documents:
        assert document.id in came, f"{document.id} never comes"
        assert document.dated <= came[document.id], document.id


@each
def test_it_has_at_least_five_documents_a_content_note_and_all_who_are_needed(scenario: Scenario) -> None:
    roles = [role for person in scenario.file.people for role in person.roles]

    assert len(scenario.file.documents) >= 5
    assert len(scenario.file.content_note.split()) > 20
    assert all(roles.count(role) == 1 for role in ONE_EACH)
    assert roles.count(Role.PANEL_CHAIR) >= 2
    assert {person.sector for person in scenario.file.people if Role.PANEL_MEMBER in person.roles} >= {
        "police",
        "local_authority",
        "ngo",
    }
    assert (
        scenario.people[named(scenario, Role.DECISION_MAKER)] != scenario.people[named(scenario, Role.SECOND_REVIEWER)]
    )


def named(scenario: Scenario, role: Role) -> str:
    return next(person.id for person in scenario.file.people if role in person.roles)


@each
def test_every_step_of_its_model_gives_reasons_of_its_own(scenario: Scenario) -> None:
    for step in scenario.file.model:
        assert len(step.why.split()) >= 4, step.step
        assert set(step.sources) <= set(shipped().sources)


@each
def test_its_documents_are_in_the_form_of_their_date(scenario: Scenario) -> None:
    """The form of 2019 had no such fields; they came on 15 May 2023."""
    for document in scenario.file.documents:
        if document.dated.isoformat() < "2023-05-15":
            text = scenario.texts[document.id].lower()
            assert "professional insight" not in text, document.id
            assert "dishonesty" not in text, document.id


@each
def test_it_holds_nothing_that_looks_like_a_real_persons_data(scenario: Scenario) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder(scenario).rglob("*") if path.is_file()}
    found = [
        f"{name}: {what}: {match.group()}"
        for name, text in texts.items()
        for what, pattern in PERSONAL.items()
        for match in re.finditer(pattern, text)
    ]

    assert found == []


@each
def test_every_document_is_used_and_every_file_is_a_document(scenario: Scenario) -> None:
    files = {f"documents/{path.name}" for path in (folder(scenario) / "documents").iterdir()}

    assert files == {document.file for document in scenario.file.documents}


@each
def test_its_review_says_that_no_practitioner_read_it_and_answers_all_twelve_points(scenario: Scenario) -> None:
    review = (folder(scenario) / "review.md").read_text(encoding="utf-8")

    assert "not practitioner-reviewed" in review.lower()
    assert [int(number) for number in re.findall(r"^\*\*(\d+)\. ", review, re.MULTILINE)] == list(range(1, 13))


def steps_at(lines: list[str], first: int, last: int) -> set[str]:
    """The steps of a model path whose lines fall into a range."""
    begins = [
        (number, line.split()[-1]) for number, line in enumerate(lines, start=1) if line.strip().startswith("- step:")
    ]
    before = [step for number, step in begins if number <= first]
    return {*before[-1:], *(step for number, step in begins if first <= number <= last)}


@each
def test_what_its_review_cites_stands_on_the_lines_it_names(scenario: Scenario) -> None:
    review = squeezed((folder(scenario) / "review.md").read_text(encoding="utf-8"))
    lines: dict[str, list[str]] = {}
    wrong = []
    for file, first, last, step, words in CITATION.findall(review):
        where = folder(scenario) / ("" if file == "scenario.yaml" else "documents") / file
        if not where.is_file():
            wrong.append(f"{file} is not there")
            continue
        stands = lines.setdefault(file, where.read_text(encoding="utf-8").splitlines())
        cited = squeezed(" ".join(stands[int(first) - 1 : int(last or first)]))
        if words not in cited:
            wrong.append(f"{file}:{first}{'-' + last if last else ''} does not say {words!r}: {cited[:120]!r}")
        if step and step not in steps_at(stands, int(first), int(last or first)):
            wrong.append(f"{file}:{first} does not belong to {step}")

    assert wrong == []


@each
def test_every_point_of_its_review_cites_some_line_that_is_there(scenario: Scenario) -> None:
    """Also those citations that quote nothing."""
    review = (folder(scenario) / "review.md").read_text(encoding="utf-8")
    cited = re.findall(r"`([\w.-]+\.(?:txt|yaml)):(\d+)(?:-(\d+))?`", review)

    assert len(cited) >= 20
    for file, first, last in cited:
        where = folder(scenario) / ("" if file == "scenario.yaml" else "documents") / file
        stands = where.read_text(encoding="utf-8").count("\n") + 1
        assert 1 <= int(first) <= int(last or first) <= stands, f"{file}:{first}"


def test_a_uk_national_or_somebody_who_defies_the_expected_nationality_is_among_the_people() -> None:
    assert {scenario.file.referral.person.nationality for scenario in SCENARIOS} & {"British", "Portuguese"}


def test_between_them_they_play_every_outcome_they_were_written_for() -> None:
    ends = {}
    refusals: set[str] = set()
    for scenario in SCENARIOS:
        walk = Walk.through(scenario)
        for line in play(walk.attempt, scenario.file.model):
            refusals |= {name for reason in line.result.reasons for name in reason.names}
        ends[scenario.id] = walk.stage.value

    assert ends["county-lines"] == "cg_positive_served"
    assert ends["nail-bar"] == "cg_negative_served"
    assert {
        "quorum.members_besides_chair",
        "panel.nobody_with_a_hand",
        "recovery.minimum",
        "withdrawal.after_service",
    } <= refusals
