"""Your marks: what was marked in the file, gathered by element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from sca_flow.scenario.vocabulary import As
from sca_flow.training.study import Made, gathered
from tui import bindings
from tui.help import help_text
from tui.messages import Show, Unmark
from tui.screens.place import Place
from tui.text import QUIET, STRONG, first_up, join, lines, plain
from tui.views import CaseView
from tui.widgets.findings import place, quoted, told
from tui.widgets.lists import ChoiceList

LONGEST = 1000
"""Characters of a passage that are shown below the list."""
NONE = "Nothing is marked yet. Open a document of the case file, stand on a line, and press Enter."


class MarkList(ChoiceList):
    """The marks, under the elements on which they bear."""

    HELP = help_text("marks")
    BINDINGS = [*bindings.LIST, *bindings.MARKS]

    def action_unmark(self) -> None:
        if self.chosen is not None:
            self.post_message(Unmark(int(self.chosen)))


class MarksScreen(Place):
    """See what there is for and against each element; open a passage, or take a mark back."""

    HELP = help_text("marks")
    BINDINGS = [*bindings.BACK]

    def __init__(self) -> None:
        super().__init__()
        self._marks: dict[str, Made] = {}
        self._case: CaseView | None = None

    def middle(self) -> ComposeResult:
        with Vertical(id="marks", classes="pane") as pane:
            pane.border_title = "Marked lines"
            pane.border_subtitle = "↑ ↓ choose · Enter opens · u takes back"
            yield MarkList()
            yield Static(plain(NONE, QUIET), id="none")
            with VerticalScroll(classes="detail", can_focus=False):
                yield Static(id="detail")
            with Horizontal(id="ways"):
                yield Button(plain("Open the document here"), id="open", variant="primary")
                yield Button(plain("Take this mark back"), id="unmark")

    def on_mount(self) -> None:
        self.query_one(MarkList).focus()

    def show(self, view: CaseView) -> None:
        self._case, self._marks = view, {str(made.number): made for made in view.marks}
        self.query_one(MarkList).fill(_lines(view))
        self.query_one("#marks").set_class(not view.marks, "-none")
        self._tell()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._open()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "open":
            self._open()
        else:
            self.query_one(MarkList).action_unmark()

    def _open(self) -> None:
        if (made := self._marks.get(self.query_one(MarkList).chosen or "")) is not None:
            self.post_message(Show(made.document, made.first))

    def _tell(self) -> None:
        made = self._marks.get(self.query_one(MarkList).chosen or "")
        told_ = Content()
        if made is not None and self._case is not None:
            pages = {page.id: page for page in self._case.pages}
            where = join((str(made.mark), STRONG), (f" · {place(made, pages)}", QUIET))
            told_ = lines([where, plain(f"“{quoted(made, pages, LONGEST)}”")])
        self.query_one("#detail", Static).update(told_)


def _lines(view: CaseView) -> Iterator[tuple[str | None, Content]]:
    pages = {page.id: page for page in view.pages}
    groups: list[tuple[str, Sequence[Made]]] = []
    for word, bearing in gathered(view.marks).items():
        groups.append((first_up(word.label), bearing))
    for as_, title in _OTHERS.items():
        groups.append((title, [made for made in view.marks if made.mark.as_ == as_]))
    for title, made in groups:
        if made:
            yield None, join((title, STRONG), (f"  {_count(made)}", QUIET))
        for one in made:
            yield str(one.number), join("  ") + told(one, pages)


def _count(marks: Sequence[Made]) -> str:
    """How many there are, for and against where that is asked."""
    against = sum(made.mark.as_ == As.AGAINST for made in marks)
    sided = marks[0].mark.as_ in (As.FOR, As.AGAINST)
    return f"{len(marks) - against} for, {against} against" if sided else str(len(marks))


_OTHERS = {
    As.INDICATOR: "Indicators",
    As.INCONSISTENCY: "Inconsistencies",
    As.MITIGATION: "Mitigating circumstances",
    As.VULNERABILITY: "Vulnerability",
}
