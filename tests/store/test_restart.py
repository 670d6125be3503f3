"""A PostgreSQL that goes down in the middle: nothing acknowledged is lost, a step taken again is recorded once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from sca_flow.errors import StoreError
from sca_flow.store import open_journal

from . import children
from .children import Say
from .conftest import started_server
from .making import head, step
from .server import Server
from .sound import check_store

pytestmark = pytest.mark.faults
WRITERS, RESTARTS = 4, 20


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that no other test uses."""
    server = started_server()
    yield server
    server.stop()


def insist(url: str, writer: int, say: Say) -> None:
    """Append for ever; a step that fails is taken again with the same ids until it is recorded."""
    journal = open_journal(url)
    for number in range(1_000_000):
        named = f"w{writer}-{number}"
        while True:
            try:
                journal.append(f"a{writer}", number * 2, step(named), stage="x", ended=False)
                break
            except StoreError:
                say("again")
        say(named)


def test_a_server_that_restarts_again_and_again_loses_nothing(own_server: Server) -> None:
    url = own_server.url()
    with open_journal(url) as journal:
        for number in range(WRITERS):
            journal.begin(head(f"a{number}"))
    writers = [children.start(partial(insist, url, number)) for number in range(WRITERS)]
    for _ in range(RESTARTS):
        for writer in writers:
            next(line for line in writer.lines() if line != "again")
        own_server.restart()
    for writer in writers:
        next(line for line in writer.lines() if line != "again")
        writer.kill()
    for number, writer in enumerate(writers):
        heard = [line for line in writer.lines() if line != "again"]
        writer.end()
        recorded = check_store(url, f"a{number}", heard)
        assert recorded == [f"w{number}-{step}" for step in range(len(recorded))]


def test_a_journal_left_open_over_a_restart_goes_on_as_if_nothing_had_been(own_server: Server) -> None:
    with open_journal(own_server.url()) as journal:
        journal.begin(head())
        for number in range(3):
            own_server.restart()
            journal.append("a1", number * 2, step(f"s{number}"), stage="x", ended=False)
        own_server.restart()
        assert journal.head("a1").seq == 6
