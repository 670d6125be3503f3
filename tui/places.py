"""The places of a case.  They are imported when they are first gone to, so that the desk is there at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from tui.messages import Choose
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


PLACES: dict[str, Callable[[], Screen[Any]]] = {"case": case, "panel": panel, "timeline": timeline, "ending": ending}


def where(view: CaseView) -> str:
    """The place to be for a case as it stands."""
    return "ending" if view.ended else "panel" if view.seats else "case"


def there(place: str, view: CaseView | None) -> bool:
    """Whether there is something to see at a place."""
    return view is not None and {"panel": bool(view.seats), "ending": view.ended}.get(place, True)


def form(view: CaseView, chosen: Choose, **more: Any) -> FormScreen:
    """The form of an open step."""
    from tui.screens.form import FormScreen

    return FormScreen(view, chosen.offer, given=chosen.given, by=chosen.by, **more)


def closed(chosen: Choose) -> Window:
    """Why a step is closed."""
    from tui.screens.windows import Window
    from tui.widgets.reasons import told

    return Window(f"Closed: {chosen.offer.step.caption}", told(chosen.offer.reasons))
