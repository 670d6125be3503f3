"""The places of a case as a trace goes through them: a banner above, the whole trace in place of the case file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from sca_flow.reasons import Citation
from sca_flow.rules.policy import Policy
from sca_flow.training.offers import Offer
from sca_flow.workbench.traces import Moment, Walked
from tui import bindings
from tui.help import help_text
from tui.messages import StepBack
from tui.screens.case import news
from tui.screens.panel import PanelScreen
from tui.screens.place import Place
from tui.screens.process_map import MapScreen
from tui.screens.timeline import TimelineScreen
from tui.screens.windows import Window
from tui.text import NO, OK, QUIET, STRONG, join, lines, plain
from tui.views import CaseView
from tui.widgets.case_header import CaseHeader
from tui.widgets.key_bar import KeyBar
from tui.widgets.lists import ChoiceList
from tui.widgets.scroll import Scroll
from tui.widgets.steps import StepList, Steps
from tui.widgets.trace_banner import TraceBanner, short

if TYPE_CHECKING:
    from tui.tracing import Tracing

ONLY_READ = "This is a trace, to be read: no step can be taken, and nothing is kept."


class Traced(Place):
    """A place on a trace.  Its keys come before those of what has focus: nothing is typed here."""

    CSS_PATH = ["buttons.tcss", "place.tcss", "trace.tcss"]
    FOLLOWS = "traced"
    BINDINGS = [*bindings.TRACE]

    @property
    def trace(self) -> Tracing:
        """The app."""
        return cast("Tracing", self.app)

    @property
    def walked(self) -> Walked:
        """The trace that is open as long as there are such screens."""
        assert self.trace.walked is not None
        return self.trace.walked

    def compose(self) -> ComposeResult:
        yield TraceBanner()
        yield CaseHeader()
        yield from self.middle()
        yield KeyBar()

    def _view_changed(self, view: CaseView | None) -> None:
        self.query_one(TraceBanner).show(self.walked, self.trace.place)
        for steps in self.query(Steps):
            steps.border_title = "Open and closed at this point"
            steps.border_subtitle = "↑ ↓ choose · Enter says more"
            steps.query_one(StepList).clear_options()  # or the highlight would stay on a step that goes on
        super()._view_changed(view)

    def action_turn(self, where: str) -> None:
        app = self.trace
        app.go_to({"first": 0, "last": self.walked.steps, "back": app.place - 1, "forward": app.place + 1}[where])

    def action_leave(self) -> None:
        self.post_message(StepBack())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a room to go back to where the trace was opened from one."""
        return action != "leave" or bool(self.trace.TRACE_MODES)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Textual calls this beside that of a class below it, which heeds its own buttons."""
        name = str(event.button.id)
        if name.startswith("trace-"):
            event.stop()
            self.action_turn(name.removeprefix("trace-"))


class StoryList(ChoiceList):
    """Every step of the trace; choosing one goes there."""

    HELP = help_text("trace")


class TracedCase(Traced):
    """The case at a moment: what was open, beside the whole trace; one of them at a time below 120 columns."""

    HELP = help_text("trace")
    BINDINGS = [*bindings.CASE]

    def middle(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield Button(plain("The case at this point"), id="to-steps", compact=True)
            yield Button(plain("The whole trace and its rules"), id="to-file", compact=True)
        with Horizontal(id="sides"):
            with Vertical(id="file"):
                story = StoryList(id="story", classes="pane")
                story.border_title = "The whole trace"
                story.border_subtitle = "↑ ↓ choose · Enter goes there"
                yield story
                with Scroll("On what this step rests", help=help_text("trace"), id="behind"):
                    yield Static(id="rules")
            with Vertical(id="work"):
                yield Steps("", id="steps")
                with VerticalScroll(id="dates", classes="pane", can_focus=False) as dates:
                    dates.border_title = "Dates at this point"
                    yield Static(id="news")

    def on_mount(self) -> None:
        self._to("steps")

    def show(self, view: CaseView) -> None:
        walked, place = self.walked, self.trace.place
        self.query_one(Steps).show(view)
        self.query_one("#news", Static).update(news(view.deadlines))
        self.query_one("#rules", Static).update(_rules(walked.moments[place]))
        story = self.query_one(StoryList)
        with self.prevent(OptionList.OptionHighlighted):
            story.fill(_story(walked, place))
            story.highlighted = place
        self.call_after_refresh(story.scroll_to_highlight)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.trace.go_to(int(event.option_id or 0))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        name = str(event.button.id)
        if name.startswith("to-"):
            event.stop()
            self._to(name.removeprefix("to-"))

    def action_other_side(self) -> None:
        self._to("steps" if self.query_one("#file").has_focus_within else "file")

    def _to(self, side: str) -> None:
        self.query_one("#sides").set_class(side == "file", "-file")
        for name in ("steps", "file"):
            self.query_one(f"#to-{name}").set_class(name == side, "-on")
        self.query_one(StepList if side == "steps" else StoryList).focus()


class TracedPanel(PanelScreen, Traced):
    """The panel room at a moment of the sitting."""

    def on_mount(self) -> None:
        self.query_one("#room").border_subtitle = "↑ ↓ move · Enter: who sits there · F3: steps, whole trace"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no other side where there is no room for one."""
        if action == "other_side":
            return bool(self.query_one(Steps).display)
        return super().check_action(action, parameters)


