"""The desk: scenarios to begin, attempts to go on with.  It is the first thing seen, so it imports little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from sca_flow.errors import ScaFlowError
from sca_flow.scenario.listing import Card, Shelf
from tui import bindings
from tui.help import help_text
from tui.messages import Listed, Resume, Retry, Start, Tour
from tui.places import PLACES
from tui.text import NO, OK, QUIET, STRONG, UNSURE, join, lines, plain
from tui.widgets.key_bar import KeyBar
from tui.widgets.lists import ChoiceList
from tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from sca_flow.journal import Head
    from tui.touring import Touring

MOST = 200
"""Attempts that are listed; the command line knows them all."""
NOTICE = (
    "Training simulation with fictional people: not legal advice, not Home Office material. "
    "Rules as on the day of each case. Panels ended in December 2022."
)
_RETRY, _TOUR = "retry", "take the tour"


class DeskList(ChoiceList):
    """A list of the desk, from which the tour begins too."""

    HELP = help_text("desk")
    BINDINGS = [*bindings.DESK]

    def action_tour(self) -> None:
        self.post_message(Tour())


class ScenarioList(DeskList):
    """Courses as headings, their scenarios below."""


class AttemptList(DeskList):
    """Attempts, the last one first."""


class DeskScreen(Screen[None]):
    """Choose what to work on."""

    HELP = help_text("desk")

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        super().__init__()
        self._shelves = shelves
        self._heads: tuple[Head, ...] | None = None
        self._cards: Mapping[str, Card] = {card.id: card for shelf in shelves for card in shelf.cards}

    def compose(self) -> ComposeResult:
        title = join(("SCA Flow", f"{STRONG} $text-accent"), "  Work a referral from the first decision to service.")
        yield Static(lines([title, plain(NOTICE, QUIET)]), id="banner")
        with Horizontal(id="desk"):
            with Vertical(id="choices"):
                scenarios = ScenarioList(id="scenarios", classes="pane")
                scenarios.border_title = "Begin a case"
                scenarios.border_subtitle = "↑ ↓ choose · Enter begins"
                yield scenarios
                attempts = AttemptList(id="attempts", classes="pane")
                attempts.border_title = "Go on with a case"
                attempts.border_subtitle = "Tab comes here · Enter opens"
                yield attempts
            with Scroll("About this case", help=help_text("desk"), id="about"):
                yield Static(id="summary")
        yield Static(id="trouble")
        yield KeyBar()

    named_keys: ClassVar = {"quit": "Quit", **{f"go('{place}')": "" for place in PLACES}}
    """The way out is shown here; the places of the case that is open are one key away, but not what one is here for."""

    def on_mount(self) -> None:
        self.query_one(ScenarioList).fill(self._choices())
        self.query_one(AttemptList).fill([(None, plain("Looking for your cases …", QUIET))])
        self.query_one(ScenarioList).focus()
        self.watch(self.app, "heads", self._list_attempts)
        self.watch(self.app, "trouble", self._tell)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if (card := self._cards.get(event.option_id or "")) is not None:
            self.query_one("#summary", Static).update(_about(card))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == _RETRY:
            self.post_message(Retry())
        elif event.option_id == _TOUR:
            self.post_message(Tour())
        elif event.option_id is not None:
            begins = event.option_list.id == "scenarios"
            self.post_message(Start(event.option_id) if begins else Resume(event.option_id))

    def _tell(self, error: ScaFlowError | None) -> None:
        """Say what went wrong, below the lists; while the journal cannot be opened, offer to try again."""
        trouble = self.query_one("#trouble", Static)
        trouble.set_class(error is not None, "shown")
        trouble.update(_trouble(error) if error else Content())
        if error is not None and self._heads is None:
            again = join(("✗ ", NO), "Your cases cannot be read. Enter tries again.")
            self.query_one(AttemptList).fill([(_RETRY, again)])

    def _choices(self) -> Iterator[tuple[str | None, Content]]:
        for shelf in self._shelves:
            yield None, join((shelf.title, STRONG), (f"  {shelf.minutes} minutes in all", QUIET))
            for card in shelf.cards:
                yield card.id, join(("▸ ", OK), card.title, (f"  {card.minutes} minutes", QUIET))

    def _list_attempts(self, heads: tuple[Head, ...] | None) -> None:
        self._heads = heads
        if heads is None:
            return
        self.query_one(AttemptList).fill(list(self._rows(heads)) or self._none_yet())

    def _rows(self, heads: tuple[Head, ...]) -> Iterator[tuple[str | None, Content]]:
        """One's own, and below a heading those of others, each with its name."""
        listed = cast("Touring", self.app).listed
        headed = False
        for head in heads:
            if head.attempt in listed.others and not headed:
                yield None, plain("Other people's", STRONG)
                headed = True
            yield head.attempt, self._attempt(head, listed)
        if (more := listed.all - len(heads)) > 0:
            yield None, plain(f"and {more} older ones: sca-flow attempts", QUIET)

    def _none_yet(self) -> Iterator[tuple[str | None, Content]]:
        """No attempts; whoever was never shown round is offered it."""
        if cast("Touring", self.app).offers_tour:
            yield (
                _TOUR,
                join(("▸ ", OK), ("New here? Press t", STRONG), ": a tour of under two minutes; nothing is kept."),
            )
        yield None, plain("None yet. Begin one above.", QUIET)

    def _attempt(self, head: Head, listed: Listed) -> Content:
        from sca_flow.states.names import Stage  # it brings the process with it, which the first frame does without

        title = self._cards[head.scenario].title if head.scenario in self._cards else head.scenario
        stage = {stage.value: stage.label for stage in Stage}.get(head.stage, head.stage)
        glyph = ("✓ ended  ", QUIET) if head.ended else ("▸ ", OK)
        about = listed.about.get(head.attempt, "")
        whose = f"{listed.others[head.attempt] or 'no name given'} · " if head.attempt in listed.others else ""
        return join(
            glyph,
            title,
            (f"  {about}" if about else "", UNSURE),
            (f"\n  {stage}\n  {whose}last worked {head.updated:%Y-%m-%d %H:%M} UTC", QUIET),
        )


def _about(card: Card) -> Content:
    return lines(
        [
            plain(card.title, f"{STRONG} $text-accent"),
            join((f"About {card.minutes} minutes. Opens on {card.opens}.", QUIET)),
            plain(""),
            plain(card.summary),
            plain(""),
            plain("What is in it", f"{STRONG} {UNSURE}"),
            plain(card.content_note),
        ]
    )


def _trouble(error: ScaFlowError) -> Content:
    return lines([join(("✗ ", NO), (error.what, STRONG)), plain(" ".join(filter(None, (error.why, error.do))))])
