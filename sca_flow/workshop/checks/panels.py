"""Panels: whether they can sit, whether there are any, and what a referral back is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_flow.people import Role
from sca_flow.rules.policy import Dates
from sca_flow.scenario.model import ModelStep
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.panel_guards import NOT_BINDING, quorate
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check
from sca_flow.workshop.reach import panel

OUTCOMES = frozenset({Step.PUBLISH_AGREEMENT, Step.REFER_BACK, Step.OVERTURN_DECISION})
OF_A_PANEL = OUTCOMES | {Step.CONVENE_PANEL, Step.RECORD_ATTENDANCE, Step.DECLARE_CONFLICT, Step.LEAVE_SITTING}
BINDING = frozenset({NOT_BINDING.id, *NOT_BINDING.rules})


@check(
    "RU001",
    why="Without a quorum no outcome is recorded: the sitting can only be adjourned, over and over.",
    cure="Invite, or add to the people, enough members who have no hand in the case and no conflict, and a chair.",
    note="Everybody who may sit is taken to come: whoever has a hand in the case or a conflict is not counted. A panel "
    "that the model path adjourns itself is a lesson, and is not told of.",
    example="""
model:
  - step: convene_panel
    with: {chair: j-farrow, members: [d-pryce]}   # a chair and one member
""",
)
def quorum(draft: ScenarioDraft) -> Iterator[Spot]:
    """A panel that cannot reach its quorum with those invited."""
    if _expected(draft) and not draft.reach.quorate:
        yield Spot(draft.at("people"), "all who may sit on a panel, present together, would not be quorate.")
    for at, day, line in _model(draft):
        if line.step == Step.CONVENE_PANEL and not _meant(draft, at) and not _may_sit(draft, day, line):
            what = "those invited to this panel would not be quorate, were all of them who may sit present."
            yield Spot(draft.at("model", at), what)


@check(
    "RU002",
    severity="warning",
    why="There is no deputy: when the chair cannot attend, the way on is to adjourn and convene with another chair.",
    cure="Add a second person with the role panel_chair, without a hand in the case and without a conflict.",
    example="""
people:
  - {id: j-farrow, name: Judith Farrow, roles: [panel_chair]}   # and no other chair
""",
)
def another_chair(draft: ScenarioDraft) -> Iterator[Spot]:
    """No way on from a sitting that is not quorate for want of its chair."""
    required = any(rules.quorum_chair_required for rules in draft.reach.rules)
    if required and Stage.PANEL_SITTING in draft.reach.stages and len(draft.reach.chairs) < 2:
        said = "nobody can" if not draft.reach.chairs else f"only {draft.reach.chairs[0].name} can"
        yield Spot(draft.at("people"), f"{said} chair: when the chair cannot attend, the case cannot be heard again.")


@check(
    "RU003",
    why="A panel's referral back suggests further consideration and does not oblige: declining it is allowed.",
    cure="Say in a reason what made declining unsound here, and let the mistake be made by choosing that reason too.",
    note="Only what the format can express is looked at: a known mistake that is made by declining alone, and a model "
    "path that expects declining to be refused. Text is not read for its meaning.",
    example="""
mistakes:
  - {id: ignored-the-panel, when: {taken: decline_further_consideration}, ...}
""",
)
def binding(draft: ScenarioDraft) -> Iterator[Spot]:
    """A referral back that is treated as binding."""
    if any(rules.referral_back_binding for rules in draft.reach.rules):
        return
    for at, mistake in enumerate(draft.file.judgement.mistakes):
        if mistake.when.taken == Step.DECLINE_FURTHER_CONSIDERATION and mistake.when.chosen is None:
            what = f"mistake '{mistake.id}' is made by declining a referral back, whatever the reasons."
            yield Spot(draft.at("judgement", "mistakes", at, "when"), what)
    for at, _, line in _model(draft, refused=True):
        if line.step == Step.DECLINE_FURTHER_CONSIDERATION and BINDING & {*line.refused_by}:
            what = "the model path has declining refused, as if the referral back were binding."
            yield Spot(draft.at("model", at), what)


@check(
    "RU005",
    why="On that day no panels sat: a negative went from the second pair of eyes to service.",
    cure="Date the case into the time of panels (to November 2022), or leave the panel out.",
    note="In December 2022 panels ended, on a day that no source gives: a day in that month is told of only where "
    "'assume' pins another.",
    example="""
model:
  - {step: convene_panel, on: 2023-05-02, ...}   # panels ended in December 2022
""",
)
def no_panels(draft: ScenarioDraft) -> Iterator[Spot]:
    """A panel under rules that have none."""
    for at, day, line in _model(draft):
        if line.step in OF_A_PANEL and _ended(draft, day):
            yield Spot(draft.at("model", at), f"'{line.step}' on {day}, when no panels sat.")
    for at, incident in enumerate(draft.file.incidents):
        if incident.step in OF_A_PANEL and _ended(draft, incident.on or draft.opens):
            day = incident.on or draft.opens
            yield Spot(draft.at("incidents", at), f"incident '{incident.id}' on {day}, when no panels sat.")


def _model(draft: ScenarioDraft, *, refused: bool = False) -> Iterator[tuple[int, date, ModelStep]]:
    """The steps of the model path that are taken, or refused, with their days."""
    for at, (day, line) in enumerate(zip(draft.model_days, draft.file.model, strict=True)):
        if bool(line.refused_by) == refused:
            yield at, day, line


def _ended(draft: ScenarioDraft, day: date) -> bool:
    """Whether panels surely do not sit on a day."""
    answer = draft.rules.ask("panel.in_force", day)
    return bool(answer.versions) and not answer.value and (len(answer.versions) == 1 or answer.pinned is not None)


def _expected(draft: ScenarioDraft) -> bool:
    """Whether the case may come to a panel, or would if nothing else were wrong: somebody is there to sit on it."""
    seated = any({Role.PANEL_CHAIR, Role.PANEL_MEMBER} & {*person.roles} for person in draft.file.people)
    in_force = any(rules.panel_in_force for rules in draft.reach.rules)
    return Stage.PANEL_SITTING in draft.reach.stages or (seated and in_force)


def _meant(draft: ScenarioDraft, at: int) -> bool:
    """Whether the model path adjourns this panel itself: then it shows what to do without a quorum."""
    for line in draft.file.model[at + 1 :]:
        if line.step in OUTCOMES and not line.refused_by:
            return False
        if line.step in (Step.ADJOURN_SITTING, Step.SUSPEND):
            return True
    return False


def _may_sit(draft: ScenarioDraft, day: date, line: ModelStep) -> bool:
    """Whether those invited who may sit and stay would be quorate together."""
    members = line.with_.get("members")
    named = [name for name in members if isinstance(name, str)] if isinstance(members, list) else []
    people = {person.id: person for person in draft.file.people if not person.hand and not person.conflict}
    chair = line.with_.get("chair")
    here = Status.PRESENT if isinstance(chair, str) and chair in people else Status.ABSENT
    sectors = [sector for name in named if name in people and (sector := people[name].sector)]
    return quorate(panel(here, sectors), draft.rules.in_force(Dates.all_on(day)).values)
