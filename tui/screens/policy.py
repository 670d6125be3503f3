"""The policy room: the rules on a date, what-ifs to choose, a check of them, and how they differ from what holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Button, ContentSwitcher, Input, OptionList, Static

from sca_flow.errors import ScaFlowError
from sca_flow.rules.policy import Policy
from sca_flow.training.telling import notice
from sca_flow.workbench.basis import name_of
from sca_flow.workbench.check import Check, Judged
from tui import bindings
from tui.help import help_text
from tui.messages import StepBack, StepThrough
from tui.rulebook import RuleBook
from tui.screens.windows import Window
from tui.text import NO, QUIET, STRONG, UNSURE, join, lines, plain
from tui.widgets.date_field import DateField
from tui.widgets.key_bar import KeyBar
from tui.widgets.lists import ChoiceList
from tui.widgets.policy_check import CheckPart
from tui.widgets.policy_lists import RuleList, VerdictList, WhatIfList
from tui.widgets.policy_parts import PARTS, RulesPart, WhatIfsPart
from tui.widgets.policy_words import differing, in_words, meaning, over_time

if TYPE_CHECKING:
    from tui.app import TrainerApp


class LongText(Window):
    """A text longer than the screen: it has the focus, so that the arrows scroll it."""

    CSS_PATH = ["buttons.tcss", "windows.tcss", "policy.tcss"]

    def on_mount(self) -> None:
        self.call_after_refresh(self.query_one("#body").focus)  # a window focuses its button first


class PolicyScreen(Screen[None]):
    """Look rules up, pick what-ifs, check them."""

    HELP = help_text("policy")
    CSS_PATH = ["buttons.tcss", "windows.tcss", "policy.tcss"]
    AUTO_FOCUS = ""
    BINDINGS = [*bindings.POLICY]

    def __init__(self, open_rules: Callable[[], RuleBook]) -> None:
        super().__init__()
        self._open_rules = open_rules
        self._book: RuleBook | None = None
        self._policy: Policy | None = None
        self._names: tuple[str, ...] = ()
        self._on = self._day_of_case()
        self._chosen_day = False
        """Whether the date was chosen by hand: until then it follows the case, or the what-if picked last."""

    def compose(self) -> ComposeResult:
        yield Static(plain("Reading the rules …", QUIET), id="head")
        yield DateField("Date", self._on, id="date")
        with Horizontal(id="parts"):
            for name, label in PARTS.items():
                yield Button(plain(label), id=f"part-{name}", compact=True)
        with ContentSwitcher(initial="rules-part"):
            yield RulesPart()
            yield WhatIfsPart()
            yield CheckPart()
        yield KeyBar()

    def on_mount(self) -> None:
        self._to("rules")
        self.run_worker(self._read, thread=True, group="rules")

    def on_screen_resume(self) -> None:
        """The case may have gone on meanwhile."""
        if not self._chosen_day and not self._names and self._day_of_case() != self._on:
            self._go_to(self._day_of_case())

    def _day_of_case(self) -> date:
        view = cast("TrainerApp", self.app).view
        return view.header.today if view is not None else date.today()

    def _read(self) -> None:
        try:
            book = self._open_rules()
        except ScaFlowError as error:
            self.app.call_from_thread(self._fail, error)
        else:
            self.app.call_from_thread(self._opened, book)

    def _fail(self, error: ScaFlowError) -> None:
        self.query_one("#head", Static).update(join(("✗ ", NO), in_words(error)))

    def _opened(self, book: RuleBook) -> None:
        self._book = book
        if book.chosen:
            self._pick(book.chosen)
        else:
            self._show()

    # What is shown

    def _show(self) -> None:
        """The date or the what-ifs are others now."""
        if self._book is None:
            return
        policy = self._policy = self._book.under(self._names)
        on, basis = self._on, self._book.basis(policy, self._on)
        where = join(("Policy room", f"{STRONG} $text-accent"), ("  ·  ", QUIET), (name_of(self._names), STRONG))
        sure = plain(basis.count, UNSURE if basis.unconfirmed else QUIET)
        self.query_one("#head", Static).update(lines([where + join(f" on {on}"), sure, plain(notice(on), QUIET)]))
        self.query_one(WhatIfsPart).show(self._book.whatifs(on), self._names)
        self.query_one(CheckPart).show(self._book, self._names, on)
        self._show_rules()

    def _show_rules(self) -> None:
        if self._book is not None and self._policy is not None:
            words = self.query_one("#filter", Input).value
            self.query_one(RuleList).show(self._book.said(self._policy, self._on, words))

    def _go_to(self, on: date, why: str = "") -> None:
        """Go to another date, which was not typed."""
        self._on = on
        self.query_one("#date", DateField).put(on, why)
        self._show()

    def on_date_field_chosen(self, event: DateField.Chosen) -> None:
        event.stop()
        self._on, self._chosen_day = event.field.day, True
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_rules()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._focus_list()

    # The what-ifs

    def on_pick_list_changed(self, event: WhatIfList.Changed) -> None:
        event.stop()
        self._pick(tuple(event.list.picked))

    def _pick(self, names: tuple[str, ...]) -> None:
        """Take what-ifs, or say why they do not go together; unless a date was chosen, go to the one they ask for."""
        if self._book is None:
            return
        try:
            policy = self._book.under(names)
        except ScaFlowError as error:
            self.query_one(WhatIfsPart).refuse(self._names, in_words(error))
            return
        self._names = names
        day = policy.judged_on or self._day_of_case()
        if self._chosen_day or day == self._on:
            self._show()
            return
        why = "set by the what-if; type another" if names else "the day of the case, or today"
        self._go_to(day, why)

    # What is opened

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name, check = str(event.option_id), self.query_one(CheckPart).found
        if isinstance(event.option_list, RuleList):
            self._open_rule(name)
        elif isinstance(event.option_list, VerdictList) and check is not None:
            judged = next(one for one in check.judged if one.invariant.id == name)
            if judged.verdict != "broken":
                self.app.push_screen(Window("What this verdict means", meaning(judged)))
            elif self._book is not None:
                self.run_worker(partial(self._step, self._book, check, judged), thread=True, group="rules")

    def _open_rule(self, name: str) -> None:
        if self._book is not None and self._policy is not None:
            told = self._book.history(self._policy, name, self._on)
            said = next(said for said in self._book.said(self._policy, self._on) if said.rule == name)
            self.app.push_screen(LongText("What this rule has said, and where", lines(over_time(said, told))))

    def _step(self, book: RuleBook, check: Check, judged: Judged) -> None:
        """Replay a counter-example, in a thread, and hand it to the app."""
        try:
            walked = book.stepped(check, judged)
        except ScaFlowError as error:
            self.app.call_from_thread(self.notify, in_words(error), severity="warning", markup=False)
        else:
            assert walked is not None, "what is broken has a trace"
            self.post_message(StepThrough(walked))

    def on_check_part_compared(self, event: CheckPart.Compared) -> None:
        event.stop()
        self.app.push_screen(LongText("What differs", lines(differing(event.diff))))

    # Where to

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._to(str(event.button.id).removeprefix("part-"))

    def action_next_part(self) -> None:
        names = list(PARTS)
        self._to(names[(names.index(self._part) + 1) % len(names)])

    def action_check(self) -> None:
        self._to("check")
        self.query_one(CheckPart).check()

    def action_back(self) -> None:
        part, words = self.query_one(CheckPart), self.query_one("#filter", Input)
        if part.works:
            part.stop()
        elif words.has_focus:
            words.value = ""
            self._focus_list()
        else:
            self.post_message(StepBack())

    @property
    def _part(self) -> str:
        return (self.query_one(ContentSwitcher).current or "").removesuffix("-part")

    def _to(self, part: str) -> None:
        self.query_one(ContentSwitcher).current = f"{part}-part"
        for name in PARTS:
            self.query_one(f"#part-{name}").set_class(name == part, "-on")
        self._focus_list()

    def _focus_list(self) -> None:
        """To the list of the part; before a check, to the button that runs one."""
        part = self.query_one(CheckPart)
        if self._part == "check" and part.found is None:
            part.query_one("#run").focus()
        else:
            self.query_one(f"#{self._part}-part").query_one(ChoiceList).focus()
