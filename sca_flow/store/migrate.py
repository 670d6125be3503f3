"""The version of a store's schema, and bringing it up to date.

Alembic is loaded only when there is something to do: it would slow every start.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from sca_flow.errors import StoreError
from sca_flow.store import engine, file
from sca_flow.store.address import Address, address_of
from sca_flow.store.failures import store_error

MIGRATIONS = Path(__file__).with_name("migrations")
ADVISORY = 0x53434146
"""The PostgreSQL lock that one migration at a time holds."""


@dataclass(frozen=True)
class Schema:
    """The newest revision a program knows, and the folders of its steps.  Revisions are numbers, as text."""

    newest: str
    versions: tuple[Path, ...]

    def knows(self, revision: str) -> bool:
        """Is it the newest revision, or one from which there is a way to it?"""
        return revision.isdecimal() and 0 < int(revision) <= int(self.newest)


SHIPPED = Schema("0001", (MIGRATIONS / "versions",))


def open_store(url: str, schema: Schema = SHIPPED) -> tuple[Connection, Address]:
    """A connection to the store at a path or address, its schema up to date.

    Raises:
        InputError: the address cannot be read.
        StoreError: it cannot be opened, is not ours, or was written by a newer version.
    """
    address = address_of(url)
    connection = engine.connect(address)
    try:
        bring_up_to_date(connection, address, schema)
    except SQLAlchemyError as error:
        connection.close()
        raise store_error(error, address) from error
    except BaseException:
        connection.close()
        raise
    return connection, address


def bring_up_to_date(connection: Connection, address: Address, schema: Schema) -> None:
    """Make the newest schema of what is there, in one transaction: after a crash it is as before or as after.

    Raises:
        StoreError: it is not ours, or newer; nothing was written.
    """
    with engine.read(connection).begin():
        if revision(connection, address, schema) == schema.newest:
            return
    if address.path is not None:
        engine.outside(connection, "PRAGMA journal_mode = DELETE")
        engine.outside(connection, "PRAGMA foreign_keys = OFF")  # else no table with references can be rebuilt
    with engine.write(connection).begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY})
        found = revision(connection, address, schema)  # again: another window may have been quicker
        if found is not None and found != schema.newest and address.path is not None:
            back_up(address.path, found)
        _run(connection, schema)
        if address.path is not None:
            _sign(connection, address, schema)
    connection.invalidate()  # its next use connects anew, with foreign keys on


def revision(connection: Connection, address: Address, schema: Schema) -> str | None:
    """The schema's revision, or None for an empty database.

    Raises:
        StoreError: it holds another program's tables, or a revision that this program does not know.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    ours = {"alembic_version", "attempts", "entries"} <= tables
    if address.path is not None:
        ours &= connection.exec_driver_sql("PRAGMA application_id").scalar() == file.APPLICATION_ID
    if not ours:
        raise file.foreign(str(address))
    found = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    said = [found]
    if address.path is not None:
        said.append(str(connection.exec_driver_sql("PRAGMA user_version").scalar_one()))
    for unknown in (number for number in said if not schema.knows(number)):
        raise StoreError(
            f"The store {address} was written by a newer version of this program.",
            why=f"Its schema is {unknown}; this program knows up to {schema.newest}. It was left as it is.",
            do="Install the newer version, or name another store.",
        )
    return found


def back_up(path: Path, found: str) -> Path:
    """A copy beside the store, checked before it gets its name.  The caller holds the write lock.

    Raises:
        StoreError: it could not be written, or does not hold what the store holds.
    """
    backup = path.with_name(f"{path.name}.{found}.backup")
    part = backup.with_name(backup.name + ".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        source, copy = sqlite3.connect(path), sqlite3.connect(part)
        try:
            source.backup(copy)
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",) and _counts(source) == _counts(copy)
        finally:
            source.close()
            copy.close()
    except (OSError, sqlite3.Error) as error:
        raise file.unusable(backup, error) from error
    if not sound:
        raise StoreError(
            "The store was not brought up to date.",
            why=f"The backup made first, {part}, does not hold what the store holds.",
            do="Check the disk, then try again.",
        )
    part.replace(backup)
    return backup


def _sign(connection: Connection, address: Address, schema: Schema) -> None:
    """Say in the file's header whose it is and which schema it has, once its references are seen to hold."""
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreError(
            "The store was not brought up to date.",
            why=f"A row of {address} refers to one that is not there.",
            do="Restore it from a backup.",
        )
    connection.exec_driver_sql(f"PRAGMA application_id = {file.APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {int(schema.newest)}")


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table holds."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def _run(connection: Connection, schema: Schema) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    for option, value in {
        "script_location": str(MIGRATIONS),
        "path_separator": "newline",
        "version_locations": "\n".join(map(str, schema.versions)),
    }.items():
        config.set_main_option(option, value.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema.newest)
