"""One field of a form: its label, the control that fits what it asks for, and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from sca_flow.panel import pool
from sca_flow.people import Person
from sca_flow.states.names import Field, Step
from tui.help import help_text
from tui.text import QUIET, STRONG, UNSURE, first_up, join, plain
from tui.views import AT_SEATS, CaseView
from tui.widgets.lists import PickList

REQUIRED = "required"
NOBODY_REAL = "No real names or cases. Kept for the trainer, never scored."


class FreeText(TextArea):
    """Free text; Tab moves on."""

    HELP = help_text("form")

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        event.stop()  # nobody asks, and there is one for each key


class Pick(PickList):
    """A choice in a form."""

    HELP = help_text("form")


@dataclass(frozen=True)
class Entry:
    """What a field box is made from: the field, what stands in it, whom it may name, a hint, and what is asked now."""

    field: Field
    value: Any
    people: tuple[Person, ...] = ()
    hint: str = ""
    tag: str = ""


class FieldBox(Vertical):
    """The box of one field."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(classes=f"field {entry.field.asks}")
        self._entry = entry

    def compose(self) -> ComposeResult:
        field, tag = self._entry.field, self._entry.tag
        yield Static(
            join((field.label, STRONG), (f"  {tag}" if tag else "", UNSURE if tag == "required" else QUIET)),
            classes="label",
        )
        yield self.control
        hint = self._entry.hint or (NOBODY_REAL if field.asks == "text" else "")
        if hint:
            yield Static(plain(hint, QUIET), classes="hint")

    @property
    def name_(self) -> str:
        """The field's name."""
        return self._entry.field.name

    @cached_property
    def control(self) -> Widget:
        """What is typed or chosen in."""
        return self._control()

    @property
    def value(self) -> Any:
        """What stands in it now, as the process reads it."""
        match self.control:
            case TextArea() as text:
                return text.text
            case Pick() as pick if self._entry.field.asks == "people":
                return list(pick.picked)
            case Pick() as pick if self._entry.field.asks == "flag":
                return bool(pick.picked)
            case Pick() as pick:
                return next(iter(pick.picked), "")
            case Input() as line:
                return line.value.strip()
        return None

    def _control(self) -> Widget:
        field, value, people = self._entry.field, self._entry.value, self._entry.people
        where = f"in-{field.name}"
        match field.asks:
            case "choice":
                return Pick([(choice, plain(first_up(choice))) for choice in field.choices], [str(value)], id=where)
            case "person":
                return Pick([(person.id, named(person)) for person in people], [str(value)], id=where)
            case "people":
                chosen = value if isinstance(value, list) else []
                return Pick([(person.id, named(person)) for person in people], chosen, many=True, id=where)
            case "flag":
                return Pick([("yes", plain("Yes"))], ["yes"] if value else [], many=True, id=where)
            case "date":
                return Input(str(value or ""), placeholder="2020-03-01", max_length=10, id=where)
        return FreeText(str(value or ""), id=where, highlight_cursor_line=False)


def named(person: Person) -> Content:
    """A person with sector and organisation."""
    about = [person.sector.label if person.sector else "", person.organisation]
    return join(person.name, ("".join(f" · {part}" for part in about if part), QUIET))


def eligible(step: Step, field: Field, view: CaseView) -> tuple[Person, ...]:
    """Whom a field may name: for a panel the pool, at a sitting those invited, else everybody."""
    if step == Step.CONVENE_PANEL:
        return tuple(pool.chairs(view.people) if field.asks == "person" else pool.members(view.people))
    if step in AT_SEATS:
        return tuple(seat.person for seat in view.seats)
    return tuple(view.people.values())
