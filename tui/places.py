"""The places of a case.  They are imported when they are first gone to, so that the desk is there at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from tui.messages import Choose
    from tui.rulebook import RuleBook
    from tui.screens.form import FormScreen
    from tui.screens.windows import Window
    from tui.views import CaseView


def case() -> Screen[Any]:
    """The case."""
    from tui.screens.case import CaseScreen

    return CaseScreen()


def panel() -> Screen[Any]:
    """The panel room."""
    from tui.screens.panel import PanelScreen

    return PanelScreen()


def timeline() -> Screen[Any]:
    """The timeline."""
    from tui.screens.timeline import TimelineScreen

    return TimelineScreen()


def ending() -> Screen[Any]:
    """The ending."""
    from tui.screens.ending import EndingScreen

    return EndingScreen()


def marks() -> Screen[Any]:
    """The marks."""
    from tui.screens.marks import MarksScreen

    return MarksScreen()


def debrief() -> Screen[Any]:
    """The debrief."""
    from tui.screens.debrief import DebriefScreen

    return DebriefScreen()


def process_map() -> Screen[Any]:
    """The map."""
    from tui.screens.process_map import MapScreen

    return MapScreen()


def policy(open_rules: Callable[[], RuleBook]) -> Screen[Any]:
    """The policy room."""
    from tui.screens.policy import PolicyScreen

    return PolicyScreen(open_rules)


def rule_book(variants: Sequence[str] = ()) -> RuleBook:
    """The rules and what-ifs of the policy room: those that ship, and those that are named, which are chosen."""
    from tui.rulebook import RuleBook

    return RuleBook.opened(variants)


PLACES: dict[str, Callable[[], Screen[Any]]] = {
    "case": case,
    "panel": panel,
    "timeline": timeline,
    "ending": ending,
    "marks": marks,
    "debrief": debrief,
    "map": process_map,
}


def where(view: CaseView) -> str:
    """The place to be for a case as it stands."""
    return "ending" if view.ended else "panel" if view.seats else "case"


def there(place: str, view: CaseView | None) -> bool:
    """Whether there is something to see at a place."""
    if view is None:
        return False
    only = {"panel": bool(view.seats), "ending": view.ended, "debrief": view.ended or view.coaching}
    return only.get(place, True)


def form(view: CaseView, chosen: Choose, **more: Any) -> FormScreen:
    """The form of an open step; where the author judges a decision, that of the decision."""
    if (judging := view.judged.get(chosen.offer.step)) is not None:
        from tui.screens.decision import DecisionScreen

        return DecisionScreen(judging, view, chosen.offer, given=chosen.given, by=chosen.by, **more)
    from tui.screens.form import FormScreen

    return FormScreen(view, chosen.offer, given=chosen.given, by=chosen.by, **more)


def closed(chosen: Choose) -> Window:
    """Why a step is closed."""
    from tui.screens.windows import Window
    from tui.widgets.reasons import told

    return Window(f"Not possible now: {chosen.offer.step.caption}", told(chosen.offer.reasons))
