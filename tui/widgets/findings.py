"""The finding on one element: what it is, how it is found, and the marks relied on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sca_flow.scenario.vocabulary import Finding, Word
from sca_flow.training.study import Made
from tui.text import QUIET, STRONG, UNSURE, first_up, join, lines, plain
from tui.views import Page
from tui.widgets.fields import Pick
from tui.widgets.rows import LETTERS, quote

SHORT = 60
"""Characters of a passage that are quoted in a list."""
NONE_YET = "Nothing is marked yet. In the case file, Enter marks a line."


def quoted(made: Made, pages: Mapping[str, Page], longest: int = SHORT) -> str:
    """The words of a mark on one line."""
    page = pages.get(made.document)
    return quote(page.text, made.first, made.last, longest) if page else ""


def place(made: Made, pages: Mapping[str, Page]) -> str:
    """Where a mark stands."""
    title = pages[made.document].title if made.document in pages else made.document
    return f"{title}, line {made.first}" if made.first == made.last else f"{title}, lines {made.first}–{made.last}"


def told(made: Made, pages: Mapping[str, Page], longest: int = SHORT) -> Content:
    """A mark in a list: what it is, its words, and where they stand."""
    head = join((f"{LETTERS[made.mark.as_]} ", "$text-accent"), str(made.mark))
    return head + join(f" · “{quoted(made, pages, longest)}”", (f" {place(made, pages)}", QUIET))


def to_pick(marks: Sequence[Made], pages: Mapping[str, Page]) -> list[tuple[str, Content]]:
    """Marks as the lines of a list."""
    return [(str(made.number), told(made, pages)) for made in marks]


class FindingBox(Vertical):
    """One element.  The marks that bear on it come first."""

    def __init__(self, word: Word, found: Finding | None, relied: Sequence[int]) -> None:
        super().__init__(classes="field finding")
        self.word, self._found, self._relied = word, found, relied

    def compose(self) -> ComposeResult:
        word = self.word
        yield Static(lines(self._head()), classes="label")
        findings = [(found.value, plain(first_up(found.label))) for found in Finding]
        yield Pick(findings, [self._found.value] if self._found else [], id=f"in-finding-{word.id}")
        yield Static(plain(f"Relied on for {word.label}"), classes="label relied")
        yield Static(plain(NONE_YET, QUIET), classes="hint none-yet")
        yield Pick([], [], many=True, id=f"in-relied-{word.id}")

    def _head(self) -> Iterator[Content]:
        word = self.word
        yield join((first_up(word.label), STRONG), ("  required", UNSURE))
        yield plain(word.says, QUIET)
        if not word.confidence.confirmed:
            yield plain("This definition is not confirmed: your finding is shown, and never scored.", UNSURE)

    @property
    def found(self) -> str:
        """The finding, or nothing."""
        return next(iter(self._finding.picked), "")

    @property
    def relied(self) -> list[int]:
        """The numbers of the marks relied on."""
        return [int(number) for number in self._pick.picked]

    @cached_property
    def _finding(self) -> Pick:
        return self.query_one(f"#in-finding-{self.word.id}", Pick)

    @cached_property
    def _pick(self) -> Pick:
        return self.query_one(f"#in-relied-{self.word.id}", Pick)

    def show(self, marks: Sequence[Made], pages: Mapping[str, Page]) -> None:
        """Offer the marks as they stand."""
        pick = self._pick
        if self._relied:
            pick.picked, self._relied = [str(number) for number in self._relied], ()
        pick.offer(to_pick(sorted(marks, key=lambda made: made.mark.of != self.word.id), pages))
        self.set_class(bool(marks), "-marked")
        self.tell()

    def tell(self) -> None:
        """Ask what is relied on once there is a finding that rests on something."""
        self.set_class(self.found in (Finding.MET, Finding.NOT_MET, Finding.OPEN), "-relies")
