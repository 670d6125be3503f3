"""The panel room: seats, what is said when the sitting opens, the quorum and why, and what may be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sca_flow.errors import ScaFlowError
from sca_flow.panel.quorum import Quorum
from sca_flow.states.names import Status, Step
from sca_flow.training.attempt import Result, new_id
from tui import bindings
from tui.help import help_text
from tui.messages import Choose, Take
from tui.screens.place import Place
from tui.screens.windows import Window
from tui.text import NO, OK, QUIET, STRONG, UNSURE, join, lines, plain
from tui.views import AT_SEATS, CaseView, Seat
from tui.widgets.reasons import rests_on, told, wrong
from tui.widgets.seats import Room, SeatCard
from tui.widgets.steps import StepList, Steps

_STEPS = {Status.CONFLICTED: Step.DECLARE_CONFLICT, Status.LEFT: Step.LEAVE_SITTING}


class PanelScreen(Place):
    """The sitting as it goes on."""

    HELP = help_text("panel")
    BINDINGS = [*bindings.CASE]

    def __init__(self) -> None:
        super().__init__()
        self._case: CaseView | None = None

    def middle(self) -> ComposeResult:
        with Horizontal(id="sides"):
            with Vertical(id="room", classes="pane") as room:
                room.border_title = "Panel room"
                room.border_subtitle = "Arrows move · Enter says more · p a c l record"
                yield Static(id="quorum")
                with VerticalScroll(id="around", can_focus=False):
                    yield Room(id="seats")
                    yield Static(id="answer")
                    yield Static(id="said")
                    yield Static(id="rests")
            yield Steps("What may be recorded now", but=AT_SEATS, id="steps")

    def show(self, view: CaseView) -> None:
        before, self._case = self._case, view
        self.query_one(Steps).show(view)
        self.query_one("#quorum", Static).update(_quorum(view.quorum))
        self.query_one("#rests", Static).update(_rests(view.quorum))
        self.query_one("#said", Static).update(_said(view.seats))
        self.query_one(Room).show(view)
        if before is None or not before.seats:
            self._answer(None)
            self.call_after_refresh(self.query_one(Room).focus_first)

    def on_screen_resume(self) -> None:
        if self.focused is None:
            self.query_one(Room).focus_first()

    @property
    def named_keys(self) -> Mapping[str, str]:
        """Where the other side is, in words."""
        return {"other_side": "What may be recorded" if self.query_one("#room").has_focus_within else "Seats"}

    def action_other_side(self) -> None:
        if self.query_one("#room").has_focus_within:
            self.query_one(StepList).focus()
        else:
            self.query_one(Room).focus_first()

    def on_seat_card_marked(self, event: SeatCard.Marked) -> None:
        """Presence is recorded at once; everything else asks why first."""
        event.stop()
        if self._case is None:
            return
        step, who = _STEPS.get(event.status, Step.RECORD_ATTENDANCE), event.seat.person.id
        offer = self._case.offer(step)
        if offer is None:
            self._answer(plain("That is not yours to record: where you are one person, the others act for themselves."))
            return
        given: dict[str, Any] = {"member": who}
        if step == Step.RECORD_ATTENDANCE:
            given["status"] = event.status.value
        self._answer(None)
        if offer.open and event.status == Status.PRESENT:
            me = offer.people[0].id if len(offer.people) == 1 else None
            self.post_message(Take(step, me, given, new_id(), self))
        else:
            self.post_message(Choose(offer, given, by=who if step in _STEPS.values() else None))

    def on_seat_card_asked(self, event: SeatCard.Asked) -> None:
        event.stop()
        self.app.push_screen(Window(event.seat.person.name, _about(event.seat)))

    def taken(self, result: Result) -> None:
        """Show every reason beside the seats when it was refused."""
        head = join((f"✗ Refused: {result.step.caption}\n", f"{STRONG} {NO}"))
        self._answer(None if result.accepted else head + told(result.reasons))
        if result.accepted:
            self.query_one(Room).focus_waiting()

    def failed(self, error: ScaFlowError) -> None:
        """Say what is wrong; nothing was recorded."""
        self._answer(wrong(error))

    def _answer(self, content: Content | None) -> None:
        answer = self.query_one("#answer", Static)
        answer.set_class(content is not None, "shown")
        answer.update(content or Content())
        if content is not None:
            self.call_after_refresh(answer.scroll_visible, animate=False)


def _quorum(quorum: Quorum | None) -> Content:
    """The answer in words."""
    if quorum is None:
        return plain("No sitting is on.", QUIET)
    glyph, style = {True: ("✓ ", OK), False: ("✗ ", NO), None: ("? ", UNSURE)}[quorum.quorate]
    standing = "" if quorum.confirmed else "  (a working assumption)"
    return join((f"{glyph}{quorum.words}", f"{STRONG} {style}"), (standing, UNSURE))


def _rests(quorum: Quorum | None) -> Content:
    """On what it rests: values, sources and confidence."""
    rules = {citation.rule: citation for reason in (quorum.reasons if quorum else ()) for citation in reason.rules}
    return rests_on(rules.values()) if rules else Content()


def _about(seat: Seat) -> Content:
    """Everything about who sits there."""
    person = seat.person
    role = "Chair" if seat.chair else f"Member, {person.sector.label if person.sector else 'no sector'}"
    parts = [join((role, STRONG)), plain(person.organisation), join(("How it stands: ", QUIET), seat.status.label)]
    return lines([*parts, *([_said((seat,))] if seat.says else [])])


def _said(seats: tuple[Seat, ...]) -> Content:
    """What is said when the sitting opens."""
    saying = [seat for seat in seats if seat.says]
    if not saying:
        return Content()
    told_ = [join((f"{seat.person.name}: ", STRONG), f"“{seat.says.strip()}”") for seat in saying]
    return lines([plain("Said when the sitting opens", f"{STRONG} $text-accent"), *told_])
