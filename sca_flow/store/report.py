"""What ``sca-flow doctor`` says of a store: looked at, never written to."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from sca_flow.store import engine
from sca_flow.store.address import address_of
from sca_flow.store.failures import store_error
from sca_flow.store.migrate import SHIPPED, revision
from sca_flow.store.rows import ATTEMPTS

CAN_INSERT = """
SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'
AND coalesce(has_table_privilege(to_regclass('entries'), 'INSERT'),
             has_schema_privilege(current_schema(), 'CREATE'), false)
"""


def describe(url: str) -> dict[str, object]:
    """Kind, address (passwords hidden), versions, settings, whether it is writable, how many attempts it has.

    Raises:
        InputError: the address cannot be read.
        StoreError: there is something at the address that cannot be opened or is not a store of this program.
    """
    address = address_of(url)
    told: dict[str, object] = {
        "kind": address.kind,
        "address": str(address),
        "exists": address.path is None or address.path.exists(),
        "sqlite": sqlite3.sqlite_version,
        "journal_mode": None,
        "synchronous": None,
        "schema": None,
        "newest_schema": SHIPPED.newest,
        "writable": address.path is not None and _is_writable(address.path),
        "attempts": 0,
    }
    if not told["exists"]:
        return told
    connection = engine.connect(address)
    try:
        with engine.read(connection).begin():
            told |= _sqlite(connection) if address.path is not None else {}
            told["schema"] = revision(connection, address, SHIPPED)
            if told["schema"] is not None:
                told["attempts"] = connection.execute(select(func.count()).select_from(ATTEMPTS)).scalar_one()
            if address.kind == "postgresql":
                told["writable"] = connection.exec_driver_sql(CAN_INSERT).scalar_one()
    except SQLAlchemyError as error:
        raise store_error(error, address) from error
    finally:
        connection.close()
    return told


def _sqlite(connection: Connection) -> dict[str, object]:
    """The settings of a connection to an SQLite store."""
    level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    return {
        "journal_mode": connection.exec_driver_sql("PRAGMA journal_mode").scalar_one(),
        "synchronous": ("off", "normal", "full", "extra")[level],
    }


def _is_writable(path: Path) -> bool:
    """May the file be written to, and its folder, or, where that is missing, the nearest one that is there?"""
    folder = next(parent for parent in path.parents if parent.exists())
    return os.access(folder, os.W_OK | os.X_OK) and (not path.exists() or os.access(path, os.W_OK))
