"""The Textual app: it holds the places, asks the worker, and hands screens their view.  It holds no rules.

A key press goes to a screen, which posts a message; the worker asks the session, and its answer comes back as a
message; the new view goes to every screen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.reactive import reactive

from sca_flow.errors import Changed, ScaFlowError, UnknownName
from sca_flow.scenario import listing
from tui import messages
from tui.places import PLACES, closed, form, rule_book, there, where
from tui.policies import ALWAYS, Policies
from tui.screens.desk import DeskScreen
from tui.touring import Touring
from tui.worker import Worker

if TYPE_CHECKING:
    from sca_flow.journal import Journal
    from sca_flow.scenario.listing import Shelf
    from sca_flow.scenario.loader import Library
    from tui.rulebook import RuleBook
    from tui.session import Clock, Ids, Session


class TrainerApp(Touring, Policies):
    """Desk, case, policy room, panel room, timeline, ending, marks and debrief, one key apart."""

    DEFAULT_MODE = "desk"

    trouble: reactive[ScaFlowError | None] = reactive(None)
    """What went wrong when no form was there to show it."""

    def __init__(
        self,
        open_library: Callable[[], Library],
        open_journal: Callable[[], Journal],
        *,
        scenario: str | None = None,
        chair: str | None = None,
        attempt: str | None = None,
        name: str = "",
        shelves: tuple[Shelf, ...] | None = None,
        clock: Clock | None = None,
        ids: Ids | None = None,
        config: Path | None = None,
        state: Path | None = None,
        open_rules: Callable[[], RuleBook] = rule_book,
    ) -> None:
        super().__init__(config, state)
        self.shelves = listing.shelves() if shelves is None else shelves
        self._scenario, self._chair, self._attempt, self._page = scenario, chair, attempt, ""

        def make() -> Session:
            from tui.session import Session

            return Session(open_library(), open_journal, clock, ids, name)

        self.work = Worker(self, make)
        self.add_mode("desk", lambda: DeskScreen(self.shelves))
        self.open_room(open_rules)
        for place, made in PLACES.items():
            self.add_mode(place, made)

    def on_ready(self) -> None:
        self.call_after_refresh(self._after_first_frame)

    def _after_first_frame(self) -> None:
        self._list()
        if self._attempt is not None:
            self.post_message(messages.Resume(self._attempt))
        elif self._scenario is not None:
            self.post_message(messages.Begin(self._scenario, self._chair))

    # What screens ask for

    def on_retry(self) -> None:
        self._list()

    def _list(self) -> None:
        self.work.ask(lambda session: session.listed())

    def on_choose(self, message: messages.Choose) -> None:
        """The form of an open step, or why it is closed."""
        if self.in_trace:
            self.tell_step(message)
            return
        if self.view is None or self.work.busy:
            return
        if message.offer.open:
            draft = partial(self.drafts.get, self.view.attempt)
            self.push_screen(form(self.view, message, draft=draft, page=self._page))
        else:
            self.push_screen(closed(message))

    def on_take(self, message: messages.Take) -> None:
        def take(session: Session) -> messages.Recorded:
            given = message.step, message.by, message.values, message.event_id, message.writing
            view, result, news = session.take(*given)
            return messages.Recorded(view, result, message.asker, news)

        if not self.work.busy:
            self.work.ask(take, message.asker)

    def on_typed(self, message: messages.Typed) -> None:
        self.keep(message)
        self.save_drafts_soon()

    def keep(self, typed: messages.Typed) -> None:
        if self.view is not None:
            self.drafts.put(self.view.attempt, typed.form, typed.values)

    def on_read(self, message: messages.Read) -> None:
        self._page = message.page

    def on_go(self, message: messages.Go) -> None:
        self.action_go(message.place)

    # What the worker answers

    def on_listed(self, message: messages.Listed) -> None:
        self.trouble, self.listed, self.heads = None, message, message.heads
        self.work.answered()

    async def on_opened(self, message: messages.Opened) -> None:
        """Every place is made anew for an attempt that is opened."""
        self.trouble = None
        await self.clear_places()
        self.view = message.view
        await self.switch_mode(where(message.view))
        self.work.answered()
        self.tell_news(message.news)
        self.tour_opened()

    async def clear_places(self) -> None:
        await self.switch_mode("desk")
        for place, made in PLACES.items():
            await self.remove_mode(place)
            self.add_mode(place, made)
        self._page, self.told = "", None

    async def on_recorded(self, message: messages.Recorded) -> None:
        before, self.view = self.view, message.view
        message.asker.taken(message.result)
        if before is not None:
            if (arrived := len(message.view.pages) - len(before.pages)) > 0:
                self.notify(f"{arrived} more on file: look at the case file.", title="New documents", markup=False)
            if where(message.view) != where(before):
                await self.switch_mode(where(message.view))
        self.work.answered()
        self.tell_news(message.news)
        self.tour_recorded()

    def on_failed(self, message: messages.Failed) -> None:
        if message.asker is None:
            self.trouble = message.error
        else:
            message.asker.failed(message.error)
            if isinstance(message.error, Changed):
                self._ask_to_read_again(message.error)
        self.work.answered()

    def _ask_to_read_again(self, error: ScaFlowError) -> None:
        from tui.screens.windows import changed

        def answered(button: int | None) -> None:
            if button == 0 and self.view is not None:
                self.post_message(messages.Resume(self.view.attempt))

        self.push_screen(changed(error), answered)

    # Actions

    def action_go(self, place: str) -> None:
        if place == "here" and self.view is not None:
            place = where(self.view)
        if self.check_action("go", (place,)) and not self.work.busy:
            self.switch_mode(self.mode_of(place))
            if place == "desk":
                self._list()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A place is offered when it is not this one and there is something to see there."""
        if action != "go":
            return True
        place = str(parameters[0])
        if place == "here":
            return self.view is not None and not self.in_trace
        if self.in_trace and place not in ALWAYS:
            return self.may_go(place)
        return self.current_mode != place and (place in ALWAYS or there(place, self.view))

    async def read(self, page: str, line: int = 0) -> None:
        """Open a document, at a line if one is given."""
        from tui.screens.place import Place

        await self.switch_mode("case")
        if isinstance(self.screen, Place):
            self.screen.read(page, line)


def run(
    open_library: Callable[[], Library],
    open_journal: Callable[[], Journal],
    *,
    scenario: str | None = None,
    chair: str | None = None,
    attempt: str | None = None,
    name: str = "",
    variants: Sequence[str] = (),
) -> int:
    """Open the trainer; the exit code.  Both callables are slow, and are called after the first frame.

    ``variants`` are chosen in the policy room; ``name`` is the trainee's, if they gave one.

    Raises:
        ScaFlowError: the scenario that is named cannot be read, or there is none of that name, or no such chair in it.
    """
    if scenario is not None:
        library = open_library()
        found = library.find(scenario)
        if chair is not None and chair not in found.file.chairs:
            raise UnknownName("chair of this scenario", chair, found.file.chairs)
        open_library = lambda: library  # noqa: E731
    rules = partial(rule_book, variants)
    app = TrainerApp(
        open_library, open_journal, scenario=scenario, chair=chair, attempt=attempt, name=name, open_rules=rules
    )
    try:
        app.run()
    finally:
        if trouble := app.drafts.flush():
            print(trouble, file=sys.stderr)
    return app.return_code or 0
