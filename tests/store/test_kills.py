"""``kill -9`` at any moment: nothing acknowledged is lost, and no step is recorded in part."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from sca_flow.journal import Entry
from sca_flow.store import StoredJournal, open_journal
from sca_flow.store.crash import POINTS, VARIABLE, point
from sca_flow.store.migrate import open_store

from . import children
from .children import Say
from .making import head, step, text
from .sound import check_store

T = TypeVar("T")
LONGEST = 0.02
"""Seconds from the acknowledgement after which the worker is killed, at most: some ten appends."""


def begun(url: str) -> str:
    with open_journal(url) as journal:
        journal.begin(head())
    return url


def write_and_say(url: str, name: str) -> Callable[[Say], None]:
    """The work of a child that appends for ever and says each step after it is durable."""

    def work(say: Say) -> None:
        journal = open_journal(url)
        at = journal.head("a1").seq
        for number in range(1_000_000):
            named = f"{name}-{number}"
            journal.append("a1", at, step(named), stage=named, ended=False, texts=[text(named)])
            say(named)
            at += 2

    return work


def kill_and_check(url: str, times: int, seed: int) -> None:
    """Kill that many workers, each at a moment of its own, and look at the store after each."""
    random, acknowledged, unacknowledged = Random(seed), list[str](), 0
    for kill in range(times):
        child = children.start(write_and_say(url, f"k{kill}"))
        first = next(child.lines())
        heard = [first, *child.lines(until=monotonic() + random.uniform(0, LONGEST))]
        child.kill()
        heard += child.lines()
        assert child.end() == -signal.SIGKILL
        acknowledged += heard
        recorded = check_store(url, "a1", acknowledged)
        more = len(recorded) - len(acknowledged) - unacknowledged
        assert more in (0, 1), "more than the step in hand was recorded"
        unacknowledged += more
    with open_journal(url) as journal:
        assert len(journal.texts("a1")) == len(acknowledged) + unacknowledged


def test_sixty_kills_lose_nothing(file: Path) -> None:
    kill_and_check(begun(str(file)), times=60, seed=1)


def test_kills_lose_nothing_in_a_shared_room(database: str) -> None:
    kill_and_check(begun(database), times=6, seed=2)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(10, 14))
def test_hundreds_of_kills_lose_nothing(file: Path, seed: int) -> None:
    kill_and_check(begun(str(file)), times=100, seed=seed)


@pytest.mark.faults
def test_many_kills_lose_nothing_in_a_shared_room(database: str) -> None:
    kill_and_check(begun(database), times=60, seed=3)


def crash_at(name: str, url: str, journal: Callable[[Say], StoredJournal]) -> list[str]:
    """Append one step in a child that ends itself at the named point; what it had acknowledged by then."""

    def work(say: Say) -> None:
        opened = journal(say)
        os.environ[VARIABLE] = name
        opened.append("a1", opened.head("a1").seq, step("last"), stage="last", ended=True, texts=[text()])
        say("last")

    child = children.start(work)
    heard = list(child.lines())
    assert child.end() == -signal.SIGKILL
    return heard


@pytest.mark.parametrize("name", POINTS)
def test_a_crash_at_a_named_point_leaves_the_step_out_or_whole(url: str, name: str) -> None:
    with open_journal(url) as journal:
        journal.begin(head())
        journal.append("a1", 0, step("first"), stage="first", ended=False)

    heard = crash_at(name, url, lambda _: open_journal(url))

    recorded = check_store(url, "a1", ["first", *heard])
    assert recorded == (["first", "last"] if name == "after_commit" else ["first"])
    with open_journal(url) as journal:
        assert journal.head("a1").ended == (name == "after_commit")


@pytest.mark.parametrize("name", POINTS)
def test_a_step_taken_again_after_a_crash_is_recorded_once(url: str, name: str) -> None:
    crash_at(name, begun(url), lambda _: open_journal(url))

    with open_journal(url) as journal:
        recorded = journal.append("a1", 0, step("last"), stage="last", ended=True, texts=[text()])

        assert journal.read("a1") == recorded
    assert check_store(url, "a1") == ["last"]


def test_a_crash_can_be_asked_for_at_a_later_time(file: Path) -> None:
    def work(_: Say) -> None:
        os.environ[VARIABLE] = "after_commit:3"
        with open_journal(str(file)) as journal:
            journal.begin(head())
            for number in range(9):
                journal.append("a1", number * 2, step(f"s{number}"), stage="x", ended=False)

    assert children.start(work).end() == -signal.SIGKILL
    assert check_store(str(file), "a1") == ["s0", "s1"]


class AcknowledgesTooEarly(StoredJournal):
    """The control: a journal that says a step is durable before it is, to see that the tests would notice."""

    say: Say

    def _write(self, work: Callable[[Connection], T]) -> T:
        def early(connection: Connection) -> T:
            result = work(connection)
            if isinstance(result, tuple) and isinstance(result[0], Entry):
                self.say(result[0].id.removesuffix(".0"))
            point("between")
            return result

        return super()._write(early)


@pytest.mark.parametrize("time", range(5))
def test_a_journal_that_acknowledges_too_early_is_found_out_every_time(url: str, time: int) -> None:
    def opened(say: Say) -> StoredJournal:
        journal = AcknowledgesTooEarly(*open_store(url))
        journal.say = say
        return journal

    heard = crash_at("between", begun(url), opened)

    assert heard == ["last"]
    with pytest.raises(AssertionError, match=r"acknowledged and lost: \['last'\]"):
        check_store(url, "a1", heard)
