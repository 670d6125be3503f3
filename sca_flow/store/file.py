"""The file of an SQLite store, looked at before SQLite may write to it."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

from sca_flow.errors import StoreError

APPLICATION_ID = 0x53434146
"""In the header of every store that is ours ("SCAF")."""
PATIENCE = 5
"""For how many seconds a writer waits for another one, and a program for a server."""


def prepare(path: Path) -> None:
    """Make the file when it is missing, readable by its owner alone; refuse one that is not ours, unchanged.

    Raises:
        StoreError: it is not a store, or cannot be made or read.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        _make(path)
    except OSError as error:
        raise unusable(path, error) from error
    else:
        if not stat.S_ISREG(found.st_mode):
            kind = "a directory" if stat.S_ISDIR(found.st_mode) else "not an ordinary file"
            raise StoreError(f"{path} is {kind}.", do="Name a file for the store.")
        if found.st_size and is_foreign(path):
            raise foreign(str(path))


def is_foreign(path: Path) -> bool:
    """Is this certainly not ours?  The file is left as it is, unlike by opening it to write.

    ``immutable`` keeps SQLite from undoing another program's unfinished write.  SQLite itself must read the
    header: closing a file that we opened ourselves would drop the locks that this process holds on it.
    """
    try:
        connection = sqlite3.connect(path.as_uri() + "?immutable=1", uri=True)
        try:
            found: int = connection.execute("PRAGMA application_id").fetchone()[0]
            return found != APPLICATION_ID
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise unusable(path, error) from error
    except sqlite3.DatabaseError as error:
        # A write that was cut short may look damaged until the file is opened, which undoes it.
        return error.sqlite_errorname == "SQLITE_NOTADB"


def connect(path: Path) -> sqlite3.Connection:
    """A connection to an existing store: durable at commit, and every transaction begun by hand.

    ``secure_delete`` overwrites what is erased; ``mode=rw`` never makes a file, which `prepare` alone does.
    """
    connection = sqlite3.connect(
        path.as_uri() + "?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def foreign(where: str) -> StoreError:
    """The error for a database that another program made."""
    return StoreError(
        f"{where} is not a store of this program.",
        why="It is another program's database, or no database at all; it was left as it is.",
        do="Name another place for the store.",
    )


def unusable(path: Path, error: Exception) -> StoreError:
    """The error for a file that the system does not let us make or read."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return StoreError(
        f"The store {path} cannot be opened.",
        why=f"The system says: {why}.",
        do="Check that the folder exists and may be written to, or name another place.",
    )


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        pass  # another window was quicker
    except OSError as error:
        raise unusable(path, error) from error
