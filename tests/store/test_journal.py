"""What every journal does, whatever it is kept in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from threading import Thread

import pytest

from sca_flow.errors import Changed, UnknownName
from sca_flow.journal import GENESIS, Journal, check_chain

from .making import START, draft, head, ids, step, text


def test_an_attempt_opens_without_entries(journal: Journal) -> None:
    journal.begin(head())

    assert journal.head("a1") == head()
    assert journal.read("a1") == ()
    assert journal.texts("a1") == {}


def test_opening_an_attempt_again_changes_nothing(journal: Journal) -> None:
    journal.begin(head(), "Ann")
    journal.append("a1", 0, step("s1"), stage="rg_consideration", ended=False)
    before = journal.head("a1")

    journal.begin(replace(head(), scenario="county-lines"), "Bob")

    assert journal.head("a1") == before
    assert journal.name("p1") == "Ann"


def test_a_step_is_recorded_with_all_its_events_and_moves_the_head(journal: Journal) -> None:
    journal.begin(head())

    recorded = journal.append("a1", 0, [draft("e1", 1), draft("e2", 2)], stage="recovery_period", ended=False)

    assert [(entry.seq, entry.id) for entry in recorded] == [(1, "e1"), (2, "e2")]
    assert journal.read("a1") == recorded
    assert journal.head("a1") == replace(head(), stage="recovery_period", seq=2, updated=START + timedelta(minutes=2))


def test_an_attempt_ends(journal: Journal) -> None:
    journal.begin(head())
    journal.append("a1", 0, step("s1"), stage="cg_negative_served", ended=True)

    assert journal.head("a1").ended


def test_what_is_read_is_what_was_said(journal: Journal) -> None:
    journal.begin(head())
    said = '«Đào» said: "no"\n\t—\'; DROP TABLE entries; -- %s :name \U0001f600\0'
    journal.append("a1", 0, [draft("e1", reasons=said)], stage="x", ended=False)

    (entry,) = journal.read("a1")

    assert entry.fields["payload"] == {"step": "decide_rg_positive", "reasons": said}
    assert entry.fields["at"] == START.isoformat()


def test_the_chain_holds_from_the_first_event_over_many_steps(journal: Journal) -> None:
    journal.begin(head())
    for number in range(20):
        journal.append("a1", number * 3, step(f"s{number}", 3), stage="x", ended=False)

    entries = journal.read("a1")

    check_chain(entries)
    assert entries[0].prev == GENESIS
    assert [entry.seq for entry in entries] == list(range(1, 61))


def test_a_time_in_another_zone_is_the_same_moment(journal: Journal) -> None:
    journal.begin(head())
    moment = START.astimezone(timezone(timedelta(hours=7)))
    journal.append("a1", 0, [replace(draft("e1"), at=moment)], stage="x", ended=False)

    assert journal.head("a1").updated == START
    assert journal.head("a1").updated.tzinfo is not None


def test_taking_a_step_again_with_the_same_ids_records_it_once(journal: Journal) -> None:
    journal.begin(head())
    first = journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=[text()])

    again = journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=[text()])

    assert again == first == journal.read("a1")
    assert len(journal.texts("a1")) == 1


def test_a_step_taken_again_after_others_is_answered_from_the_record(journal: Journal) -> None:
    journal.begin(head())
    first = journal.append("a1", 0, step("s1"), stage="x", ended=False)
    journal.append("a1", 2, step("s2"), stage="y", ended=False)

    assert journal.append("a1", 0, step("s1"), stage="x", ended=False) == first
    assert journal.append("a1", 4, step("s1"), stage="x", ended=False) == first
    assert journal.head("a1").stage == "y"
    assert journal.head("a1").seq == 4


def test_a_step_of_which_a_part_is_recorded_is_refused(journal: Journal) -> None:
    journal.begin(head())
    journal.append("a1", 0, [draft("e1")], stage="x", ended=False)

    with pytest.raises(Changed):
        journal.append("a1", 1, [draft("e1"), draft("e2")], stage="x", ended=False)

    assert ids(journal.read("a1")) == ["e1"]


@pytest.mark.parametrize("after", [0, 1, 3, 100, -1])
def test_a_second_window_is_told_that_the_case_has_changed(journal: Journal, after: int) -> None:
    journal.begin(head())
    journal.append("a1", 0, step("s1"), stage="x", ended=False)

    with pytest.raises(Changed, match=rf"is at event 2; you were at event {after}\."):
        journal.append("a1", after, step("s2"), stage="y", ended=True, texts=[text()])

    assert journal.head("a1").seq == 2
    assert journal.head("a1").stage == "x"
    assert journal.texts("a1") == {}


def test_attempts_do_not_mix(journal: Journal) -> None:
    for attempt in ("a1", "a2"):
        journal.begin(head(attempt))
    journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=[text("one")])
    journal.append("a2", 0, step("s2"), stage="y", ended=False, texts=[text("two")])

    assert ids(journal.read("a1")) == ["s1.0", "s1.1"]
    assert ids(journal.read("a2")) == ["s2.0", "s2.1"]
    assert list(journal.texts("a2").values()) == ["two"]


def test_heads_come_with_the_last_updated_first(journal: Journal) -> None:
    for attempt in ("a1", "a2", "a3"):
        journal.begin(head(attempt))
    journal.append("a2", 0, [draft("e1", 9)], stage="x", ended=False)
    journal.append("a1", 0, [draft("e2", 5)], stage="x", ended=False)

    assert [found.attempt for found in journal.heads()] == ["a2", "a1", "a3"]
    assert journal.heads()[0] == journal.head("a2")


def test_heads_are_asked_for_by_number_and_by_the_name_they_stand_under(journal: Journal) -> None:
    for number, name in enumerate(("Ada", "", "Ada", "Bo"), start=1):
        journal.begin(replace(head(f"a{number}"), person=f"p{number}"), name)

    assert [found.attempt for found in journal.heads(2)] == ["a4", "a3"]
    assert [found.attempt for found in journal.heads(name="Ada")] == ["a3", "a1"]
    assert [found.attempt for found in journal.heads(1, "Ada")] == ["a3"]
    assert [found.attempt for found in journal.heads(name="")] == ["a2"]
    assert journal.heads(name="Cy") == []
    assert journal.names(["p1", "p2", "p4", "p9"]) == {"p1": "Ada", "p4": "Bo"}
    assert journal.names([]) == {}
    assert journal.count() == 4

    journal.erase("a1")

    assert [found.attempt for found in journal.heads(name="")] == ["a2", "a1"]


def test_a_step_without_events_may_move_the_head(journal: Journal) -> None:
    journal.begin(head())

    assert journal.append("a1", 0, [], stage="x", ended=True) == ()
    assert journal.head("a1") == replace(head(), stage="x", ended=True)


def test_an_attempt_that_is_not_there_is_said_so(journal: Journal) -> None:
    journal.begin(head("attempt-1"))

    for asked in (journal.read, journal.texts, journal.head, journal.erase):
        with pytest.raises(UnknownName, match="Did you mean 'attempt-1'"):
            asked("attempt-2")
    with pytest.raises(UnknownName):
        journal.append("attempt-2", 0, step("s1"), stage="x", ended=False)


def test_names_belong_to_people(journal: Journal) -> None:
    journal.begin(head("a1", "p1"), "Ann")
    journal.begin(head("a2", "p2"))

    assert journal.name("p1") == "Ann"
    assert journal.name("p2") == ""
    assert journal.name("nobody") == ""


def test_a_name_given_once_stays_when_the_next_attempt_gives_none(journal: Journal) -> None:
    journal.begin(head("a1"), "Ann")
    journal.begin(head("a2"))
    assert journal.name("p1") == "Ann"

    journal.begin(head("a3"), "Anna")
    assert journal.name("p1") == "Anna"


def test_erasing_removes_text_and_name_and_the_chain_still_holds(journal: Journal) -> None:
    journal.begin(head(), "Ann")
    journal.begin(head("a2", "p2"), "Bob")
    texts = [text("one"), text("two"), text("one")]
    journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=texts)
    journal.append("a2", 0, step("s2"), stage="x", ended=False, texts=[text("one")])
    before = journal.read("a1")
    assert journal.texts("a1") == {text(words).ref: words for words in ("one", "two")}

    assert journal.erase("a1") == 2

    assert journal.texts("a1") == {}
    assert journal.name("p1") == ""
    assert journal.read("a1") == before
    check_chain(before)
    assert list(journal.texts("a2").values()) == ["one"]
    assert journal.name("p2") == "Bob"


def test_erasing_again_finds_nothing(journal: Journal) -> None:
    journal.begin(head(), "Ann")
    journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=[text()])
    journal.erase("a1")

    assert journal.erase("a1") == 0


def test_an_attempt_goes_on_after_its_text_was_erased(journal: Journal) -> None:
    journal.begin(head())
    journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=[text()])
    journal.erase("a1")

    journal.append("a1", 2, step("s2"), stage="y", ended=False, texts=[text()])

    check_chain(journal.read("a1"))
    assert len(journal.texts("a1")) == 1


def test_threads_take_turns(journal: Journal) -> None:
    def write(attempt: str) -> None:
        for number in range(10):
            journal.append(attempt, number, [draft(f"{attempt}-{number}")], stage="x", ended=False)
            journal.heads()

    threads = [Thread(target=write, args=(f"a{number}",)) for number in range(8)]
    for number in range(8):
        journal.begin(head(f"a{number}"))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for number in range(8):
        entries = journal.read(f"a{number}")
        check_chain(entries)
        assert len(entries) == 10
