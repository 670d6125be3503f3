"""Reading a scenario's folder: what is wrong with it is told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.errors import FileError, UnknownName
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.training.attempt import Attempt

from .making import Folder, write


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return write(tmp_path / "a-course" / "made-up")


def test_a_scenario_is_read_with_its_documents(folder: Folder) -> None:
    scenario = folder.load()

    assert (scenario.id, scenario.course, scenario.opens.isoformat()) == ("made-up", "a-course", "2021-03-01")
    assert scenario.texts == {"form": "Some words.\n", "letter": "Some words.\n"}


def test_without_a_day_to_open_it_opens_when_the_referral_is_received(folder: Folder) -> None:
    assert folder.change("opens: 2021-03-01\n", "").load().opens.isoformat() == "2021-03-01"


def test_a_document_is_on_file_from_the_day_it_arrives(folder: Folder) -> None:
    scenario = folder.load()

    for day, there in (("2021-03-01", ["form"]), ("2021-04-02", ["form"]), ("2021-04-03", ["form", "letter"])):
        assert [document.id for _, document in scenario.on_file(scenario.opens.fromisoformat(day))] == there


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title: Made up", "titel: Made up", "Did you mean 'title'?"),
        ("format: 1", "format: 2", "format"),
        ("id: made-up", "id: Made_Up", "id"),
        ("id: made-up", "id: ../made-up", "id"),
        ("id: made-up", f"id: {'a' * 65}", "id"),
        ("minutes: 5", "minutes: 0", "minutes"),
        ("roles: [decision_maker]", "roles: [decisionmaker]", "people.1.roles.0"),
        ("roles: [decision_maker]", "roles: []", "people.1.roles"),
        ("consent: given", "consent: perhaps", "consent"),
        ("received: 2021-03-01", "received: 1.3.2021", "a date is written as"),
        ("step: accept_referral", "step: accept_refferal", "model.0.step"),
        ("sources: [FRG-2025]", "sources: []", "model.0.sources"),
        ("sources: [FRG-2025]", "sources: [FRG-2024]", "there is no source 'FRG-2024'. Did you mean 'FRG-2025'?"),
        ("by: intake", "by: intakes", "there is no person 'intakes'. Did you mean 'intake'?"),
        ("id: decider", "id: intake", "'intake' appears twice among the people."),
        ("id: letter", "id: form", "'form' appears twice among the documents."),
        ("opens: 2021-03-01", "opens: 2021-02-01", "the attempt opens before the referral is received."),
        ("documents/letter.txt", "documents/later.txt", "there is no file 'documents/later.txt'."),
        ("documents/letter.txt", "../../../letter.txt", "lies outside the scenario's folder."),
        ("documents/letter.txt", "/etc/hostname", "lies outside the scenario's folder."),
        ("documents/letter.txt", "documents", "there is no file 'documents'."),
        ("referral:\n", "assume: {panel.in_forse: 2022-12-10}\nreferral:\n", "no rule called 'panel.in_forse'"),
        ("referral:\n", "assume: {panel.in_force: 2023-12-10}\nreferral:\n", "2022-12-01 to 2022-12-31"),
    ],
)
def test_what_is_wrong_is_told_on_its_line(folder: Folder, old: str, new: str, words: str) -> None:
    folder.change(old, new)
    line = folder.line(new.strip().splitlines()[0])

    assert [said for said in folder.refused() if said.startswith(f"{line}: ") and words in said]


def test_a_birthday_of_18_is_for_somebody_who_was_a_child(folder: Folder) -> None:
    folder.change("consent: given", "consent: given\n  turns_18: 2021-06-01")

    assert any("turns_18 is for somebody who was a child" in said for said in folder.refused())


def test_a_birthday_of_18_lies_after_the_referral(folder: Folder) -> None:
    folder.change("age_at_referral: adult", "age_at_referral: child\n  turns_18: 2021-03-01")

    assert any("turns_18 lies after" in said for said in folder.refused())


def test_problems_of_different_kinds_are_told_together(folder: Folder) -> None:
    folder.change("sources: [FRG-2025]", "sources: [FRG-2024]").change("documents/letter.txt", "documents/later.txt")

    assert len(folder.refused()) == 2


def test_a_document_with_a_hidden_character_is_refused_by_its_own_name(folder: Folder) -> None:
    (folder.path / "documents" / "letter.txt").write_text("One.\nTwo\u202e.\n", encoding="utf-8")

    with pytest.raises(FileError, match=r"letter\.txt:2:4: control or invisible character U\+202E"):
        folder.load()


def test_a_document_reached_through_a_link_out_of_the_folder_is_refused(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("Secret.", encoding="utf-8")
    letter = folder.path / "documents" / "letter.txt"
    letter.unlink()
    letter.symlink_to(tmp_path / "outside.txt")

    assert any("lies outside" in said for said in folder.refused())


def test_whatever_is_changed_changes_the_hash(folder: Folder) -> None:
    first = folder.load().sha
    (folder.path / "documents" / "letter.txt").write_text("Other words.\n", encoding="utf-8")
    second = folder.load().sha
    third = folder.change("Made up", "Made up again").load().sha

    assert len({first, second, third}) == 3


def test_the_hash_does_not_confuse_which_document_says_what(folder: Folder) -> None:
    documents = folder.path / "documents"
    (documents / "form.txt").write_text("a", encoding="utf-8")
    (documents / "letter.txt").write_text("b\nletter\nc", encoding="utf-8")
    first = folder.load().sha
    (documents / "form.txt").write_text("a\nletter\nb", encoding="utf-8")
    (documents / "letter.txt").write_text("c", encoding="utf-8")

    assert folder.load().sha != first


def test_a_library_offers_the_nearest_scenario() -> None:
    with pytest.raises(UnknownName, match="nail-bar"):
        Library(shipped()).find("nailbar")


def test_another_folder_that_cannot_be_read_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """Whoever asks for a scenario is told about that one."""
    write(tmp_path / "a-course" / "made-up")
    for name, text in (("a-list", "- 1\n"), ("no-yaml", "a: [\n")):
        (tmp_path / "a-course" / name).mkdir()
        (tmp_path / "a-course" / name / "scenario.yaml").write_text(text, encoding="utf-8")
    library = Library(shipped(), tmp_path)

    assert library.find("made-up").id == "made-up"
    with pytest.raises(UnknownName, match="made-up"):
        library.find("mad-up")


def test_a_scenario_is_found_by_its_folder_too(folder: Folder) -> None:
    assert Library(shipped()).find(str(folder.path)).id == "made-up"


def test_a_scenario_whose_folder_is_called_otherwise_is_refused_or_still_found_by_its_id(tmp_path: Path) -> None:
    """What an attempt records is the id: under it the scenario has to be found again."""
    folder = write(tmp_path / "a-course" / "another-name")
    library = Library(shipped(), tmp_path)
    try:
        scenario = library.find("another-name")
    except FileError:
        return
    journal = MemoryJournal()
    attempt = Attempt.start(scenario, shipped(), journal)

    assert Attempt.resume(attempt.id, library.find, shipped(), journal).case == attempt.case
    assert folder.path.name == "another-name"
