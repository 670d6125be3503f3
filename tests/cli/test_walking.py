"""Walking a case by answering questions, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.training.attempt import Attempt

from ..builders import scenario
from .conftest import Command, Said

pytestmark = pytest.mark.usefixtures("made")

TO_A_NEGATIVE_DRAFT = """\
accept_referral
back
accept_referral

decide_rg_positive
I suspect but cannot prove.
begin_cg_consideration
wait
2020-06-01
draft_cg_negative
On the balance of probabilities it is more likely than not that it did not happen.
"""


def numbers(said: Said, word: str) -> list[int]:
    return [int(line.split()[1]) for line in said.lines if line.split()[:1] == [word] and len(line.split()) == 2]


def test_the_attempt_the_notice_and_the_content_note_come_before_anything_else(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar")
    assert said.code == 0
    assert said.lines[0].startswith("attempt ")
    assert said.lines[1].startswith("Training simulation with fictional people: not legal advice")
    assert said.lines[2].startswith("Content note: ")
    assert "\x1b" not in said.out


def test_documents_open_and_closed_steps_are_listed(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar")
    documents, steps = said.lines.index("On file:"), said.lines.index("Open:")
    assert documents < steps < said.lines.index("Closed ('why' and the number says why):")
    assert "  1. Accept referral: competent authority" in said.lines


def test_each_accepted_step_is_acknowledged_on_a_line_of_its_own(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed=TO_A_NEGATIVE_DRAFT)
    assert numbers(said, "saved") == [2, 3, 4, 5, 6]
    assert "Nothing was recorded." in said.lines


def test_what_is_typed_can_be_read_back_in_the_timeline(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed=TO_A_NEGATIVE_DRAFT + "timeline\n")
    assert "  Reasons: I suspect but cannot prove." in said.lines


def test_leaving_says_how_to_go_on_and_going_on_finds_the_case_as_it_was(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed="accept_referral\n\nquit\n")
    attempt = said.lines[0].removeprefix("attempt ")
    assert said.lines[-1] == f"It is kept. Go on with: sca-flow resume {attempt}"
    again = sca_flow("resume", attempt)
    assert again.code == 0
    assert any("Reasonable grounds: under consideration" in line for line in again.lines)


def test_a_store_that_was_named_is_named_again_where_it_says_how_to_go_on(sca_flow: Command, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert sca_flow("walk", "nail-bar", "--store", other).lines[-1].endswith(f"--store {other}")


def test_what_was_kept_in_memory_is_said_to_be_gone(sca_flow: Command) -> None:
    assert sca_flow("walk", "nail-bar", "--store", "memory:").lines[-1] == "It was kept in memory, and is gone."
    assert not sca_flow("attempts", "--json").json["attempts"]


def test_a_closed_step_says_why_and_is_not_recorded(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed="resume\n")
    assert "Resume the case is closed." in said.lines
    assert numbers(said, "refused") == []
    assert sca_flow("attempts", "--json").json["attempts"][0]["seq"] == 1


def test_a_closed_step_that_is_tried_all_the_same_is_refused_with_its_reasons_and_recorded(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed="try resume\n\n")
    assert numbers(said, "refused") == [2]
    assert any("suspension.closes_steps" in line for line in said.lines)
    assert sca_flow("attempts", "--json").json["attempts"][0]["seq"] == 2


def test_what_is_missing_is_a_refusal_that_says_what(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed="accept_referral\n\ndecide_rg_positive\n\n")
    assert numbers(said, "refused") == [3]
    assert any("Missing: reasons." in line for line in said.lines)


def test_working_assumptions_stand_apart_from_what_is_confirmed(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed="why resume\n")
    told = said.lines
    assert told.index("Working assumptions, never counted as a fault:") > told.index("What next? why resume")


def test_why_also_says_who_may_take_an_open_step(sca_flow: Command) -> None:
    assert "Accept referral is open, for: Owen Tregear." in sca_flow("walk", "nail-bar", typed="why 1\n").lines


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("help", "quit: leave; the case stays as it is."),
        ("99", "There is no '99' here. Give a number from 1 to 6, or 'help'."),
        ("why", "There is no '' here."),
        ("dance", "There is no 'dance' here."),
        ("read 99", "There is no document '99' on file."),
        ("read", "There is no document '' on file."),
        ("quorum", "No panel is sitting."),
        ("dates", "Today is 2020-02-03."),
        ("people", "  r-adeyemi: Ruth Adeyemi (decision maker; Single Competent Authority)"),
        ("file", "  1. Referral form, from Border Force, 2020-02-03"),
        ("map", "Referral received: YOU ARE HERE, since 2020-02-03"),
        ("timeline", "1. 2020-02-03  You: The case is opened; the referral came from Home Office, Border Force."),
    ],
)
def test_what_can_be_asked(sca_flow: Command, typed: str, says: str) -> None:
    said = sca_flow("walk", "nail-bar", typed=f"{typed}\n")
    assert said.code == 0
    assert says in said.out


def test_a_document_is_read_by_its_number(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed="read 1\n")
    start = said.lines.index("What next? read 1")
    assert said.lines[start + 1] == "Referral form, from Border Force, 2020-02-03"
    assert all(line == "" or line.startswith("  ") for line in said.lines[start + 2 : -2])


def test_a_document_that_arrives_is_announced(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed="wait\n2020-02-17\n")
    assert "New on file: 3. Reasonable grounds minute, from Single Competent Authority." in said.lines


def test_who_acts_is_asked_where_several_may(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed="withdraw\n3\n2\nShe has changed her mind.\n")
    assert "Who acts:" in said.lines
    assert "'3' is not among them. Give a number from 1 to 2, or nothing." in said.lines
    assert numbers(said, "saved") == [2]
    assert "It came to: Withdrawn." in said.lines
    assert "The case may stop here." in said.lines


def test_a_choice_may_be_named_instead_of_numbered(sca_flow: Command) -> None:
    typed = "accept_referral\n\nrequest_information\npolice\nWhat is known?\nrequest_information\n2\nAnd now?\n"
    said = sca_flow("walk", "nail-bar", "--json", typed=typed)
    of = [event["with"]["of"] for event in said.json["events"] if event["kind"] == "request_information"]
    assert of == ["police", "police"]


PANEL = """\
uphold_cg_negative

