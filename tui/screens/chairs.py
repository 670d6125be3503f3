"""Who the trainee would be in a case: everybody, or one person, where scripted people act for the others."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from sca_flow.people import Person
from tui.help import help_text
from tui.screens.windows import Window
from tui.text import OK, QUIET, first_up, join, plain
from tui.widgets.lists import ChoiceList


class ChairList(ChoiceList):
    """Everybody first, then each chair."""

    HELP = help_text("chairs")


class ChairWindow(Window):
    """The answer is 0 for everybody, else the place of the person, counted from 1; None when it was left."""

    HELP = help_text("chairs")
    FIRST = "#chairs"
    SUBTITLE = "↑ ↓ choose · Enter begins · Esc goes back"

    def __init__(self, people: Sequence[Person]) -> None:
        text = plain("As one person you take their steps; the others act for themselves, and you are told.", QUIET)
        super().__init__("Who would you be?", text)
        self._people = people

    def body(self) -> ComposeResult:
        yield Static(self._text)
        yield ChairList(id="chairs")

    def on_mount(self) -> None:
        chairs = self.query_one(ChairList)
        everybody = join(("▸ ", OK), "Everybody", ("  every step is yours, whoever takes it", QUIET))
        chairs.fill([("0", everybody), *((str(n), _chair(one)) for n, one in enumerate(self._people, start=1))])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(int(event.option_id or 0))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        event.prevent_default()  # of the window it is made from, where a button is an answer
        self.dismiss(None)


def _chair(person: Person) -> Content:
    roles = first_up(" and ".join(role.label for role in person.roles))
    return join(("▸ ", OK), roles, (f"  {person.name}", QUIET))
