"""Processes that a test starts, listens to, and kills.

They are forked: starting Python and importing SQLAlchemy anew for every kill would take half a second each.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

PATIENCE = 60.0
"""After how many seconds of silence a child counts as stuck."""

Say = Callable[[str], None]


@dataclass
class Child:
    """A running child and the end of its pipe; what it says are lines."""

    pid: int
    pipe: int
    heard: bytes = b""
    """What was read from the pipe and has not been asked for."""

    def lines(self, until: float | None = None) -> Iterator[str]:
        """What the child says, line by line, until it ends or the moment ``until`` has come."""
        while True:
            while b"\n" in self.heard:
                line, _, self.heard = self.heard.partition(b"\n")
                yield line.decode()
            left = PATIENCE if until is None else max(0.0, until - monotonic())
            if not select.select([self.pipe], [], [], left)[0]:
                assert until is not None, "the child is stuck"
                return
            read = os.read(self.pipe, 65536)
            if not read:
                return
            self.heard += read

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Wait for it: its exit code, or minus the signal that ended it."""
        os.close(self.pipe)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def start(work: Callable[[Say], None]) -> Child:
    """Do the work in a child; it is handed a way to say a line, which is not held back."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pytest-xdist has threads; the child touches none
        pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)

    def say(line: str) -> None:
        os.write(writing, line.encode() + b"\n")

    try:
        work(say)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(70)


def told(work: Callable[[Say], None]) -> list[str]:
    """Everything a child said that must end well."""
    child = start(work)
    lines = list(child.lines())
    assert child.end() == 0
    return lines
