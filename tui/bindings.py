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
    _key("app.marks", "f8", "go('marks')", "Marked lines", "What you marked in the file, gathered by element"),
    _key("app.debrief", "f9", "go('debrief')", "Debrief", "What you did, beside what the author holds to be good"),
    _key("app.ending", "f7", "go('ending')", "Ending", "How the case ended, and what can still be done"),
    _key("app.map", "f10,ctrl+g", "go('map')", "Map", "The map: where the case came from, is, and may go"),
    _key("app.policy", "ctrl+o", "go('policy')", "Policy", "The policy room: rules, what-ifs, checks of them"),
    _key("app.quit", "ctrl+q", "quit", "Quit", "Leave; everything is saved", show=False, priority=True),
]
BACK = [_key("place.back", "escape", "app.go('here')", "Back", "Back to where the case stands")]
CASE = [
    _key("case.pane", "f6", "other_side", "Other side", "To the steps, or to the case file or the seats"),
]
TRACE = [
    _key("trace.back", "left,p", "turn('back')", "Back", "One step back", key_display="←", priority=True),
    _key("trace.forward", "right,n", "turn('forward')", "Forward", "One step forward", key_display="→", priority=True),
    _key("trace.leave", "escape", "leave", "Leave", "Back to the policy room that the trace was opened from"),
    _key("trace.first", "home", "turn('first')", "First", "To the beginning of the trace", priority=True, show=False),
    _key("trace.last", "end", "turn('last')", "Last", "To the last step of the trace", priority=True, show=False),
]
POLICY = [
    _key("policy.part", "f6", "next_part", "Next part", "To the rules, to the what-ifs, to the check"),
    _key("policy.back", "escape", "back", "Back", "Stop what runs; if nothing does, go back to where you came from"),
    _key("policy.check", "ctrl+s", "check", "Check", "Check the safeguards on the date, under the what-ifs chosen"),
]
RULES = [_key("rules.find", "slash", "find", "Find", "Find rules by their words", key_display="/")]
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
SCROLL = [
    _key("scroll.down", "j", "scroll_down", "Down", "Scroll down, as the arrow does", show=False),
    _key("scroll.up", "k", "scroll_up", "Up", "Scroll up, as the arrow does", show=False),
    _key("scroll.first", "g", "scroll_home", "Top", "To the top", show=False),
    _key("scroll.last", "G", "scroll_end", "End", "To the end", show=False),
]
READER = [
    _key("reader.mark", "enter", "mark", "Mark", "Mark this line, or the lines chosen"),
    _key("reader.choose", "m", "choose", "Choose lines", "Begin to choose lines here; arrows add lines, m marks them"),
    _key("reader.drop", "escape", "drop", "Choose none", "Leave the lines as they are"),
    _key("reader.unmark", "u", "unmark", "Unmark", "Take back the mark on this line"),
    _key("reader.find", "slash", "find", "Find", "Find words in this document", key_display="/"),
    _key("reader.next", "n", "turn(1)", "Next", "The next document"),
    _key("reader.previous", "p", "turn(-1)", "Previous", "The document before"),
    _key("reader.down", "down,j", "move(1)", "Down", "To the next line", show=False),
    _key("reader.up", "up,k", "move(-1)", "Up", "To the line before", show=False),
    _key("reader.more", "shift+down", "extend(1)", "One line more", "Choose one line more", show=False),
    _key("reader.less", "shift+up", "extend(-1)", "One line back", "Choose back to the line before", show=False),
    _key("reader.page_down", "pagedown,space", "page(1)", "Page down", "A page down", show=False),
    _key("reader.page_up", "pageup", "page(-1)", "Page up", "A page up", show=False),
    _key("reader.first", "g,home", "end(-1)", "Top", "To the first line", show=False),
    _key("reader.last", "G,end", "end(1)", "End", "To the last line", show=False),
    _key("reader.next_mark", "full_stop", "mark_at(1)", "Next mark", "To the next mark", key_display=".", show=False),
    _key(
        "reader.mark_before", "comma", "mark_at(-1)", "Mark before", "To the mark before", key_display=",", show=False
    ),
    _key("reader.next_match", "f", "match(1)", "Next match", "To the next place where the words stand", show=False),
    _key("reader.match_before", "F", "match(-1)", "Match before", "To the place before", show=False),
]
FIND = [
    _key(
        "find.next", "enter,down", "match(1)", "Next match", "To the next place where the words stand", key_display="↓"
    ),
    _key("find.previous", "up", "match(-1)", "Match before", "To the place before", key_display="↑"),
    _key("find.close", "escape", "close", "Close", "Close the search and go back to the text"),
]
MARKS = [
    _key("marks.open", "enter", "select", "Open", "Open the document at this mark"),
    _key("marks.unmark", "u", "unmark", "Unmark", "Take this mark back"),
]
REPORT = [
    _key("report.next", "n", "section(1)", "Next section", "To the next section"),
    _key("report.previous", "p", "section(-1)", "Section before", "To the section before"),
]
MAP = [_key("map.here", "h", "here", "Where am I", "To the stage at which the case stands")]
PASSAGE = [_key("passage.open", "enter", "open", "Open", "Open the document at this passage")]
DECISION = [_key("decision.side", "f6", "other_side", "Other side", "To the case file, or to the decision")]
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
    _key("form.submit", "ctrl+s", "submit", "Submit", "Take the step as it is filled in"),
    _key("form.back", "escape", "back", "Go back", "Go back; what was typed is kept as a draft"),
]
NEWS = [_key("news.read", "enter", "back", "Read on", "Close what is new and go on")]
AGAIN = [
    _key("again.try", "t,enter", "again", "Try again", "Try again from here, as a new attempt; this one stays"),
]
EVENT = [
    _key("event.next", "down", "step(1)", "Next step", "To the next step", show=False),
    _key("event.before", "up", "step(-1)", "Step before", "To the step before", show=False),
]
DESK = [_key("desk.tour", "t", "tour", "Tour", "A tour of under two minutes, in a practice case; nothing is kept")]
MODAL = [_key("modal.back", "escape", "back", "Go back", "Close this and go back")]

