"""The worker: it asks the session in a thread, one call after the other, and posts what comes back as a message."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message

from sca_flow.errors import ScaFlowError
from tui.messages import Asker, Failed

if TYPE_CHECKING:
    from tui.session import Session

Call = Callable[["Session"], Message]


class Worker:
    """While one call is under way, those asked for meanwhile wait in turn; `answered` lets the next one go."""

    def __init__(self, app: App[Any], make: Callable[[], Session]) -> None:
        self._app, self._make = app, make
        self._session: Session | None = None
        self._waiting: deque[tuple[Call, Asker | None]] = deque()
        self.busy = False

    def ask(self, call: Call, asker: Asker | None = None) -> None:
        """Call with the session; the answer, or an error of ours, reaches the app as a message."""
        if self.busy:
            self._waiting.append((call, asker))
            return
        self.busy = True
        self._app.run_worker(partial(self._run, call, asker), thread=True, exclusive=True, group="session")

    def answered(self) -> None:
        """An answer was dealt with."""
        self.busy = False
        if self._waiting:
            self.ask(*self._waiting.popleft())

    def _run(self, call: Call, asker: Asker | None) -> None:
        try:
            if self._session is None:  # made here, in the thread: it brings the process and the store with it
                self._session = self._make()
            self._app.post_message(call(self._session))
        except ScaFlowError as error:
            self._app.post_message(Failed(error, asker))
