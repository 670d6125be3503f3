"""Marking: what some lines are marked as, and which of several marks is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static

from sca_flow.scenario.vocabulary import As, Word, vocabulary
from sca_flow.training.study import Made
from tui import bindings
from tui.help import help_text
from tui.screens.windows import Window
from tui.text import OK, QUIET, STRONG, UNSURE, first_up, join, lines, plain
from tui.widgets.lists import ChoiceList
from tui.widgets.rows import LETTERS

ASKS = {
    As.FOR: "2  Evidence for which element?",
    As.AGAINST: "2  Evidence against which element?",
    As.INDICATOR: "2  An indicator of which group?",
    As.INCONSISTENCY: "Two things do not agree. Press Enter to mark it.",
    As.MITIGATION: "2  What may explain a difference in the account?",
    As.VULNERABILITY: "2  At which level?",
}


def where(first: int, last: int) -> str:
    """Lines in words."""
    return f"line {first}" if first == last else f"lines {first} to {last}"


class Kinds(ChoiceList):
    """What kind of mark."""

    HELP = help_text("marking")


class Words(ChoiceList):
    """What it bears on."""

    HELP = help_text("marking")


class MarkWindow(ModalScreen[tuple[str, str | None] | None]):
    """Two lists: the kind, then what it bears on.  The answer is both, or None when it was left."""

    CSS_PATH = ["buttons.tcss", "windows.tcss"]
    BINDINGS = [*bindings.MODAL]
    HELP = help_text("marking")

    def __init__(self, title: str, quote: str, *, lens: bool) -> None:
        super().__init__()
        self._title, self._quote = title, quote
        self._kinds = [kind for kind in As if lens or kind != As.VULNERABILITY]

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            window.border_title = self._title
            with VerticalScroll(id="quote", can_focus=False):
                yield Static(plain(f"“{self._quote}”"))
            with Horizontal(id="lists"):
                with Vertical(id="left"):
                    yield Static(plain("1  What is it?", STRONG), classes="asks")
                    yield Kinds(id="kinds")
                with Vertical(id="right"):
                    yield Static(id="asks", classes="asks")
                    yield Words(id="words")
            with VerticalScroll(id="says", can_focus=False):
                yield Static(id="said")
            yield Button(plain("Go back"), id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one(Kinds).fill((kind.value, _kind(kind)) for kind in self._kinds)
        self.query_one(Kinds).focus()

    def on_descendant_focus(self) -> None:
        """Say what Enter does in the list that has the keys."""
        second = self.query_one(Words).has_focus
        enter = "marks" if second or not vocabulary().words(self._kind) else "goes on to 2"
        back = "goes back to 1" if second else "goes back"
        self.query_one("#window").border_subtitle = f"↑ ↓ choose · Enter {enter} · Esc {back}"

    @property
    def _kind(self) -> As:
        return As(self.query_one(Kinds).chosen or As.FOR)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        words = vocabulary().words(self._kind)
        if event.option_list.id == "kinds":
            self.query_one("#asks", Static).update(plain(ASKS[self._kind], STRONG))
            self.query_one(Words).clear_options()
            self.query_one(Words).fill(_grouped(list(words.values())))
            self.on_descendant_focus()
        word = words.get(self.query_one(Words).chosen or "")
        self.query_one("#said", Static).update(_said(word) if word else Content())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_list.id == "words":
            self.dismiss((self._kind.value, event.option_id))
        elif vocabulary().words(self._kind):
            self.query_one(Words).focus()
        else:
            self.dismiss((self._kind.value, None))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(None)

    def action_back(self) -> None:
        """From the words to the kinds, and from there back to the document."""
        if self.query_one(Words).has_focus:
            self.query_one(Kinds).focus()
        else:
            self.dismiss(None)


def which(marks: Sequence[Made]) -> Window:
    """Which of several marks on a line is taken back."""
    text = plain("Several marks stand on this line. Take back:")
    return Window("Unmark", text, [*(f"{made.mark}" for made in marks), "None of them"])


def _kind(kind: As) -> Content:
    return join((f"{LETTERS[kind]} ", "$text-accent"), first_up(kind.label))


def _grouped(words: Sequence[Word]) -> Iterator[tuple[str | None, Content]]:
    before = ""
    for word in words:
        if word.group and word.group != before:
            yield None, plain(first_up(word.group), QUIET)
        before = word.group
        yield word.id, join(("▸ ", OK), first_up(word.label))


def _said(word: Word) -> Content:
    sure = "" if word.confidence.confirmed else " This definition is not confirmed, and never scored."
    return lines([plain(word.says or word.label), join((f"Source: {word.source}.", QUIET), (sure, UNSURE))])
