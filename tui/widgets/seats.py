"""The seats of a panel: chair and members with sector, presence and conflict."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.containers import Grid
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from sca_flow.states.names import Status
from tui import bindings
from tui.help import help_text
from tui.text import NO, OK, QUIET, STRONG, UNSURE, clean, first_up, join, lines, plain
from tui.views import CaseView, Seat

_GLYPHS = {
    Status.INVITED: ("○", QUIET),
    Status.PRESENT: ("✓", OK),
    Status.ABSENT: ("✗", NO),
    Status.CONFLICTED: ("‼", UNSURE),
    Status.LEFT: ("←", NO),
}
_WORDS = {Status.INVITED: "invited", Status.CONFLICTED: "conflict, gone"}


class SeatCard(Static, can_focus=True):
    """One seat: a card where there is room, a line where there is not."""

    HELP = help_text("panel")
    BINDINGS = [*bindings.SEAT]

    @dataclass
    class Marked(Message):
        """Something is to be recorded about who sits here."""

        seat: Seat
        status: Status

    @dataclass
    class Asked(Message):
        """Somebody wants to know more about who sits here."""

        seat: Seat

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    def render(self) -> Content:
        glyph, style = _GLYPHS[self.seat.status]
        state = join((f"{glyph} {_WORDS.get(self.seat.status, self.seat.status.label)}", style))
        if self.seat.says and self.seat.status in (Status.INVITED, Status.PRESENT):
            state += join(("  “ speaks", "$text-accent"))
        person = self.seat.person
        role = "chair" if self.seat.chair else person.sector.label if person.sector else "member"
        if self.size.height > 2:
            return lines([plain(person.name, STRONG), join(first_up(role)), plain(person.organisation, QUIET), state])
        gap = " " * max(1, 20 - state.cell_length)  # what is cut off where it is narrow is the role
        return Content.assemble(_wide(person.name, 20), state, gap, plain(role, QUIET))

    def on_click(self, event: Click) -> None:
        self.focus()

    def action_mark(self, status: str) -> None:
        self.post_message(self.Marked(self.seat, Status(status)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is recorded where one can only look."""
        return action != "mark" or not getattr(self.app, "read_only", False)

    def action_about(self) -> None:
        self.post_message(self.Asked(self.seat))

    def action_step(self, by: int) -> None:
        if by > 0:
            self.screen.focus_next(SeatCard)
        else:
            self.screen.focus_previous(SeatCard)


class Room(Grid):
    """All seats, the chair's first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cards: list[SeatCard] = []

    def show(self, view: CaseView) -> None:
        """Bring the seats up to date; they are made anew when others are invited."""
        if [card.seat.person.id for card in self._cards] == [seat.person.id for seat in view.seats]:
            for card, seat in zip(self._cards, view.seats, strict=True):
                card.seat = seat
                card.refresh()
            return
        self.remove_children()
        self._cards = [SeatCard(seat) for seat in view.seats]
        self.mount_all(self._cards)

    def focus_first(self) -> None:
        """To the first seat about which nothing is recorded, else to the first."""
        if self._cards and not self.focus_waiting():
            self._cards[0].focus()

    def focus_waiting(self) -> bool:
        """To the first seat about which nothing is recorded, if there is one."""
        waiting = next((card for card in self._cards if card.seat.status == Status.INVITED), None)
        if waiting is not None:
            waiting.focus()
        return waiting is not None


def _wide(text: str, width: int, style: str = "") -> Content:
    text = clean(text)
    return plain(text + " " * max(1, width - cell_len(text)), style)
