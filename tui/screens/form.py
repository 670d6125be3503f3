"""The form of one step, made from what the step asks for.  From 120 columns the case file stays readable beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from sca_flow import forms
from sca_flow.errors import InputError, ScaFlowError
from sca_flow.people import Person
from sca_flow.states.names import Field, Status, Step
from sca_flow.training.attempt import Result, new_id
from sca_flow.training.offers import Offer
from tui import bindings
from tui.help import help_text
from tui.messages import Take, Typed
from tui.screens.place import Place
from tui.text import NO, OK, QUIET, STRONG, UNSURE, join, plain
from tui.views import CaseView
from tui.widgets.fields import REQUIRED, Entry, FieldBox, Pick, eligible
from tui.widgets.file_view import FileView
from tui.widgets.reasons import told, wrong

WHO = "who"
EVERYBODY = 6
"""From this many roles on a step is anybody's, and nobody is asked who acts."""


class FormScreen(Place):
    """Put a step forward, or go back; what was typed is kept."""

    HELP = help_text("form")
    BINDINGS = [*bindings.FORM]

    def __init__(
        self,
        view: CaseView,
        offer: Offer,
        *,
        given: Mapping[str, Any],
        by: str | None,
        draft: Callable[[str], Mapping[str, Any]],
        page: str,
    ) -> None:
        super().__init__()
        self._view, self._offer, self._given, self._by = view, offer, given, by
        self._page = page
        self._key = ":".join([offer.step, *(str(value) for value in given.values())])
        self._draft = draft(self._key)
        self._put: tuple[str, Mapping[str, Any]] | None = None
        """The id under which it was put forward last, and with what."""
        self._waiting = self._done = False
        self._boxes: list[FieldBox] = []
        self._told: tuple[str, bool] | None = None  # what is missing and whether it is recorded, as it was said last
        # A list of people needs the width that the file would take.
        self.set_class(any(field.asks == "people" for field in offer.fields), "-alone")

    def middle(self) -> ComposeResult:
        with Horizontal(id="sides"):
            yield FileView(self._page, id="file")
            with VerticalScroll(id="form", classes="pane", can_focus=False) as form:
                form.border_title = "Step"
                form.border_subtitle = "Tab moves on · Esc goes back"
                yield Static(self._title(), id="title")
                yield from self._who()
                yield from self.asks()
                yield Static(id="missing")
                yield Static(id="answer")
                with Vertical(id="buttons"):
                    yield Button(plain(self._offer.step.caption), id="submit", variant="primary")
                    yield Button(plain("Go back"), id="back")

    def asks(self) -> ComposeResult:
        """What is asked for, apart from who acts."""
        for field in self._offer.fields:
            if field.name not in self._given:
                yield FieldBox(self._entry(field))

    def on_mount(self) -> None:
        self._boxes = list(self.query(FieldBox))  # they stay as they are made
        super().on_mount()
        self._changed()
        self._focus_first()  # at once, so that no letter typed ahead is lost

    def show(self, view: CaseView) -> None:
        self.query_one(FileView).show(view)

    def on_text_area_changed(self, event: Message) -> None:
        event.stop()
        self._changed()

    on_input_changed = on_pick_list_changed = on_text_area_changed

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "submit":
            self.action_submit()
        else:
            self.action_back()

    def on_input_submitted(self) -> None:
        self.focus_next()

    def action_back(self) -> None:
        if not self._waiting:
            self.dismiss()

    def action_submit(self) -> None:
        if self._waiting or self._missing():
            self._changed()
            self.call_after_refresh(self.query_one("#missing").scroll_visible, animate=False)
            return
        values = {**self._given, **self._values()}
        if self._put is None or self._put[1] != values:
            self._put = new_id(), values
        self._waiting = True
        self._changed()
        self.post_message(Take(self._offer.step, self._actor(), values, self._put[0], self, self.writing()))

    def writing(self) -> Mapping[str, Any] | None:
        """The decision as it is written, where the author of the scenario judges it."""
        return None

    def taken(self, result: Result) -> None:
        """Close when the step was taken; show every reason beside the button when it was refused."""
        self._waiting, self._put = False, None
        if result.accepted:
            self.post_message(Typed(self._key, {}))
            self._done = True
            if self.is_active:
                self.dismiss()
            return
        head = join((f"✗ Refused: {self._offer.step.caption}\n", f"{STRONG} {NO}"))
        self._answer(head + told(result.reasons))

    def failed(self, error: ScaFlowError) -> None:
        """Say what is wrong; what was typed stays, and may be put forward again."""
        self._waiting = False
        self._answer(wrong(error))

    def on_screen_resume(self) -> None:
        if self._done:
            self.dismiss()

    def _answer(self, content: Content) -> None:
        answer = self.query_one("#answer", Static)
        answer.update(content)
        answer.add_class("shown")
        self._changed()
        self.call_after_refresh(answer.scroll_visible, animate=False, top=True)

    def _changed(self) -> None:
        """Keep the draft; say what is missing before the step can be put forward."""
        if self._done or not self.is_attached:
            return
        self.app.post_message(self._typed())
        missing, before = self._missing(), self._told
        self._told = missing, self._waiting
        if self._told == before:
            return  # a text that is set anew has the whole screen laid out again, and this is done at every key
        self.query_one("#submit", Button).disabled = bool(missing) or self._waiting
        note = join(("✗ ", NO), missing) if missing else join(("✓ ", OK), "Nothing is missing.")
        self.query_one("#missing", Static).update(plain("Recording …", QUIET) if self._waiting else note)

    def draft(self) -> Typed | None:
        """What stands in it at this moment; None once its step was taken."""
        return None if self._done or not self.is_attached else self._typed()

    def _typed(self) -> Typed:
        return Typed(self._key, self._kept() | {WHO: self._actor() if self._by is None else None})

    def _kept(self) -> dict[str, Any]:
        """What a draft holds."""
        return self._values()

    def _missing(self) -> str:
        try:
            filled = forms.read(self._offer.step, {**self._given, **self._values()}, self._view.people)
        except InputError as error:
            return str(error)
        who = ("who acts",) if self._asks_who and not self._actor() else ()
        missing = (*who, *filled.missing)
        return f"Still missing: {', '.join(missing)}." if missing else ""

    def _values(self) -> dict[str, Any]:
        return {box.name_: box.value for box in self._boxes}

    @property
    def _asks_who(self) -> bool:
        return self._by is None and len(self._offer.people) > 1 and len(self._offer.roles) < EVERYBODY

    def _actor(self) -> str | None:
        if self._asks_who:
            return next(iter(self.query_one("#in-who", Pick).picked), None)
        if self._by is not None or len(self._offer.roles) >= EVERYBODY:
            return self._by
        return self._offer.people[0].id

    def _who(self) -> ComposeResult:
        if self._asks_who:
            yield Static(join(("Who acts", STRONG), ("  required", UNSURE)), classes="label")
            people = [(person.id, self._acting(person)) for person in self._offer.people]
            yield Pick(people, [str(self._draft.get(WHO))], id="in-who")
        elif (actor := self._actor()) is not None:
            yield Static(join(("By ", QUIET)) + self._acting(self._view.people[actor]), classes="label")

    def _acting(self, person: Person) -> Content:
        """Somebody in the role in which they would act."""
        role = next((role.label for role in self._offer.roles if role in person.roles), person.organisation)
        return join(person.name, (f" · {role}", QUIET))

    def _entry(self, field: Field) -> Entry:
        """A field with its draft, whom it may name, and whether it has to be filled in as things are given."""
        absent = field.name == "reason" and self._given.get("status") == Status.ABSENT
        conditional = ", when " in field.label or "left out" in field.label
        tag = REQUIRED if field.required or absent else "" if conditional else "may be left out"
        hint = self._until() if field.asks == "date" else ""
        people = eligible(self._offer.step, field, self._view)
        return Entry(field, self._draft.get(field.name), people, hint, tag)

    def _title(self) -> Content:
        title = join((self._offer.step.caption, f"{STRONG} $text-accent"))
        if (member := self._given.get("member")) is not None:
            title += join((f"\nFor {self._view.people[member].name}", STRONG))
        if self._offer.to != self._view.stage:
            title += join(("\nLeads to: ", QUIET), self._offer.to.label)
        if self._draft:
            title += plain("\nYour draft from before is here.", UNSURE)
        return title

    def _until(self) -> str:
        ahead = [deadline for deadline in self._view.deadlines if deadline.days_left > 0]
        if self._offer.step != Step.WAIT or not ahead:
            return "A day, written as 2020-03-01."
        return f"Left empty: until {ahead[0].on} ({ahead[0].label})."

    def _focus_first(self) -> None:
        """To the first control that is still empty, else to the button."""
        empty = [box.control for box in self._boxes if not box.value]
        who = [self.query_one("#in-who")] if self._asks_who and not self._actor() else []
        first = next(iter((*who, *empty)), self.query_one("#submit"))
        first.focus()