convene_panel
1
m-hale, d-pryce
record_attendance
1
present

record_attendance
m-hale
1

record_attendance
3
1

quorum
declare_conflict
m-hale

I supervised the visit.
try publish_agreement
j-farrow
We agree.
"""


def test_a_panel_is_convened_sits_and_loses_its_quorum(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", typed=TO_A_NEGATIVE_DRAFT + PANEL)
    quorate = [line for line in said.lines if line.startswith("Quorate")]
    assert quorate
    assert any("1 left for a conflict of interest and is not counted" in line for line in said.lines)
    assert len(numbers(said, "refused")) == 1


def test_with_json_what_is_typed_on_standard_input_is_played_and_stdout_is_one_object(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", "--json", typed=TO_A_NEGATIVE_DRAFT + "try resume\n\n")
    assert said.json["stage"] == "second_pair_of_eyes"
    assert said.json["ended"] is False
    assert [event["seq"] for event in said.json["events"]] == list(range(1, 8))
    assert {"seq", "kind", "actor", "role", "on"} <= set(said.json["events"][1])
    [refusal] = said.json["refusals"]
    assert (refusal["seq"], refusal["step"], refusal["role"]) == (7, "resume", "competent_authority")
    assert refusal["reasons"][0]["rules"]
    assert "saved 6" in said.err.splitlines()


def test_a_name_is_kept_until_it_is_erased(sca_flow: Command, store: Path) -> None:
    sca_flow("walk", "nail-bar", "--name", "Rosamund", typed=TO_A_NEGATIVE_DRAFT)
    assert b"Rosamund" in store.read_bytes()
    attempt = sca_flow("attempts", "--json").json["attempts"][0]["attempt"]
    said = sca_flow("erase", attempt, "--yes")
    assert said.code == 0
    assert said.lines == ["Erased: 2 texts, and the name. It cannot be undone.", "The chain still verifies."]
    assert b"Rosamund" not in store.read_bytes()
    again = sca_flow("resume", attempt, typed="timeline\n")
    assert "  Reasons: [text erased]" in again.lines


def test_erasing_without_being_asked_needs_a_yes(sca_flow: Command) -> None:
    sca_flow("walk", "nail-bar")
    attempt = sca_flow("attempts", "--json").json["attempts"][0]["attempt"]
    said = sca_flow("erase", attempt)
    assert said.code == 2
    assert "Add --yes." in said.err
    assert sca_flow("attempts", "--json").json["attempts"][0]["seq"] == 1


def test_what_was_written_in_a_damaged_attempt_can_still_be_erased(sca_flow: Command, store: Path) -> None:
    sca_flow("walk", "nail-bar", "--name", "Rosamund", typed=TO_A_NEGATIVE_DRAFT)
    attempt = sca_flow("attempts", "--json").json["attempts"][0]["attempt"]
    store.write_bytes(store.read_bytes().replace(b'"actor":"', b'"actoR":"', 1))
    said = sca_flow("erase", attempt, "--yes")
    assert said.code == 1
    assert said.lines[0] == "Erased: 2 texts, and the name. It cannot be undone."
    assert said.lines[1].startswith("The chain does not verify: ")
    assert b"Rosamund" not in store.read_bytes()
    again = sca_flow("resume", attempt, "--json")
    assert (again.code, again.error["code"]) == (1, "broken")


def test_control_characters_in_a_scenario_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from sca_flow.cli import out
    from sca_flow.cli.walking import opening

    hostile = scenario(organisation="Border \x1b[31mForce\u202e", person={"name": "A\x07lex", "nationality": "British"})
    opening(out.data, Attempt.start(hostile, shipped(), MemoryJournal()))
    said = capsys.readouterr().out
    assert "\x07" not in said
    assert "A\N{REPLACEMENT CHARACTER}lex" in said
