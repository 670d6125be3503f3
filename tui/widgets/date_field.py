"""A date that is typed: what is no date is said beside it, and the last good one holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from sca_flow.errors import ScaFlowError
from tui.rulebook import day_of
from tui.text import NO, QUIET, join, plain


class DateField(Horizontal):
    """A label, the date, and what there is to say of it."""

    @dataclass
    class Chosen(Message):
        """Another day was typed."""

        field: DateField

    def __init__(self, label: str, day: date, *, id: str) -> None:
        super().__init__(id=id)
        self._label, self.day = label, day
        self.good = True
        """Whether what stands in it is a date."""

    def compose(self) -> ComposeResult:
        if self._label:
            yield Static(plain(self._label), classes="label")
        yield Input(str(self.day), max_length=10, select_on_focus=True)
        yield Static()

    def put(self, day: date, why: str = "") -> None:
        """Put another day in it, and say why."""
        self.day, self.good = day, True
        with self.prevent(Input.Changed):
            self.query_one(Input).value = str(day)
        self._say(plain(why, QUIET))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        try:
            day = day_of(event.value)
        except ScaFlowError as error:
            self.good = False
            self._say(join(("✗ ", NO), error.what, f" {error.do}".rstrip(), (f" Still {self.day}.", QUIET)))
            return
        self.good = True
        self._say(plain(""))
        if day != self.day:
            self.day = day
            self.post_message(self.Chosen(self))

    def _say(self, said: object) -> None:
        self.query(Static).last().update(said)  # type: ignore[arg-type]
