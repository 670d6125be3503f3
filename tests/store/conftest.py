"""Where the journals of these tests are: in memory, in a file, in a PostgreSQL started for the session."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest

from sca_flow.journal import Journal, MemoryJournal
from sca_flow.store import open_journal

from .server import Missing, Server


def missing(why: str) -> NoReturn:
    """Skip, or fail where PostgreSQL is required."""
    if os.environ.get("SCA_FLOW_REQUIRE_POSTGRES"):
        pytest.fail(f"PostgreSQL is required here: {why}")
    pytest.skip(f"no PostgreSQL: {why}")


def started_server() -> Server:
    """A PostgreSQL of its own."""
    try:
        return Server()
    except (Missing, OSError, subprocess.CalledProcessError) as error:
        missing(f"{type(error).__name__}: {error}")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = started_server()
    yield server
    server.stop()


@pytest.fixture
def database(server: Server) -> str:
    """The address of a new, empty database."""
    import psycopg

    name = f"j{uuid4().hex}"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.url(name)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a store will be."""
    return tmp_path / "attempts.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of a store that is not there yet."""
    return str(request.getfixturevalue("file" if request.param == "sqlite" else "database"))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def journal(request: pytest.FixtureRequest) -> Iterator[Journal]:
    """An empty journal of each kind."""
    if request.param == "memory":
        yield MemoryJournal()
        return
    with open_journal(str(request.getfixturevalue("file" if request.param == "sqlite" else "database"))) as stored:
        yield stored


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, for tests that give up being root."""
    folder = Path(tempfile.mkdtemp(prefix="store"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)