GROUPS: Mapping[str, Sequence[Binding]] = {
    "Everywhere": APP,
    "In a place beside the case": BACK,
    "On the case": CASE,
    "On a trace": TRACE,
    "In the policy room": POLICY,
    "In the list of rules": RULES,
    "In lists": [*LIST, *CHOICE],
    "In a list of a form": PICK,
    "In the list of steps": STEPS,
    "In a text to scroll through": SCROLL,
    "On the map": MAP,
    "In a document": READER,
    "Where words are looked for": FIND,
    "In the list of marked lines": MARKS,
    "In the debrief": REPORT,
    "At a passage of the debrief": PASSAGE,
    "At a step of the timeline or the debrief": AGAIN,
    "At a step of the timeline": EVENT,
    "On the desk": DESK,
    "At a seat of the panel": SEAT,
    "In a form": FORM,
    "In the form of a decision": DECISION,
    "In a window that opened over the screen": MODAL,
    "In the window that says what the others did": NEWS,
}
"""All of them, with the place where each group works."""

TOGETHER: Sequence[Sequence[Sequence[Binding]]] = (
    (APP, CASE, LIST, CHOICE),
    (APP, CASE, LIST, STEPS),
    (APP, CASE, READER),
    (APP, CASE, FIND),
    (APP, CASE, SEAT),
    (APP, CASE, SCROLL),
    (APP, BACK, LIST, CHOICE, MARKS),
    (APP, BACK, SCROLL, MAP),
    (APP, BACK, SCROLL, REPORT, PASSAGE),
    (APP, BACK, SCROLL, REPORT, AGAIN),
    (APP, BACK, SCROLL, AGAIN, EVENT),
    (APP, LIST, CHOICE, DESK),
    (APP, MODAL, NEWS),
    (APP, FORM, DECISION, LIST, PICK),
    (APP, FORM, DECISION, READER),
    (APP, FORM, DECISION, FIND),
    (APP, MODAL, SCROLL),
    (APP, MODAL, LIST, PICK),
    (APP, POLICY, LIST, CHOICE, RULES),
    (APP, POLICY, LIST, PICK),
    (APP, TRACE, CASE, LIST, STEPS),
    (APP, TRACE, SCROLL, MAP),
)
"""Which groups work at the same time: a key has one action there."""

_PRINTED = {"escape": "Esc", "question_mark": "?", "space": "Space"}


def printed(binding: Binding) -> str:
    """A key as it is printed on a keyboard; a letter alone stays as it is typed."""
    parts = binding.key.split("+")
    alone = len(binding.key) == 1
    return binding.key_display or "+".join(_PRINTED.get(part, part if alone else part.title()) for part in parts)
