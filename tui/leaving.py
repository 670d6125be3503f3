"""Leaving on a signal: a closed terminal, a polite kill and an interrupt leave as Ctrl+Q does."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable


def heed_signals(leave: Callable[[int], None]) -> None:
    """Call ``leave`` with the shell's exit code, 128 and the signal's number, where the system knows the signal."""
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM", "SIGINT"):
        if (number := getattr(signal, name, None)) is not None:
            with contextlib.suppress(NotImplementedError, RuntimeError):
                loop.add_signal_handler(number, leave, 128 + number)
