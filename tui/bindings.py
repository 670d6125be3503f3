"""Every key of the app, in groups.  Footer, palette, help and docs read this one list.

Letters belong to lists and seats, never to a screen or the app: wherever text can be typed they are text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.binding import Binding


def _key(id: str, key: str, action: str, description: str, tooltip: str, **more: bool | str) -> Binding:
    return Binding(key, action, description, tooltip=tooltip, id=id, **more)  # type: ignore[arg-type]


APP = [
    _key("app.help", "f1", "help_here", "Help", "Help for what has focus, and the keys that work now"),
    _key("app.desk", "f2", "go('desk')", "Desk", "The desk: choose a scenario or go on with an attempt"),
    _key("app.case", "f3", "go('case')", "Case", "The case: its file, its stage and the steps"),
    _key("app.panel", "f4", "go('panel')", "Panel", "The panel room: seats, attendance, quorum"),
    _key("app.timeline", "f5", "go('timeline')", "Timeline", "Everything that happened, with dates and refusals"),
    _key("app.ending", "f7", "go('ending')", "Ending", "How the case ended, and what can still be done"),
    _key("app.quit", "ctrl+q", "quit", "Quit", "Leave; everything is saved", show=False, priority=True),
]
CASE = [
    _key("case.pane", "f6", "other_side", "Other side", "To the steps, or to the case file or the seats"),
]
TRACE = [
    _key("trace.back", "left,p", "turn('back')", "Back", "One step back", key_display="←", priority=True),
    _key("trace.forward", "right,n", "turn('forward')", "Forward", "One step forward", key_display="→", priority=True),
    _key("trace.first", "home", "turn('first')", "First", "To the beginning of the trace", priority=True, show=False),
    _key("trace.last", "end", "turn('last')", "Last", "To the last step of the trace", priority=True, show=False),
]
LIST = [
    _key("list.down", "j", "cursor_down", "Down", "Move down, as the arrow does", show=False),
    _key("list.up", "k", "cursor_up", "Up", "Move up, as the arrow does", show=False),
    _key("list.first", "g", "first", "First", "To the first line", show=False),
    _key("list.last", "G", "last", "Last", "To the last line", show=False),
]
CHOICE = [_key("list.open", "enter", "select", "Open", "Open what is highlighted")]
PICK = [_key("list.pick", "enter,space", "select", "Pick", "Pick what is highlighted, or take it back")]
STEPS = [
    _key("steps.open", "enter", "select", "Choose", "Open the step; for a closed one, why it is closed"),
    _key(
        "steps.why",
        "space,question_mark",
        "why",
        "Why?",
        "Why this step is closed",
        key_display="?",
        show=False,
    ),
]
READER = [
    _key("reader.next", "n", "turn(1)", "Next", "The next document"),
    _key("reader.previous", "p", "turn(-1)", "Previous", "The document before"),
    _key("reader.down", "j", "scroll_down", "Down", "Scroll down, as the arrow does", show=False),
    _key("reader.up", "k", "scroll_up", "Up", "Scroll up, as the arrow does", show=False),
    _key("reader.first", "g", "scroll_home", "Top", "To the top", show=False),
    _key("reader.last", "G", "scroll_end", "End", "To the end", show=False),
]
SEAT = [
    _key("seat.present", "p", "mark('present')", "Present", "Record that this person is present"),
    _key("seat.absent", "a", "mark('absent')", "Absent", "Record that this person is absent, with the reason"),
    _key("seat.conflict", "c", "mark('conflicted')", "Conflict", "Record that this person declares a conflict"),
    _key("seat.left", "l", "mark('left')", "Left", "Record that this person leaves the sitting early"),
    _key("seat.about", "enter", "about", "About", "Who sits here, and what they say", show=False),
    _key("seat.next", "right,down,j", "step(1)", "Next seat", "To the next seat", show=False),
    _key("seat.previous", "left,up,k", "step(-1)", "Previous seat", "To the seat before", show=False),
]
FORM = [
    _key("form.submit", "ctrl+s", "submit", "Put forward", "Take the step as it is filled in"),
    _key("form.back", "escape", "back", "Go back", "Go back; what was typed is kept as a draft"),
]
MODAL = [_key("modal.back", "escape", "back", "Go back", "Close this and go back")]

GROUPS: Mapping[str, Sequence[Binding]] = {
    "Everywhere": APP,
    "On the case": CASE,
    "On a trace": TRACE,
    "In lists": [*LIST, *CHOICE],
    "In a list of a form": PICK,
    "In the list of steps": STEPS,
    "In a document or the timeline": READER,
    "At a seat of the panel": SEAT,
    "In a form": FORM,
    "In a window that opened over the screen": MODAL,
}
"""All of them, with the place where each group works."""

_PRINTED = {"escape": "Esc", "question_mark": "?", "space": "Space"}


def printed(binding: Binding) -> str:
    """A key as it is printed on a keyboard; a letter alone stays as it is typed."""
    parts = binding.key.split("+")
    alone = len(binding.key) == 1
    return binding.key_display or "+".join(_PRINTED.get(part, part if alone else part.title()) for part in parts)
