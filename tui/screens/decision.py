"""The form of a judged decision: the test on top, a finding on each element, own reasons before the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from sca_flow import forms
from sca_flow.errors import InputError
from sca_flow.reasons import Citation
from sca_flow.scenario.vocabulary import As
from sca_flow.states.names import Field
from sca_flow.training.study import Writing
from tui import bindings
from tui.help import help_text
from tui.judging import Judging
from tui.messages import Write
from tui.screens.form import FormScreen
from tui.text import QUIET, STRONG, UNSURE, join, plain
from tui.views import CaseView
from tui.widgets.fields import NOBODY_REAL, FieldBox, FreeText, Pick
from tui.widgets.file_view import DocumentList, FileView
from tui.widgets.findings import FindingBox, to_pick

LISTED = "listed"
OWN_FIRST = (
    "Write your own reasons first. Then the list of the scenario opens, in which some reasons hold and some do not."
)


class DecisionScreen(FormScreen):
    """Write a decision beside the file.  It is kept as far as it has come, however the form is left."""

    HELP = help_text("decision")
    BINDINGS = [*bindings.DECISION]

    def __init__(self, judging: Judging, view: CaseView, *args: Any, **more: Any) -> None:
        super().__init__(view, *args, **more)
        self._judging = judging
        kept = judging.written.model_dump(mode="json")
        known = {name: self._draft.get(name) or kept[name] for name in Writing.model_fields}
        marks = {made.number for made in view.marks}
        known["relied"] = {name: [one for one in there if one in marks] for name, there in known["relied"].items()}
        known["mitigation"] = [one for one in known["mitigation"] if one in marks]
        self._lacking: Sequence[str] = ()
        self._before = Writing.model_validate(known)
        self._listed = bool(self._draft.get(LISTED) or self._before.chosen or judging.written.reasons)

    def middle(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield Button(plain("The decision"), id="to-form", compact=True, classes="-on")
            yield Button(plain("Case file and marks"), id="to-file", compact=True)
        yield Static(_test(self._judging.threshold), id="threshold")
        yield from super().middle()

    def asks(self) -> ComposeResult:
        before, judging = self._before, self._judging
        yield Static(plain("1  A finding on each element", STRONG), classes="part")
        for word in judging.elements:
            yield FindingBox(word, before.findings.get(word.id), before.relied.get(word.id, ()))
        yield Static(plain("2  The account", STRONG), classes="part")
        yield Static(join(("What is made of it, and why", STRONG), ("  required", UNSURE)), classes="label")
        yield FreeText(before.credibility, id="in-credibility", highlight_cursor_line=False)
        yield Static(plain(NOBODY_REAL, QUIET), classes="hint")
        with Vertical(id="mitigation", classes="field"):
            yield Static(join(("Mitigating circumstances considered", STRONG)), classes="label")
            yield Pick([], [], many=True, id="in-mitigation")
        yield Static(plain("3  Your reasons", STRONG), classes="part")
        yield Static(join(("In your own words", STRONG), ("  required", UNSURE)), classes="label")
        yield FreeText(before.reasons, id="in-reasons", highlight_cursor_line=False)
        yield Static(plain(NOBODY_REAL, QUIET), classes="hint")
        yield Static(plain("4  Reasons from the list", STRONG), classes="part")
        yield Static(plain(OWN_FIRST, QUIET), id="own-first", classes="hint")
        yield Button(plain("I have written mine: show the list"), id="show-list")
        with Vertical(id="list", classes="field"):
            yield Static(join(("Choose those that hold", STRONG), ("  required", UNSURE)), classes="label")
            listed = [(name, plain(says)) for name, says in judging.listed]
            yield Pick(listed, before.chosen, many=True, id="in-chosen")
        for field in self._more():
            yield FieldBox(self._entry(field))

    def on_mount(self) -> None:
        pick = self.query_one("#in-mitigation", Pick)
        pick.picked = [str(number) for number in self._before.mitigation]
        self._offer_marks(self._view)
        self.query_one("#form", VerticalScroll).border_title = "Decision"
        for name in ("to-form", "to-file"):
            self.query_one(f"#{name}").can_focus = False  # F6 does the same

    def show(self, view: CaseView) -> None:
        super().show(view)
        self._view = view
        self._offer_marks(view)
        self._changed()

    def _offer_marks(self, view: CaseView) -> None:
        pages = {page.id: page for page in view.pages}
        for box in self.query(FindingBox):
            box.show(view.marks, pages)
        explaining = [made for made in view.marks if made.mark.as_ == As.MITIGATION]
        self.query_one("#in-mitigation", Pick).offer(to_pick(explaining, pages))
        self.query_one("#mitigation").set_class(bool(explaining), "shown")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id in ("submit", "back"):
            return  # Textual calls the form's own handler beside this one
        event.stop()
        event.prevent_default()
        if event.button.id == "show-list":
            self._show_list()
        else:
            self._turn_to_file(event.button.id == "to-file")

    def _show_list(self) -> None:
        """Keep what was written before the list was seen, then show it."""
        self.post_message(Write(self._judging.step, self.writing(), left=False))
        self._listed = True
        self._changed()
        self.query_one("#in-chosen").focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#list").scroll_visible, top=True)  # it had no place before

    @property
    def named_keys(self) -> Mapping[str, str]:
        """Where the other side is, in words."""
        return {"other_side": "The decision" if self.query_one(FileView).has_focus_within else "Case file"}

    def action_other_side(self) -> None:
        self._turn_to_file(not self.query_one(FileView).has_focus_within)

    def _turn_to_file(self, to_file: bool) -> None:
        self.query_one("#sides").set_class(to_file, "-file")
        self.query_one("#to-file").set_class(to_file, "-on")
        self.query_one("#to-form").set_class(not to_file, "-on")
        if to_file:
            self.query_one(DocumentList).focus()
        else:
            self._focus_first()

    def action_back(self) -> None:
        """Go back; what was written is kept."""
        if not self._waiting and not self._done:
            if Writing.model_validate(self.writing()) != self._judging.written:
                self.post_message(Write(self._judging.step, self.writing(), left=True))
            self.dismiss()

    def writing(self) -> Mapping[str, Any]:
        """The decision as it stands; reasons from the list only beside own reasons."""
        boxes = {box.word.id: box for box in self._findings}
        reasons = self._text("reasons")
        return {
            "findings": {name: box.found for name, box in boxes.items() if box.found},
            "relied": {name: box.relied for name, box in boxes.items() if box.relied},
            "mitigation": [int(number) for number in self.query_one("#in-mitigation", Pick).picked],
            "credibility": self._text("credibility"),
            "reasons": reasons,
            "chosen": list(self.query_one("#in-chosen", Pick).picked) if reasons else [],
        }

    def _text(self, name: str) -> str:
        return self.query_one(f"#in-{name}", FreeText).text.strip()

    def _values(self) -> dict[str, Any]:
        """What the step itself asks for: its reasons are those written here."""
        return {**super()._values(), "reasons": self._text("reasons")}

    def _kept(self) -> dict[str, Any]:
        return {**self._values(), **self.writing(), LISTED: self._listed}

    def _more(self) -> Sequence[Field]:
        """What the step asks for besides."""
        return [field for field in self._offer.fields if field.name != "reasons"]

    def _changed(self) -> None:
        super()._changed()
        if self._done or not self.is_attached:
            return
        for box in self._findings:
            box.tell()
        written = bool(self._text("reasons"))
        show = self.query_one("#show-list", Button)
        show.disabled = not written
        show.display = self.query_one("#own-first").display = not (self._listed and written)
        self.query_one("#list").display = self._listed and written
        count = len(self._lacking)
        still = f"{count} things missing" if count > 1 else "1 thing missing" if count else "Nothing missing"
        form, told = self.query_one("#form", VerticalScroll), f"{still} · Esc keeps it"
        if form.border_subtitle != told:
            form.border_subtitle = told

    @cached_property
    def _findings(self) -> list[FindingBox]:
        """All of them: they stay as they are made."""
        return list(self.query(FindingBox))

    def _lacks(self) -> Sequence[str]:
        who = ("who acts",) if self._asks_who and not self._actor() else ()
        lacks = self._judging.lacks(Writing.model_validate(self.writing()))
        filled = forms.read(self._offer.step, {**self._given, **self._values()}, self._view.people)
        others = [name for name in filled.missing if name != "reasons"]
        return (*who, *lacks, *others)

    def _missing(self) -> str:
        try:
            lacks = self._lacking = self._lacks()
        except InputError as error:
            self._lacking = (str(error),)
            return str(error)
        return "Still missing:\n" + "\n".join(f"  · {lack}" for lack in lacks) if lacks else ""

    def _focus_first(self) -> None:
        """To the first part that is still empty, else to the button."""
        who = [self.query_one("#in-who")] if self._asks_who and not self._actor() else []
        empty = [box.query(Pick).first() for box in self.query(FindingBox) if not box.found]
        texts = [self.query_one(f"#in-{name}") for name in ("credibility", "reasons") if not self._text(name)]
        next(iter((*who, *empty, *texts)), self.query_one("#submit")).focus()


def _test(threshold: Citation) -> Content:
    """The test of the day in words, and where it stands."""
    place = f" {threshold.pinpoint}" if threshold.pinpoint else ""
    source = f" ({threshold.source}{place}, {threshold.confidence})"
    return join((f"The test on {threshold.on}: ", STRONG), threshold.value, (source, QUIET))
