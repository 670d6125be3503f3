"""The steps of a stage: open ones first, closed ones greyed, and what is to be known of the highlighted one."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from sca_flow.states.names import Stage, Step
from sca_flow.training.offers import Offer
from tui import bindings
from tui.help import help_text
from tui.messages import Choose
from tui.text import NO, OK, QUIET, STRONG, UNSURE, join, lines, plain
from tui.views import CaseView
from tui.widgets.lists import ChoiceList
from tui.widgets.reasons import in_short

_ANY_TIME = {Step.WAIT, Step.SUSPEND, Step.RESUME, Step.WITHDRAW}


class StepList(ChoiceList):
    """The list itself."""

    HELP = help_text("steps")
    BINDINGS = [*bindings.LIST, *bindings.STEPS]

    def action_why(self) -> None:
        self.action_select()


class Steps(Vertical):
    """The list, and below it who may take the highlighted step and where it leads, or why it is closed."""

    def __init__(self, title: str, *, but: tuple[Step, ...] = (), id: str | None = None) -> None:
        super().__init__(id=id, classes="pane")
        self._title, self._but = title, but
        self._offers: dict[str, Offer] = {}
        self._stage: Stage | None = None

    def compose(self) -> ComposeResult:
        self.border_title = self._title
        self.border_subtitle = "↑ ↓ choose · Enter opens"
        yield StepList()
        with VerticalScroll(classes="detail", can_focus=False):
            yield Static(id="detail")

    def move_to(self, step: Step) -> None:
        """Highlight a step."""
        chooser = self.query_one(StepList)
        chooser.highlighted = chooser.get_option_index(step.value)
        chooser.focus()

    def show(self, view: CaseView) -> None:
        """Show the steps of the stage as it stands."""
        self._stage = view.stage
        self._offers = {offer.step.value: offer for offer in view.offers if offer.step not in self._but}
        self.query_one(StepList).fill(self._lines())
        self._tell()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id in self._offers:
            self.post_message(Choose(self._offers[event.option_id]))

    def _lines(self) -> Iterator[tuple[str | None, Content]]:
        offers = self._offers.values()
        ahead = [offer for offer in offers if offer.open and offer.step not in _ANY_TIME]
        always = [offer for offer in offers if offer.open and offer.step in _ANY_TIME]
        closed = [offer for offer in offers if not offer.open]
        for offer in ahead:
            yield offer.step.value, _open(offer)
        if always:
            yield None, plain("At any time", QUIET)
        for offer in always:
            yield offer.step.value, _open(offer)
        if closed:
            yield None, plain("Closed now: Enter says why", QUIET)
        for offer in closed:
            yield offer.step.value, join(("✗ ", NO if offer.confirmed else UNSURE), (offer.step.caption, QUIET))

    def _tell(self) -> None:
        offer = self._offers.get(self.query_one(StepList).chosen or "")
        self.query_one("#detail", Static).update(_told(offer, self._stage) if offer else Content())
        self.query_one(".detail").scroll_home(animate=False)


def _open(offer: Offer) -> Content:
    return join(("▸ ", OK), offer.step.caption)


def _told(offer: Offer, stage: Stage | None) -> Content:
    if not offer.open:
        return lines([in_short(offer.reasons), plain("Enter or ? shows the rule and its source.", QUIET)])
    asks = "; ".join(field.label for field in offer.fields) or "nothing"
    unknown = [f"nothing is known of {rule}, so it bars nothing" for rule in offer.unknown]
    return lines(
        [
            join(("Who: ", QUIET), _who(offer)),
            join(("Leads to: ", QUIET), (offer.to.label if offer.to != stage else "the same stage", STRONG)),
            join(("Asks for: ", QUIET), asks),
            *(join(("Not confirmed: ", UNSURE), words) for words in unknown),
        ]
    )


def _who(offer: Offer) -> str:
    roles = " or ".join(role.label for role in offer.roles)
    if len(offer.people) > 2:
        return "anybody in the case" if len(offer.roles) > 5 else f"{len(offer.people)} people ({roles})"
    return f"{' or '.join(person.name for person in offer.people)} ({roles})"