class TracedTimeline(TimelineScreen, Traced):
    """What has happened up to this moment; told anew each time, since a trace also goes back."""

    BINDINGS = [*bindings.TRACE]  # Esc leaves the trace here too

    def show(self, view: CaseView) -> None:
        self.query(".event, .more").remove()
        self.begin_anew()
        super().show(view)


class TracedMap(MapScreen, Traced):
    """The map at a moment of the trace."""

    BINDINGS = [*bindings.TRACE]


TRACED = {"case": TracedCase, "panel": TracedPanel, "timeline": TracedTimeline, "map": TracedMap}


def open_here(offer: Offer) -> Window:
    """A step that was open at this point."""
    roles = " or ".join(role.label for role in offer.roles)
    told = [
        join(("Who might take it: ", QUIET), roles),
        join(("It would lead to: ", QUIET), offer.to.label),
        Content(),
        plain(ONLY_READ),
    ]
    return Window(f"Open at this point: {offer.step.caption}", lines(told))


def _story(walked: Walked, place: int) -> Iterator[tuple[str, Content]]:
    """The trace, a step a line, with a mark at the one that is shown."""
    for moment in walked.moments:
        here = moment.number == place
        mark = ("▸ ", OK) if here else ("✗ ", NO) if moment.line.refused else ("  ", "")
        number = f"{moment.number:>2}  {moment.line.on}  "
        yield str(moment.number), join(mark, (number, QUIET), (short(moment.said), STRONG if here else ""))


def _rules(moment: Moment) -> Content:
    """Every rule behind the step in words, with its source, its paragraph and what is known about it."""
    if not moment.rules:
        return plain("Nothing was done yet." if not moment.number else "No rule of its own: time passes.", QUIET)
    first = moment.telling
    rules = (*first, *(rule for rule in moment.rules if rule not in first))
    return lines(_rule(rule, moment.attempt.policy) for rule in rules)


def _rule(cited: Citation, policy: Policy) -> Content:
    """A standing rule is its own sentence; another is a question with its answer."""
    question = "" if cited.value.endswith(".") else f"{policy.rule(cited.rule).question} "
    place = f", {cited.pinpoint}" if cited.pinpoint else ", no paragraph given"
    source = policy.sources[cited.source].title
    said = f"  {cited.rule} · {source} ({cited.source}{place}) · {cited.confidence}"
    return lines([join(("▪ ", OK), question, (cited.value, STRONG)), plain(said, QUIET)])
