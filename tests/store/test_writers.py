"""Several programs writing to one store at once."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

import pytest

from sca_flow.errors import Changed, StoreError
from sca_flow.store import StoredJournal, open_journal

from . import children
from .children import Say
from .making import head, step
from .sound import check_store

WRITERS, STEPS = 8, 12


def test_writers_on_one_attempt_lose_nothing_and_are_told_of_each_other(url: str) -> None:
    with open_journal(url) as journal:
        journal.begin(head())

    def write(writer: int, say: Say) -> None:
        journal, at = open_journal(url), 0
        for number in range(STEPS):
            while True:
                try:
                    journal.append("a1", at, step(f"w{writer}-{number}"), stage="x", ended=False)
                    break
                except Changed:
                    say("changed")
                    at = journal.head("a1").seq
            at += 2
            say(f"w{writer}-{number}")

    writers = [children.start(partial(write, writer)) for writer in range(WRITERS)]
    heard = [line for writer in writers for line in writer.lines()]
    assert [writer.end() for writer in writers] == [0] * WRITERS

    acknowledged = [line for line in heard if line != "changed"]
    assert len(acknowledged) == WRITERS * STEPS
    assert "changed" in heard
    assert sorted(check_store(url, "a1", acknowledged)) == sorted(acknowledged)


def test_writers_on_their_own_attempts_do_not_disturb_each_other(url: str) -> None:
    with open_journal(url) as journal:
        for writer in range(WRITERS):
            journal.begin(head(f"a{writer}"))

    def write(writer: int, _: Say) -> None:
        with open_journal(url) as journal:
            for number in range(STEPS):
                named = f"w{writer}-{number}"
                journal.append(f"a{writer}", number * 2, step(named), stage="x", ended=False)

    writers = [children.start(partial(write, writer)) for writer in range(WRITERS)]
    assert [writer.end() for writer in writers] == [0] * WRITERS

    for writer in range(WRITERS):
        assert check_store(url, f"a{writer}") == [f"w{writer}-{number}" for number in range(STEPS)]


def test_windows_that_open_a_new_store_at_once_make_it_once(url: str) -> None:
    def open_it(window: int, _: Say) -> None:
        with open_journal(url) as journal:
            journal.begin(head(f"a{window}"))

    windows = [children.start(partial(open_it, window)) for window in range(6)]
    assert [window.end() for window in windows] == [0] * 6

    with open_journal(url) as journal:
        assert len(journal.heads()) == 6


def impatient(journal: StoredJournal) -> StoredJournal:
    """The journal, waiting a moment instead of seconds."""
    driver = journal._connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("PRAGMA busy_timeout = 20")
    return journal


@pytest.mark.parametrize("held", ["by a writer", "by a reader"])
def test_a_store_that_stays_busy_is_said_so_and_works_afterwards(file: Path, held: str) -> None:
    """A reader in the middle lets a writer begin, and holds it up only when it commits."""
    with open_journal(str(file)) as journal:
        journal.begin(head())
        journal.append("a1", 0, step("s1"), stage="x", ended=False)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE" if held == "by a writer" else "BEGIN")
        other.execute("SELECT count(*) FROM entries").fetchone()

        with pytest.raises(StoreError, match="busy"):
            impatient(journal).append("a1", 2, step("s2"), stage="y", ended=False)

        other.close()
        assert journal.head("a1").seq == 2
        journal.append("a1", 2, step("s2"), stage="y", ended=False)
    assert check_store(str(file), "a1") == ["s1", "s2"]


def test_a_writer_that_waits_too_long_in_a_shared_room_is_told_so(database: str) -> None:
    import psycopg

    with open_journal(database) as journal, psycopg.connect(database) as other:
        journal.begin(head())
        other.execute("SELECT 1 FROM attempts WHERE attempt = 'a1' FOR UPDATE")
        journal._connection.exec_driver_sql("SET lock_timeout TO '20ms'")
        journal._connection.commit()

        with pytest.raises(StoreError, match="busy"):
            journal.append("a1", 0, step("s1"), stage="x", ended=False)

        other.rollback()
        journal.append("a1", 0, step("s1"), stage="x", ended=False)
    assert check_store(database, "a1") == ["s1"]


def test_a_step_of_a_long_attempt_costs_no_more_than_one_of_a_short_attempt(file: Path) -> None:
    """Counted in the steps of SQLite's own machine, which no clock disturbs."""
    with open_journal(str(file)) as journal:
        journal.begin(head())
        driver = journal._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        ticks = 0

        def tick() -> int:
            nonlocal ticks
            ticks += 1
            return 0

        def cost(at: int) -> int:
            before = ticks
            journal.append("a1", at, step(f"s{at}"), stage="x", ended=False)
            return ticks - before

        driver.set_progress_handler(tick, 1)
        short = cost(0)
        journal.append("a1", 2, step("many", 3000), stage="x", ended=False)

        assert cost(3002) < 2 * short
