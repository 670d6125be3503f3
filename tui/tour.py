"""The tour: seven stops over the real screens of the practice case, what is said at each, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Act = Literal["side", "read", "steps", "form", "take", "help", "leave"]


TOUR = "the tour"
"""The id of the attempt at the practice case: none that would be kept, since drafts take only plain names."""
PASSAGE = ("form", 4, 4, "for", "action")
"""What is marked when the tour opens the file."""


@dataclass(frozen=True)
class Stop:
    """One window.  ``key`` is what it asks for, ``act`` what that key then does."""

    title: str
    says: str
    key: str
    printed: str
    does: str
    act: Act
    top: bool = False
    """Whether it stands at the top, because what it is about is at the bottom."""


STOPS = (
    Stop(
        "Where am I?",
        "The top lines always say it: the case, its day, its stage, and whose it is. Below stands what can be done.",
        "f6",
        "F6",
        "goes to the case file",
        "side",
    ),
    Stop(
        "The case file",
        "The documents, in the order in which they came. What is new says so.",
        "enter",
        "Enter",
        "opens the document",
        "read",
    ),
    Stop(
        "Marking",
        "Enter marks a line as evidence, m chooses several. One is marked for you: the margin shows it, "
        "and F8 gathers all your marks.",
        "f6",
        "F6",
        "goes back to the steps",
        "steps",
    ),
    Stop(
        "Steps, open and closed",
        "▸ is open, ✗ is closed now. Below the list stands why: 45 days have not passed. Enter or ? on a closed step "
        "shows the rule and its source. To let time pass is a step too.",
        "enter",
        "Enter",
        "opens the form of a step",
        "form",
        top=True,
    ),
    Stop(
        "Taking a step",
        "A form asks for what the step records; what is missing is said. Left empty here, time passes to the next "
        "date.",
        "ctrl+s",
        "Ctrl+S",
        "takes the step",
        "take",
    ),
    Stop(
        "Help, and everything by name",
        "The day has moved on, and both decisions are open now. F1 is help for where you are; Ctrl+P finds every "
        "step, document and key by name.",
        "f1",
        "F1",
        "opens help",
        "help",
    ),
    Stop(
        "Leaving",
        "Esc goes back from any window, F2 to the desk, Ctrl+Q leaves the program. A case of yours is saved as you "
        "go; this one is not kept.",
        "f2",
        "F2",
        "ends the tour",
        "leave",
    ),
)
