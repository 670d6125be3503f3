"""What the app does for the tour: it opens the practice case in memory, stop by stop, and then comes back."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual.app import SystemCommand
from textual.screen import Screen

from tui import messages
from tui.beginning import Beginning
from tui.places import form
from tui.settings import state_folder
from tui.tour import PASSAGE, STOPS, TOUR, Act

TAKEN = "toured"
"""The name of the empty file that says that the tour need not be offered any more."""


class Touring(Beginning):
    """An app that shows its screens."""

    _stop = 0
    _before: str | None = None
    """The attempt that was open before the tour."""

    def __init__(self, config: Path | None = None, state: Path | None = None) -> None:
        super().__init__(config, state)
        self._taken = (state or state_folder()) / TAKEN

    @property
    def touring(self) -> bool:
        """Whether the practice case is what is open."""
        return self.view is not None and self.view.attempt == TOUR

    @property
    def offers_tour(self) -> bool:
        """Whether it was never taken."""
        return not self._taken.exists()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        yield from super().get_system_commands(screen)
        if self.current_mode != "desk" and not self.touring:
            about = "The screens in under two minutes, in a practice case; nothing is kept"
            yield SystemCommand("Take the tour", about, lambda: self.post_message(messages.Tour()))

    def on_tour(self) -> None:
        if self.work.busy or self.touring:
            return
        self._before = self.view.attempt if self.view is not None else None
        with suppress(OSError):
            self._taken.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._taken.touch()
        self.work.ask(lambda session: session.tour())

    def tour_opened(self) -> None:
        """The first stop, once the practice case is there."""
        if self.touring:
            self._stop = 0
            self._show()

    def tour_recorded(self) -> None:
        """The next stop, once the step of the tour was taken."""
        if self.touring and STOPS[self._stop - 1].act == "take":
            self._show()

    def _show(self) -> None:
        from tui.screens.tour import TourWindow

        self.push_screen(TourWindow(STOPS[self._stop]), self._went)

    async def _went(self, on: bool | None) -> None:
        if not self.touring:
            return
        act = STOPS[self._stop].act
        if not on or act == "leave":
            await self._end()
            return
        self._stop += 1
        await self._do(act)
        if act != "take":  # which is answered when it is recorded
            self._show()

    async def _do(self, act: Act) -> None:
        """What the key of a stop does."""
        from sca_flow.states.names import Step
        from tui.screens.case import CaseScreen
        from tui.screens.form import FormScreen

        match act, self.screen:
            case "side", CaseScreen() as case:
                case.action_other_side()
            case "read", CaseScreen() as case:
                self.post_message(messages.MarkLines(*PASSAGE))
                case.read(PASSAGE[0], PASSAGE[1])
            case "steps", CaseScreen() as case:
                case.show_step(Step.DECIDE_CG_POSITIVE)
            case "form", CaseScreen() as case if self.view is not None:
                case.show_step(Step.WAIT)
                if (offer := self.view.offer(Step.WAIT)) is not None:
                    chosen = messages.Choose(offer)
                    self.push_screen(form(self.view, chosen, draft=lambda _: {}, page=""))
            case "take", FormScreen() as open_:
                open_.action_submit()
            case "help", _:
                self.action_help_here()

    async def _end(self) -> None:
        """Back to where it was begun; of the practice case nothing is left."""
        if self._before is not None:
            self.post_message(messages.Resume(self._before))
            return
        await self.clear_places()
        self.view = self.heads = None  # the desk says anew what there is
        self.screen.refresh_bindings()
        self.post_message(messages.Retry())

    async def clear_places(self) -> None:
        """Go to the desk, and make every place of a case anew."""
        raise NotImplementedError
