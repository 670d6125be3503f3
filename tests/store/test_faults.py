"""A disk that is full or fails: the step is refused in words, nothing is changed, and it works again later."""

from __future__ import annotations

import resource
import sqlite3
from pathlib import Path

import pytest

from sca_flow.errors import StoreError
from sca_flow.store import StoredJournal, open_journal

from . import children
from .children import Say
from .making import draft, head, step, text
from .sound import check_store

ROOM = 64 * 1024


def driver_of(journal: StoredJournal) -> sqlite3.Connection:
    driver = journal._connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def fill(journal: StoredJournal, at: int) -> tuple[int, StoreError]:
    """Append steps until one is refused; where that leaves the attempt, and what was said."""
    for number in range(10_000):
        try:
            journal.append("a1", at, step(f"f{at}-{number}"), stage="x", ended=False)
        except StoreError as error:
            return at, error
        at += 2
    raise AssertionError("it was never full")


def test_a_full_store_refuses_the_step_and_works_once_there_is_room(file: Path) -> None:
    with open_journal(str(file)) as journal:
        journal.begin(head())
        driver_of(journal).execute(f"PRAGMA max_page_count = {ROOM // 4096}")

        at, error = fill(journal, 0)

        assert str(error).startswith("There is no room left for the store. Nothing was recorded: the disk is full.")
        assert at > 0
        assert journal.head("a1").seq == at
        journal.append("a1", at, step("more"), stage="x", ended=False)
    assert check_store(str(file), "a1")[-1] == "more"


def test_an_output_error_refuses_the_step_and_works_afterwards(file: Path) -> None:
    """The system limits how long a file may grow, which SQLite meets as a failing write."""
    with open_journal(str(file)) as journal:
        journal.begin(head())

    def work(say: Say) -> None:
        journal = open_journal(str(file))
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        at = 0
        for _ in range(3):
            limit = file.stat().st_size + ROOM
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
            at, error = fill(journal, at)
            assert "Nothing was recorded" in str(error), error
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            assert journal.head("a1").seq == at
            journal.append("a1", at, step(f"again-{at}"), stage="x", ended=False)
            at += 2
        say(str(at))

    (at,) = children.told(work)
    assert len(check_store(str(file), "a1")) == int(at) // 2


def test_one_large_step_is_refused_as_a_whole(file: Path) -> None:
    with open_journal(str(file)) as journal:
        journal.begin(head())
        driver_of(journal).execute(f"PRAGMA max_page_count = {ROOM // 4096}")
        large = [draft(f"e{number}", reasons="x" * 3000) for number in range(60)]

        with pytest.raises(StoreError, match="no room left"):
            journal.append("a1", 0, large, stage="x", ended=False)

        assert journal.read("a1") == ()
    assert check_store(str(file), "a1") == []


def test_an_id_that_another_attempt_has_used_is_refused(url: str) -> None:
    with open_journal(url) as journal:
        journal.begin(head("a1"))
        journal.begin(head("a2"))
        journal.append("a1", 0, step("s1"), stage="x", ended=False)

        with pytest.raises(StoreError, match="recorded already, elsewhere"):
            journal.append("a2", 0, step("s1"), stage="x", ended=False)

        assert journal.read("a2") == ()
        journal.append("a2", 0, step("s2"), stage="x", ended=False)


def test_what_was_erased_is_nowhere_in_the_file(file: Path) -> None:
    secret = "the-lorry-driver-was-called-Grzegorz " * 300
    with open_journal(str(file)) as journal:
        journal.begin(head(), "Wilhelmina Featherstonehaugh")
        journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=[text(secret)])
        assert b"Grzegorz" in file.read_bytes()
        size = file.stat().st_size

        journal.erase("a1")

        assert b"Grzegorz" not in file.read_bytes()
        assert b"Featherstonehaugh" not in file.read_bytes()
        assert file.stat().st_size < size
    assert check_store(str(file), "a1") == ["s1"]


def test_an_erasure_whose_rewriting_fails_says_so_and_has_erased(file: Path) -> None:
    def no_vacuum(action: int, *_: object) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK

    with open_journal(str(file)) as journal:
        journal.begin(head(), "Wilhelmina Featherstonehaugh")
        journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=[text()])
        driver_of(journal).set_authorizer(no_vacuum)

        with pytest.raises(StoreError, match="The text is erased, but"):
            journal.erase("a1")

        assert journal.texts("a1") == {}
        assert b"Featherstonehaugh" not in file.read_bytes()
        driver_of(journal).set_authorizer(None)
        assert journal.erase("a1") == 0


def test_a_shared_room_waits_for_the_disk_whatever_its_own_setting(database: str) -> None:
    import psycopg

    with psycopg.connect(database) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit TO off")

    with open_journal(database) as journal:
        assert journal._connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
