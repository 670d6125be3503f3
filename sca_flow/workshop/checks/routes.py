"""Whether the case can come to an end, with these people and the rules of its time."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check


@check(
    "SC005",
    why="A trainee who comes there can neither go on nor finish.",
    cure="Add somebody with the role that is missing, or let the referral be one that does not come there.",
    note="Withdrawal and a recall for new evidence are not counted as ways on: nobody can be told to take them. What "
    "is drafted when and by whom is not followed, so that a stage that is told of surely is stuck.",
    example="""
people:   # a negative can be drafted, and nobody may review it
  - {id: intake, name: In Take, roles: [competent_authority]}
  - {id: decider, name: De Cider, roles: [decision_maker]}
""",
)
def dead_end(draft: ScenarioDraft) -> Iterator[Spot]:
    """A stage that leads nowhere."""
    for stage in draft.reach.stuck:
        missing = ", ".join(role.value for role in draft.reach.missing(stage))
        why = f"nobody holds the role {missing}" if missing else "no step there can be taken by anybody in it"
        yield Spot(draft.at("people"), f"the case may come to '{stage}' and not go on: {why}.")


@check(
    "SC006",
    why="A trainee who comes there goes round and round, and never to an end.",
    cure="Make a way out of the loop: for a panel, people who can be quorate together.",
    note="Withdrawal and a recall for new evidence are not counted as ways out. The format has no jumps of its own: "
    "the only loop that a scenario can close is that of listing and sitting.",
    example="""
people:   # a sitting that is never quorate is adjourned, convened, and adjourned again
  - {id: j-farrow, name: Judith Farrow, roles: [panel_chair]}
  - {id: d-pryce, name: Delyth Pryce, roles: [panel_member], sector: ngo}   # and no other member
""",
)
def loop(draft: ScenarioDraft) -> Iterator[Spot]:
    """Stages that lead to each other only."""
    if draft.reach.circling:
        stages = " and ".join(f"'{stage}'" for stage in draft.reach.circling)
        yield Spot(draft.at("people"), f"from {stages} the case comes to no end.")
