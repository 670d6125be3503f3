"""What is at the address: ours, new, somebody else's, or nothing that can be used."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from sca_flow.errors import StoreError
from sca_flow.store import open_journal

from .making import head, ids, step


def test_a_missing_file_is_made_with_its_folders_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "a b" / "100%?#" / "attempts.db"

    with open_journal(str(file)) as journal:
        journal.begin(head())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with open_journal(f"sqlite:///{file.parent.parent}/100%?#/attempts.db".replace("?", "%3F")) as journal:
        assert journal.head("a1") == head()


def test_an_empty_file_that_is_named_becomes_a_store(file: Path) -> None:
    file.touch()

    with open_journal(str(file)) as journal:
        journal.begin(head())


def test_a_store_keeps_a_rollback_journal_and_waits_for_the_disk(file: Path) -> None:
    with open_journal(str(file)) as journal:
        driver = journal._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)

        def asked(pragma: str) -> object:
            return driver.execute(f"PRAGMA {pragma}").fetchone()[0]

        assert asked("journal_mode") == "delete"
        assert asked("synchronous") == 2  # FULL
        assert asked("foreign_keys") == 1
        assert asked("busy_timeout") == 5000
        assert asked("secure_delete") == 1


def foreign(file: Path, application_id: int = 0) -> None:
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA application_id = {application_id}")
    connection.executescript("CREATE TABLE attempts (x); CREATE TABLE entries (x); CREATE TABLE alembic_version (y)")
    connection.close()


def opened_by_a_newer_version(file: Path, statement: str) -> None:
    open_journal(str(file)).close()
    connection = sqlite3.connect(file)
    connection.executescript(statement)
    connection.close()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("words", "not a store of this program"),
        ("one byte", "not a store of this program"),
        ("zeros", "not a store of this program"),
        ("a foreign database", "not a store of this program"),
        ("another program's database", "not a store of this program"),
        ("a newer schema", "Its schema is 0099; this program knows up to 0001"),
        ("a newer number", "Its schema is 99; this program knows up to 0001"),
    ],
)
def test_what_is_not_ours_or_newer_is_refused_and_left_as_it_is(file: Path, name: str, says: str) -> None:
    match name:
        case "words":
            file.write_text("This is a letter, not a database.\n" * 200)
        case "one byte":
            file.write_bytes(b"\n")
        case "zeros":
            file.write_bytes(bytes(8192))
        case "a foreign database":
            foreign(file)
        case "another program's database":
            foreign(file, 0x0F055112)
        case "a newer schema":
            opened_by_a_newer_version(file, "UPDATE alembic_version SET version_num = '0099'")
        case "a newer number":
            opened_by_a_newer_version(file, "PRAGMA user_version = 99")
    before = file.read_bytes()

    with pytest.raises(StoreError, match=says) as raised:
        open_journal(str(file))

    assert raised.value.exit_code == 3
    assert raised.value.why
    assert raised.value.do
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_shared_room_with_other_tables_is_refused(database: str) -> None:
    import psycopg

    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE invoices (number integer)")

    with pytest.raises(StoreError, match="not a store of this program"):
        open_journal(database)

    with psycopg.connect(database) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("invoices",)]


def test_a_shared_room_with_a_newer_schema_is_refused(database: str) -> None:
    import psycopg

    open_journal(database).close()
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")

    with pytest.raises(StoreError, match="Its schema is 0099; this program knows up to 0001"):
        open_journal(database)


def test_a_directory_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a directory"):
        open_journal(str(tmp_path))


def test_a_pipe_is_no_store(file: Path) -> None:
    os.mkfifo(file)

    with pytest.raises(StoreError, match="not an ordinary file"):
        open_journal(str(file))


def test_a_folder_that_is_a_file_holds_no_store(file: Path) -> None:
    file.touch()

    with pytest.raises(StoreError, match="cannot be opened"):
        open_journal(str(file / "attempts.db"))


def test_a_name_that_is_too_long_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="File name too long"):
        open_journal(str(tmp_path / ("x" * 300)))


def test_a_store_that_vanishes_while_it_is_closed_for_a_fault_is_not_made_anew(file: Path) -> None:
    with open_journal(str(file)) as journal:
        journal.begin(head())
        journal._connection.invalidate()
        file.unlink()

        with pytest.raises(StoreError, match="cannot be opened"):
            journal.append("a1", 0, step("s1"), stage="x", ended=False)
    assert not file.exists()


def cut_short(file: Path) -> Path:
    """A copy of a store as ``kill -9`` leaves it when its header is written and the pages it counts are not."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")  # so that pages are written before the commit
    connection.execute("BEGIN IMMEDIATE")
    for number in range(40):
        connection.execute("INSERT INTO people VALUES (?, ?)", (f"p-{number}", "x" * 1000))
    copy = file.with_name("cut short.db")
    torn = bytearray(file.read_bytes())
    torn[28:32] = (9999).to_bytes(4)  # the count of pages
    torn[92:96] = torn[24:28]  # which is believed when these two agree
    copy.write_bytes(torn)
    journal = Path(f"{file}-journal").read_bytes()
    assert any(journal), "there is nothing to undo"
    Path(f"{copy}-journal").write_bytes(journal)
    connection.close()
    return copy


def test_a_store_whose_last_write_was_cut_short_is_opened_and_the_write_undone(file: Path) -> None:
    with open_journal(str(file)) as journal:
        journal.begin(head(), "Ann")
        journal.append("a1", 0, step("s1"), stage="x", ended=False)
    copy = cut_short(file)

    with open_journal(str(copy)) as journal:
        assert ids(journal.read("a1")) == ["s1.0", "s1.1"]
        assert journal.name("p1") == "Ann"
        journal.append("a1", 2, step("s2"), stage="x", ended=False)
    assert copy.stat().st_size == file.stat().st_size


def test_a_damaged_store_is_said_so(file: Path) -> None:
    with open_journal(str(file)) as journal:
        journal.begin(head())
        journal.append("a1", 0, step("s1", 40), stage="x", ended=False)
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + bytes(len(whole) - 8192))

    with pytest.raises(StoreError, match="damaged"), open_journal(str(file)) as journal:
        journal.read("a1")
