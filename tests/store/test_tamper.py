"""Tampering with what is stored: refused where the database can, found by the chain where it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sca_flow.errors import Broken
from sca_flow.journal import check_chain
from sca_flow.store import StoredJournal, open_journal
from sca_flow.store.migrate import open_store

from .making import head, step


@pytest.fixture
def journal(file: Path) -> Iterator[StoredJournal]:
    """A store of one attempt with six events."""
    with open_journal(str(file)) as journal:
        journal.begin(head())
        journal.append("a1", 0, step("s1", 6), stage="x", ended=False)
        yield journal


def tamper(file: Path, *statements: str) -> None:
    """What somebody does who takes the triggers away first."""
    connection = sqlite3.connect(file)
    connection.executescript("DROP TRIGGER entries_no_update; DROP TRIGGER entries_no_delete;" + ";".join(statements))
    connection.close()


@pytest.mark.parametrize("statement", ["UPDATE entries SET body = 'x'", "DELETE FROM entries"])
def test_the_database_refuses_to_change_or_remove_an_event(url: str, statement: str) -> None:
    with open_journal(url) as journal:
        journal.begin(head())
        before = journal.append("a1", 0, step("s1"), stage="x", ended=False)

    connection, _ = open_store(url)
    with pytest.raises(DBAPIError, match="neither changed nor removed"):
        connection.execution_options(sca_flow_begin="BEGIN").execute(text(statement))
    connection.close()

    with open_journal(url) as journal:
        assert journal.read("a1") == before


@pytest.mark.parametrize("seq", [1, 3, 6])
@pytest.mark.parametrize(
    "change",
    [
        "body = replace(body, 'amara', 'somebody')",
        "body = body || ' '",
        "id = 'another'",
        "prev = hash",
        "hash = prev",
    ],
)
def test_a_changed_event_is_found(journal: StoredJournal, file: Path, seq: int, change: str) -> None:
    tamper(file, f"UPDATE entries SET {change} WHERE seq = {seq}")

    with pytest.raises(Broken, match=f"Attempt a1 is broken at event {seq}"):
        check_chain(journal.read("a1"))


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_an_event_removed_from_the_middle_is_found(journal: StoredJournal, file: Path, seq: int) -> None:
    tamper(file, f"DELETE FROM entries WHERE seq = {seq}")

    with pytest.raises(Broken, match=f"at event {seq}"):
        check_chain(journal.read("a1"))


def test_a_gap_that_was_closed_again_is_found(journal: StoredJournal, file: Path) -> None:
    tamper(file, "DELETE FROM entries WHERE seq = 3", "UPDATE entries SET seq = seq - 1 WHERE seq > 3")

    with pytest.raises(Broken, match="at event 3"):
        check_chain(journal.read("a1"))


def test_two_events_that_changed_places_are_found(journal: StoredJournal, file: Path) -> None:
    tamper(file, *(f"UPDATE entries SET seq = {to} WHERE seq = {at}" for at, to in ((2, 99), (4, 2), (99, 4))))

    with pytest.raises(Broken, match="at event 2"):
        check_chain(journal.read("a1"))


def test_an_event_moved_to_another_attempt_is_found(journal: StoredJournal, file: Path) -> None:
    journal.begin(head("a2"))
    tamper(file, "UPDATE entries SET attempt = 'a2' WHERE seq = 1")

    for attempt in ("a1", "a2"):
        with pytest.raises(Broken, match="at event 1"):
            check_chain(journal.read(attempt))


def test_a_tail_that_was_cut_off_shows_in_the_head_and_refuses_the_next_step(
    journal: StoredJournal, file: Path
) -> None:
    tamper(file, "DELETE FROM entries WHERE seq > 4")

    check_chain(journal.read("a1"))  # the chain alone cannot tell
    assert journal.head("a1").seq == 6
    with pytest.raises(Broken, match="at event 6"):
        journal.append("a1", 6, step("s2"), stage="x", ended=False)


def test_the_head_can_be_rebuilt_from_the_entries(journal: StoredJournal) -> None:
    entries, at = journal.read("a1"), journal.head("a1")

    assert at.seq == entries[-1].seq
    assert at.updated.isoformat() == entries[-1].fields["at"]
