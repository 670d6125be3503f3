"""The part of the policy room that works: it checks the safeguards or compares, in a thread that can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Button, Input, Static

from sca_flow.errors import ScaFlowError
from sca_flow.workbench.basis import name_of
from sca_flow.workbench.check import Check
from sca_flow.workbench.diff import Diff
from tui.rulebook import RuleBook
from tui.text import NO, OK, QUIET, STRONG, join, lines, plain
from tui.widgets.date_field import DateField
from tui.widgets.policy_lists import VerdictList
from tui.widgets.policy_words import summary

RUN, COMPARE, STOP = "▸ Check now", "▸ Compare with the published rules of", "■ Stop"
EVERY = 0.1
"""Seconds between one look at the progress and the next."""


class Stopped(Exception):
    """Whoever asked does not want the answer any more."""


class Running:
    """What is under way, shared between the screens and the thread that works: a number each way."""

    def __init__(self, does: str) -> None:
        self.does, self.visited, self.stopped = does, 0, False

    def progress(self, visited: int) -> None:
        """Note how far it is; `Stopped` once nobody waits any more."""
        self.visited = visited
        if self.stopped:
            raise Stopped

    def told(self) -> str:
        """How far it is, in words."""
        return f"{self.does}: {self.visited:,} positions visited …" if self.visited else f"{self.does} …"


class CheckPart(Vertical):
    """Check and compare, one at a time."""

    @dataclass
    class Compared(Message):
        """How the chosen what-ifs differ from the rules as published."""

        diff: Diff

    @dataclass
    class _Came(Message):
        """What a thread brings back."""

        running: Running
        answer: Check | Diff | ScaFlowError | None

    def __init__(self) -> None:
        super().__init__(id="check-part", classes="pane")
        self.border_title = "Can a case come to break a safeguard?"
        self.border_subtitle = "Ctrl+S checks · Enter on BROKEN: step by step"
        self.found: Check | None = None
        self._asked: tuple[RuleBook, tuple[str, ...], date] | None = None
        self._job: Running | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="asked")
        with Horizontal(id="run-row"):
            yield Button(plain(RUN), id="run", compact=True, disabled=True)
            yield Static(id="progress")
        with Horizontal(id="other-row"):
            yield Button(plain(COMPARE), id="compare", compact=True, disabled=True)
            yield DateField("", date.today(), id="other")
        yield Static(id="judged")
        yield VerdictList()

    def on_unmount(self) -> None:
        if self._job is not None:
            self._job.stopped = True  # the program does not end before its threads do

    @property
    def works(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def show(self, book: RuleBook, names: tuple[str, ...], on: date) -> None:
        """Other what-ifs, or another date: what was found before is about something else."""
        self.stop()
        self._asked, self.found = (book, names, on), None
        self.query_one("#asked", Static).update(_asked(names, on, len(book.invariants)))
        self.query_one("#judged", Static).update(Content())
        self.query_one("#progress", Static).update(Content())
        self.query_one("#other", DateField).put(on)
        self.query_one(VerdictList).show(None)
        self._offer()

    def _offer(self) -> None:
        """What the buttons say, and whether they can be pressed."""
        run = self.query_one("#run", Button)
        run.label = plain(STOP if self.works else RUN)
        run.disabled = self._asked is None
        self.query_one("#compare", Button).disabled = self._asked is None or self.works

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "compare":
            self._compare()
        elif self.works:
            self.stop()
        else:
            self.check()

    def on_date_field_chosen(self, event: DateField.Chosen) -> None:
        event.stop()  # it is read when it is compared with

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._compare()

    # What works

    def check(self) -> None:
        """Begin a check, unless something is under way."""
        if self._asked is not None and not self.works:
            book, names, on = self._asked
            self._begin(Running("Checking"), partial(book.check, names, on))

    def _compare(self) -> None:
        other = self.query_one("#other", DateField)
        if self._asked is not None and not self.works and other.good:
            book, names, on = self._asked
            self._begin(Running("Comparing"), lambda _: book.diff(names, on, other.day))

    def _begin(self, running: Running, work: Callable[[Callable[[int], None]], Check | Diff]) -> None:
        self._job = running
        self._timer = self.set_interval(EVERY, self._tell)
        self.app.run_worker(partial(self._work, running, work), thread=True, group="policy")
        self._tell()
        self._offer()

    def _work(self, running: Running, work: Callable[[Callable[[int], None]], Any]) -> None:
        try:
            answer = work(running.progress)
        except Stopped:
            answer = None
        except ScaFlowError as error:
            answer = error
        self.post_message(self._Came(running, answer))

    def _tell(self) -> None:
        if self._job is not None:
            self.query_one("#progress", Static).update(plain(self._job.told()))

    def stop(self) -> None:
        """Stop what is under way: its answer is not waited for."""
        if self._job is not None:
            self._job.stopped = True
            self._ended(join(("■ ", QUIET), f"Stopped after {self._job.visited:,} positions. Nothing was judged."))

    def _ended(self, said: Content) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._job = self._timer = None
        self.query_one("#progress", Static).update(said)
        self._offer()

    def on_check_part__came(self, message: _Came) -> None:
        message.stop()
        if message.running is not self._job:
            return
        answer = message.answer
        self._ended(_how_it_ended(answer))
        if isinstance(answer, Check):
            self.found = answer
            self.query_one("#judged", Static).update(lines(summary(answer)))
            self.query_one(VerdictList).show(answer)
            self.query_one(VerdictList).focus()
        elif isinstance(answer, Diff):
            self.post_message(self.Compared(answer))


def _asked(names: tuple[str, ...], on: date, safeguards: int) -> Content:
    return join(
        "Tries every way in which a case can go under ",
        (name_of(names), STRONG),
        f" on {on}, and says of {safeguards} safeguards whether one can come to be broken.",
    )


def _how_it_ended(answer: Check | Diff | ScaFlowError | None) -> Content:
    if isinstance(answer, ScaFlowError):
        return join(("✗ ", NO), answer.what)
    seconds = f" in {answer.seconds:.1f} seconds" if isinstance(answer, Check) else ""
    return join(("✓ ", OK), (f"Done{seconds}.", QUIET))
