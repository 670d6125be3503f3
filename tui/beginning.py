"""How a case is begun, gone on with or tried again, and what the others did meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from tui import messages
from tui.studying import Studying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sca_flow.journal import Head


class Beginning(Studying):
    """Asks first where there is something to choose; the worker does it."""

    heads: reactive[tuple[Head, ...] | None] = reactive(None)
    listed = messages.Listed(())
    """What is known of them."""

    def on_start(self, message: messages.Start) -> None:
        """Go on with an attempt that is unfinished, or begin again: both are kept."""
        mine = [head for head in self.heads or () if head.attempt not in self.listed.others]
        unfinished = [head for head in mine if head.scenario == message.scenario and not head.ended]
        if not unfinished:
            self._ask_who(message.scenario)
            return
        from tui.screens.windows import begun

        def answered(button: int | None) -> None:
            if button == 0:
                self.post_message(messages.Resume(unfinished[0].attempt))
            elif button == 1:
                self._ask_who(message.scenario)

        self.push_screen(begun(), answered)

    def _ask_who(self, scenario: str) -> None:
        self.work.ask(lambda session: session.chairs(scenario))

    def on_chairs(self, message: messages.Chairs) -> None:
        """Ask who the trainee would be, where the scenario leaves a choice."""
        self.work.answered()
        if not message.people:
            self.post_message(messages.Begin(message.scenario))
            return
        from tui.screens.chairs import ChairWindow

        def answered(place: int | None) -> None:
            if place is not None:
                chair = message.people[place - 1].id if place else None
                self.post_message(messages.Begin(message.scenario, chair))

        self.push_screen(ChairWindow(message.people), answered)

    def on_begin(self, message: messages.Begin) -> None:
        self.work.ask(lambda session: session.start(message.scenario, message.chair))

    def on_resume(self, message: messages.Resume) -> None:
        self.work.ask(lambda session: session.resume(message.attempt))

    def on_again(self, message: messages.Again) -> None:
        """Ask, and then open the new attempt."""
        line = next((one for one in self.view.lines if one.seq == message.seq), None) if self.view else None
        if line is None:
            return
        from tui.screens.windows import again

        def answered(button: int | None) -> None:
            if button == 0 and not self.work.busy:
                self.work.ask(lambda session: session.branch(message.seq))

        self.push_screen(again(line), answered)

    def tell_news(self, news: Sequence[messages.News]) -> None:
        """Show what the others did, to be read and closed."""
        if news:
            from tui.screens.news import NewsWindow

            self.push_screen(NewsWindow(news))
