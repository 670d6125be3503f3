"""Leaving on a signal: a closed terminal, a polite kill and an interrupt leave as Ctrl+Q does."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable


def heed_signals(leave: Callable[[int], None]) -> None:
    """Call ``leave`` with the shell's exit code, 128 and the signal's number, where the system knows the signal."""
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM", "SIGINT"):
        if (number := getattr(signal, name, None)) is not None:
            with contextlib.suppress(NotImplementedError, RuntimeError):
                loop.add_signal_handler(number, leave, 128 + number)
    if sys.stdin is not None and sys.stdin.isatty():
        _watch(loop, sys.stdin.fileno(), leave)


HUNG_UP = 129
EVERY = 1.0
"""Seconds between looks at the terminal."""


def _watch(loop: asyncio.AbstractEventLoop, terminal: int, leave: Callable[[int], None]) -> None:
    """Leave when the terminal is gone.  No signal need say so: make, for one, takes it and waits for us to end."""
    if os.isatty(terminal):
        loop.call_later(EVERY, _watch, loop, terminal, leave)
    else:
        leave(HUNG_UP)
