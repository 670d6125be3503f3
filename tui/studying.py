"""What the app does for whoever studies a file: marks, decisions as they are written, and the debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from sca_flow.errors import ScaFlowError
from tui import messages
from tui.shell import Shell

if TYPE_CHECKING:
    from sca_flow.training.attempt import Result
    from tui.session import Session
    from tui.views import CaseView
    from tui.worker import Worker


class Studying(Shell):
    """Asks the worker, and tells what came of it."""

    work: Worker
    view: reactive[CaseView | None] = reactive(None)
    told: reactive[messages.Debriefed | None] = reactive(None)
    """The debrief that was read last."""

    def on_mark_lines(self, message: messages.MarkLines) -> None:
        def mark(session: Session) -> messages.Studied:
            given = message.document, message.first, message.last, message.as_, message.of
            return messages.Studied(session.mark(*given))

        self.work.ask(mark, self)

    def on_unmark(self, message: messages.Unmark) -> None:
        self.work.ask(lambda session: messages.Studied(session.unmark(message.number)), self)

    def on_write(self, message: messages.Write) -> None:
        left = message.step.value if message.left else ""
        self.work.ask(lambda session: messages.Studied(session.write(message.step, message.writing), left), self)

    async def on_show(self, message: messages.Show) -> None:
        await self.read(message.page, message.line)

    async def read(self, page: str, line: int = 0) -> None:
        """Open a document, at a line if one is given."""
        raise NotImplementedError

    def ask_for_debrief(self) -> None:
        """Read the debrief, unless the one that was read last still holds."""
        view, told = self.view, self.told
        if view is not None and (told is None or (told.attempt, told.seq) != (view.attempt, view.seq)):
            self.work.ask(lambda session: session.debrief(), self)

    def on_studied(self, message: messages.Studied) -> None:
        self.view = message.view
        if message.left:
            self.drafts.put(message.view.attempt, message.left, {})
            self.save_drafts_soon()
        self.work.answered()

    def on_debriefed(self, message: messages.Debriefed) -> None:
        self.told = message
        self.work.answered()

    def taken(self, result: Result) -> None:
        """Nothing of this is a step."""

    def failed(self, error: ScaFlowError) -> None:
        """Say what could not be recorded."""
        words = " ".join(part for part in (error.what, error.why, error.do) if part)
        self.notify(words, severity="warning", markup=False)
