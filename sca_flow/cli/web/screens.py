"""What the server starts for each visitor: the screens, on the pipes between the two.

    python -P -m sca_flow.cli.web.screens [ATTEMPT]

The store is named by the environment, where nobody who lists processes reads its password.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import ExitStack
from threading import Thread
from typing import TYPE_CHECKING

from sca_flow.cli import stores

if TYPE_CHECKING:
    from sca_flow.scenario.loader import Library


def main(attempt: str | None = None) -> int:
    """Open the desk, or an attempt; the exit code."""
    if hasattr(select, "poll"):
        Thread(target=_leave_when_alone, daemon=True).start()
    from tui.web import run

    def library() -> Library:
        from sca_flow.rules.loader import shipped
        from sca_flow.scenario.loader import Library

        return Library(shipped())

    with ExitStack() as stack:
        store = os.environ.get(stores.VARIABLE)
        return run(library, lambda: stack.enter_context(stores.opened(store)), attempt=attempt)


def _leave_when_alone() -> None:
    """Leave as on a polite kill once the other end of the input is gone: a server that was killed says nothing."""
    gone = select.poll()
    gone.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)  # to hear of its end alone, and read nothing
    gone.poll()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
