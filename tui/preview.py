"""A scenario played while it is written: it is read again when one of its files is saved, and goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.reactive import reactive
from textual.widget import Widget

from sca_flow.rules.policy import Policy
from sca_flow.scenario.listing import Shelf, card
from sca_flow.states.names import Stage
from sca_flow.workshop.preview import Folder, Stamp, stamp
from tui import messages
from tui.app import TrainerApp
from tui.places import PLACES, there
from tui.preview_session import Played, PreviewSession, Unreadable
from tui.screens.case import CaseScreen
from tui.screens.place import Place
from tui.screens.preview import PreviewBanner, ProblemsWindow
from tui.widgets.file_view import FileView
from tui.worker import Worker

if TYPE_CHECKING:
    from tui.session import Clock, Session

EVERY = 0.5
"""Seconds between two looks at the files; a file is read when two looks find it the same."""


class PreviewApp(TrainerApp):
    """The trainer on one folder, in memory.  ``every`` is None where somebody else calls `look`."""

    said: reactive[str] = reactive("")
    """How the scenario was read last."""

    def __init__(
        self,
        folder: Path,
        policy: Policy,
        *,
        stage: Stage | None = None,
        every: float | None = EVERY,
        look: Callable[[Path], Stamp] = stamp,
        clock: Clock | None = None,
        config: Path | None = None,
        state: Path | None = None,
    ) -> None:
        library = Folder(policy, folder)
        shelves = (Shelf("Preview: nothing is kept", "", (card(folder.parent, folder.name),)),)
        super().__init__(
            lambda: library, _in_no_store, shelves=shelves, clock=clock, config=config, state=state
        )  # fmt: skip
        self.work = Worker(self, lambda: PreviewSession(library, stage, clock))
        self._every, self._folder, self._stamp = every, folder, look
        self._read = self._seen = look(folder)
        self._chosen: messages.Choose | None = None

    def above(self) -> list[Widget]:
        """What stands above every place."""
        return [PreviewBanner()]

    @property
    def offers_tour(self) -> bool:
        return False

    def _after_first_frame(self) -> None:
        self._list()
        self.work.ask(_again)
        if self._every is not None:
            self.set_interval(self._every, self.look)

    def look(self) -> None:
        """Read the folder again when it has changed, and changes no more."""
        now = self._stamp(self._folder)
        settled, self._seen = now == self._seen, now
        if settled and now != self._read and not self.work.busy:
            self._read = now
            self.work.ask(_again)

    # What the worker answers

    async def on_played(self, message: Played) -> None:
        """The case as it was, on the new text: at the same place, with the same document and form."""
        self._keep_drafts()
        back = self._place()
        self.said = _said(message)
        await self.on_opened(message.opened)
        await back()

    def on_unreadable(self, message: Unreadable) -> None:
        self.work.answered()
        if isinstance(self.screen, ProblemsWindow):
            self.pop_screen()
        self.push_screen(ProblemsWindow(message.problems))

    async def clear_places(self) -> None:
        """Also what lay over the desk: it was of the text before."""
        await super().clear_places()
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def _place(self) -> Callable[[], Any]:
        """How to come back to what is on the screen now."""
        mode, chosen = self.current_mode, self._chosen
        case = next((one for one in self.screen_stack if isinstance(one, CaseScreen)), None)
        read = _read(case) if case is not None else None
        typing = any(isinstance(one, messages.Drafting) for one in self.screen_stack)

        async def back() -> None:
            if mode in PLACES and there(mode, self.view):
                await self.switch_mode(mode)
            if read is not None and self.view is not None and read[0] in {one.id for one in self.view.pages}:
                self.call_after_refresh(_open, self.screen, *read)  # once the place is there
            if typing and chosen is not None and self.view is not None:
                offer = self.view.offer(chosen.offer.step)
                if offer is not None and offer.open:
                    self.post_message(messages.Choose(offer, chosen.given, chosen.by))

        return back

    # What screens ask for, before the app answers it

    def on_choose(self, message: messages.Choose) -> None:
        self._chosen = message

    def on_tour(self, message: messages.Tour) -> None:  # type: ignore[override]  # it keeps the message to itself
        message.prevent_default()
        self.notify("The tour is on the desk of the program itself: sca-flow", timeout=5, markup=False)


def _again(session: Session) -> Played | Unreadable:
    return cast("PreviewSession", session).again()


def _read(case: CaseScreen) -> tuple[str, int, bool] | None:
    """The document that is open, the line that is read, if one is, and whether the file is what is looked at."""
    file = case.query_one(FileView)
    if file.reader.page is None:
        return None
    line = file.reader.line if file.reader.has_focus else 0
    return file.reader.page.id, line, case.query_one("#sides").has_class("-file")


def _open(screen: object, page: str, line: int, looked_at: bool) -> None:
    if isinstance(screen, CaseScreen) and looked_at:
        screen.read(page, line)
    elif isinstance(screen, Place):
        Place.read(screen, page, line)


def _said(message: Played) -> str:
    if message.stopped is not None:
        return str(message.stopped)
    return f"Read, and {message.steps} step{'' if message.steps == 1 else 's'} played." if message.steps else ""


def _in_no_store() -> Any:
    raise AssertionError("a preview keeps nothing: its session brings a store in memory")


def run(folder: Path, policy: Policy, stage: Stage | None) -> int:
    """Open the preview; the exit code."""
    app = PreviewApp(folder, policy, stage=stage)
    app.run()
    return app.return_code or 0
