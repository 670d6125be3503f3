"""The schema: what the rows describe, brought up to date whole or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command  # noqa: F401 - loaded here, so that no child has to
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event
from sqlmodel import SQLModel

from sca_flow.errors import StoreError
from sca_flow.store import engine, open_journal
from sca_flow.store.address import address_of
from sca_flow.store.migrate import SHIPPED, Schema, bring_up_to_date, open_store

from . import children
from .children import Say
from .making import head, step, text
from .sound import check_store

NEWER = Schema("0002", (*SHIPPED.versions, Path(__file__).with_name("newer")))


def filled(url: str) -> str:
    with open_journal(url) as journal:
        journal.begin(head(), "Ann")
        journal.append("a1", 0, step("s1"), stage="x", ended=False, texts=[text()])
    return url


def schema_of(file: Path) -> tuple[object, ...]:
    connection = sqlite3.connect(file)
    try:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        number = connection.execute("PRAGMA user_version").fetchone()
        leftovers = connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE '_alembic%'").fetchall()
        return version, number, leftovers
    finally:
        connection.close()


def test_the_migrations_make_the_tables_that_the_rows_describe(url: str) -> None:
    connection, _ = open_store(url)
    with engine.read(connection).begin():
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    connection.close()


def test_a_store_that_is_up_to_date_opens_without_loading_alembic(file: Path) -> None:
    filled(str(file))
    look = (
        "import sys; from sca_flow.store import open_journal; "
        f"print(open_journal({str(file)!r}).head('a1').seq, 'alembic' in sys.modules)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

    said = subprocess.run([sys.executable, "-c", look], env=environment, capture_output=True, text=True, check=True)

    assert said.stdout == "2 False\n"


def test_an_older_store_is_brought_up_to_date_with_everything_in_it(url: str) -> None:
    filled(url)

    with open_journal(url, NEWER) as journal:
        assert journal.name("p1") == "Ann"
        assert len(journal.texts("a1")) == 1
        journal.append("a1", 2, step("s2"), stage="y", ended=False)
        assert journal.head("a1").seq == 4

    with open_journal(url, NEWER) as journal:
        assert len(journal.read("a1")) == 4
    with pytest.raises(StoreError, match="Its schema is 0002; this program knows up to 0001"):
        open_journal(url)


def test_a_checked_backup_is_left_beside_a_store_before_it_is_changed(file: Path) -> None:
    filled(str(file))

    open_journal(str(file), NEWER).close()

    backup = file.with_name("attempts.db.0001.backup")
    assert sorted(file.parent.iterdir()) == [file, backup]
    assert schema_of(file) == ([("0002",)], (2,), [])
    assert schema_of(backup) == ([("0001",)], (1,), [])
    assert check_store(str(backup), "a1") == ["s1"]


def test_no_backup_is_made_of_a_new_store(file: Path) -> None:
    open_journal(str(file), NEWER).close()

    assert list(file.parent.iterdir()) == [file]


def test_a_store_is_not_changed_when_its_backup_cannot_be_made(file: Path) -> None:
    filled(str(file))
    file.with_name("attempts.db.0001.backup.part").mkdir()
    before = file.read_bytes()

    with pytest.raises(StoreError, match=r"backup cannot be opened"):
        open_journal(str(file), NEWER)

    assert file.read_bytes() == before
    assert check_store(str(file), "a1") == ["s1"]


def killed_at(statement: int, url: str, schema: Schema) -> bool:
    """Bring the store up to date in a child that is killed before the statement; was there one to be killed at?"""
    passed = 0

    def count(*_: object) -> None:
        nonlocal passed
        passed += 1
        if passed == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def work(_: Say) -> None:
        address = address_of(url)
        connection = engine.connect(address)
        event.listen(connection.engine, "before_cursor_execute", count)
        event.listen(connection.engine, "commit", count)
        bring_up_to_date(connection, address, schema)

    ended = children.start(work).end()
    assert ended in (0, -signal.SIGKILL)
    return ended != 0


def test_a_first_opening_killed_at_any_statement_is_made_good_by_the_next(tmp_path: Path) -> None:
    statement = 1
    while killed_at(statement, str(file := tmp_path / f"{statement}.db"), SHIPPED):
        filled(str(file))
        assert check_store(str(file), "a1") == ["s1"]
        assert schema_of(file) == ([("0001",)], (1,), [])
        statement += 1
    assert statement > 10


def test_a_migration_killed_at_any_statement_is_made_good_by_the_next(tmp_path: Path) -> None:
    statement = 1
    while killed_at(statement, filled(str(file := tmp_path / f"{statement}.db")), NEWER):
        open_journal(str(file), NEWER).close()
        assert schema_of(file) == ([("0002",)], (2,), [])
        assert check_of_newer(file) == ["s1.0", "s1.1"]
        statement += 1
    assert statement > 10


def check_of_newer(file: Path) -> list[str]:
    with open_journal(str(file), NEWER) as journal:
        assert journal.name("p1") == "Ann"
        return [entry.id for entry in journal.read("a1")]


def test_a_migration_killed_at_any_statement_leaves_a_store_that_the_older_version_opens(tmp_path: Path) -> None:
    statement = 1
    while killed_at(statement, filled(str(file := tmp_path / f"{statement}.db")), NEWER):
        assert schema_of(file) in (([("0001",)], (1,), []), ([("0002",)], (2,), []))
        if schema_of(file)[1] == (1,):
            assert check_store(str(file), "a1") == ["s1"]
        statement += 5
