"""How a database is reached: one connection a journal, and how its transactions begin."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from sca_flow.errors import InputError, StoreError
from sca_flow.store import file
from sca_flow.store.address import HOW, Address
from sca_flow.store.failures import unopened
from sca_flow.store.file import PATIENCE


def connect(address: Address) -> Connection:
    """A connection to the store; a missing file is made.

    Raises:
        InputError: the address asks for a database system that is not known.
        StoreError: it cannot be reached or opened, or is not ours.
    """
    if address.path is not None:
        file.prepare(address.path)
    try:
        return engine_for(address).connect()
    except SQLAlchemyError as error:
        raise unopened(error, address) from error


def engine_for(address: Address) -> Engine:
    """An engine whose transactions `write` and `read` begin.

    Raises:
        InputError: the address asks for a database system that is not known.
        StoreError: the driver for it is not installed.
    """
    try:
        if address.path is not None:
            engine = create_engine("sqlite://", creator=partial(file.connect, address.path), poolclass=NullPool)
            event.listen(engine, "begin", _begin)
        elif address.url.drivername == "postgresql+psycopg":
            engine = create_engine(address.url, poolclass=NullPool, connect_args={"connect_timeout": PATIENCE})
            event.listen(engine, "connect", _promise)
        else:
            engine = create_engine(address.url, poolclass=NullPool)
    except (NoSuchModuleError, ArgumentError) as error:
        raise InputError("The address of the store names no known database.", do=HOW) from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"The driver for {address.kind} is not installed.",
            why=f"Python finds no module '{error.name}'.",
            do="Install the extra 'postgres': pip install 'sca-flow[postgres]'.",
        ) from error
    return engine


def write(connection: Connection) -> Connection:
    """The connection, whose next transaction is to write."""
    return connection.execution_options(sca_flow_begin="BEGIN IMMEDIATE")


def read(connection: Connection) -> Connection:
    """The connection, whose next transaction only reads."""
    return connection.execution_options(sca_flow_begin="BEGIN")


def outside(connection: Connection, statement: str) -> None:
    """Run a statement of SQLite's that has no place in a transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute(statement)


def _begin(connection: Connection) -> None:
    """SQLite: a writer queues up at once; a busy timeout does not help one that has read first."""
    connection.exec_driver_sql(connection.get_execution_options()["sca_flow_begin"])


def _promise(connection: Any, _record: object) -> None:
    """PostgreSQL: durable at commit whatever the server's default, and no endless wait for a lock."""
    connection.autocommit = True
    connection.execute("SET synchronous_commit TO on")
    connection.execute(f"SET lock_timeout TO '{PATIENCE}s'")
    connection.autocommit = False
