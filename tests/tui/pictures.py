"""Every picture: where the screens open, which keys lead there, and the sizes at which it is looked at."""

from __future__ import annotations

from sca_flow.journal import MemoryJournal
from sca_flow.states.names import Step

from .picturing import (
    BROKEN,
    ILL,
    MAIN,
    Picture,
    Way,
    breaks,
    changed,
    coached,
    desk,
    elsewhere,
    failing,
    half_way,
    line,
    looking,
    made_up,
    nail_bar,
    new,
    not_yet_told,
    room,
    seat,
    slowly,
    step,
    takes,
    to,
    waits,
    with_attempts,
    writes,
    wrong_room,
)

READS: tuple[Way, ...] = ("f6", "enter")
MARKS: tuple[Way, ...] = (*READS, *["j"] * 6, "enter", "enter", "enter")
INTO_ROOM: tuple[Way, ...] = ("ctrl+o", waits)
CHECKED: tuple[Way, ...] = (*INTO_ROOM, "f6", line(BROKEN), "space", "ctrl+s", waits)
DECIDES = nail_bar(Step.DECIDE_RG_POSITIVE)
SITTING = nail_bar(Step.RECORD_ATTENDANCE)
INQUORATE = nail_bar(Step.ADJOURN_SITTING)

PICTURES: dict[str, Picture] = {
    # the desk
    "desk": Picture(desk, (), MAIN),
    "desk-with-attempts": Picture(with_attempts),
    "desk-looking": Picture(looking),
    "desk-store-fails": Picture(failing("heads")),
    "desk-scenario-changed": Picture(changed),
    "desk-begun-already": Picture(new("nail-bar"), (takes(Step.ACCEPT_REFERRAL), "f2", line("nail-bar"), "enter")),
    "desk-chairs": Picture(desk, (line("nail-bar"), "enter"), ((60, 20), (80, 24))),
    "desk-palette": Picture(desk, ("ctrl+p", writes("policy"), lambda trainee: trainee.pilot.pause(0.3))),
    "too-small": Picture(desk, (), ((50, 15),)),
    # the case
    "case": Picture(new("nail-bar"), (), MAIN),
    "case-file": Picture(new("nail-bar"), READS, MAIN),
    "case-finding": Picture(new("nail-bar"), (*READS, "slash", writes("shop"))),
    "case-marking-what": Picture(new("nail-bar"), (*READS, *["j"] * 6, "enter", "enter")),
    "case-marked": Picture(new("nail-bar"), MARKS),
    "case-new-document": Picture(
        nail_bar(Step.RECORD_INFORMATION), (takes(Step.WAIT, until="2020-05-01"), "f6", "G"), ((80, 24), (120, 36))
    ),
    "case-closed-step": Picture(INQUORATE, ("f3", to("StepList"), step(Step.PUBLISH_AGREEMENT)), ((60, 20), (80, 24))),
    "case-suspended": Picture(new("nail-bar"), (takes(Step.SUSPEND, reason="in hospital"),)),
    "case-changed-elsewhere": Picture(
        lambda _: {"scenario": "nail-bar", "journal": MemoryJournal()},
        (step(Step.SUSPEND), writes("in hospital"), elsewhere, "ctrl+s"),
    ),
    "case-news": Picture(made_up(ILL), (takes(Step.WAIT, until="2021-03-05"),), ((60, 20), (80, 24))),
    # forms
    "form": Picture(new("nail-bar"), ("enter",), ((60, 20), (80, 24))),
    "form-missing": Picture(new("nail-bar"), (step(Step.SUSPEND), "ctrl+s")),
    "form-refused": Picture(
        nail_bar(Step.CONVENE_PANEL),
        ("enter", to("in-chair"), "space", to("in-members"), line("j-tully"), "space", "ctrl+s"),
        ((60, 20), (80, 24)),
    ),
    "form-wrong-date": Picture(new("nail-bar"), (takes(Step.WAIT, until="2020"),)),
    "form-store-fails": Picture(failing(scenario="nail-bar"), (breaks, takes(Step.SUSPEND, reason="in hospital"))),
    # the form of a decision
    "decision": Picture(DECIDES, ("enter",), MAIN),
    "decision-list": Picture(
        DECIDES,
        ("enter", to("in-reasons"), writes("I suspect it."), to("show-list"), "enter", "space"),
        ((80, 24), (120, 36)),
    ),
    "decision-file": Picture(DECIDES, ("enter", "f6", "enter"), ((60, 20), (80, 24))),
    "decision-missing": Picture(DECIDES, ("enter", "ctrl+s")),
    # the panel room
    "panel-invited": Picture(SITTING),
    "panel-quorate": Picture(SITTING, (seat("j-farrow", "p"), seat("e-muir", "p"), seat("d-pryce", "p"))),
    "panel-inquorate": Picture(INQUORATE, (), MAIN),
    "panel-conflict": Picture(SITTING, (seat("m-hale", "c"),)),
    "panel-seat": Picture(SITTING, (seat("m-hale", "enter"),)),
    "panel-refused": Picture(SITTING, (seat("j-farrow", "p"), seat("m-hale", "l"), "ctrl+s")),
    # timeline, marks, map
    "timeline-empty": Picture(new("nail-bar"), ("f5",)),
    "timeline": Picture(INQUORATE, ("f5",), MAIN),
    "timeline-again": Picture(INQUORATE, ("f5", "down", "t")),
    "marks-none": Picture(new("nail-bar"), ("f8",)),
    "marks": Picture(new("nail-bar"), (*MARKS, "f8"), MAIN),
    "map": Picture(INQUORATE, ("f10",), MAIN),
    "map-beginning": Picture(new("nail-bar"), ("f10",)),
    # the end
    "ending": Picture(nail_bar(None), (), MAIN),
    "debrief-coming": Picture(not_yet_told, (slowly,)),
    "debrief-coaching": Picture(coached, ("f9",)),
    "debrief": Picture(nail_bar(None), ("f9",), MAIN),
    "debrief-path": Picture(nail_bar(None), ("f9", "n", "n")),
    # the policy room
    "policy-rules": Picture(room(), INTO_ROOM, MAIN),
    "policy-rule": Picture(room(), (*INTO_ROOM, "slash", writes("quorum"), "enter", "enter")),
    "policy-nothing-found": Picture(room(), (*INTO_ROOM, "slash", writes("zzz"))),
    "policy-what-ifs": Picture(room(), (*INTO_ROOM, "f6", line(BROKEN), "space"), ((80, 24), (120, 36))),
    "policy-check": Picture(room(), (*INTO_ROOM, "f6", "f6")),
    "policy-checking": Picture(room(held=True), (*INTO_ROOM, "ctrl+s", half_way)),
    "policy-verdicts": Picture(room(), CHECKED, ((60, 20), (80, 24))),
    "policy-differences": Picture(
        room(), (*INTO_ROOM, "f6", line(BROKEN), "space", "f6", "tab", "enter", waits), ((60, 20), (80, 24))
    ),
    "policy-wrong": Picture(wrong_room, INTO_ROOM),
    "trace": Picture(room(), (*CHECKED, "enter", waits, "end"), ((60, 20), (80, 24), (120, 36))),
    # tour and help
    "tour": Picture(desk, ("t",), ((60, 20), (80, 24))),
    "tour-step": Picture(desk, ("t", *["enter"] * 3), ((60, 20), (80, 24))),
    "help": Picture(new("nail-bar"), ("f1",), MAIN),
}
