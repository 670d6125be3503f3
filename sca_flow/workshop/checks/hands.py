"""Who decides, and who looks at it again."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow.people import Role
from sca_flow.states.names import Step
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check

DRAFTS = frozenset({Step.DRAFT_RG_NEGATIVE, Step.DRAFT_CG_NEGATIVE})
REVIEWS = frozenset({Step.CONFIRM_RG_NEGATIVE, Step.RETURN_RG_DRAFT, Step.UPHOLD_CG_NEGATIVE, Step.RETURN_CG_DRAFT})


@check(
    "RU004",
    why="A second pair of eyes is somebody else's: nobody reviews their own draft.",
    cure="Give the role second_reviewer to somebody who did not write the draft.",
    example="""
people:
  - {id: r-adeyemi, name: Ruth Adeyemi, roles: [decision_maker, second_reviewer]}   # and nobody else
""",
)
def same_person(draft: ScenarioDraft) -> Iterator[Spot]:
    """One person who decides and reviews."""
    if not any(rules.second_review_reviewer_must_differ for rules in draft.reach.rules):
        return
    deciders, reviewers = (_holders(draft, role) for role in (Role.DECISION_MAKER, Role.SECOND_REVIEWER))
    if len(deciders) == 1 and deciders == reviewers:
        at = next(at for at, person in enumerate(draft.file.people) if person.id in deciders)
        name = draft.file.people[at].name
        yield Spot(draft.at("people", at), f"{name} is the only decision maker and the only second reviewer.")
    drafter: str | None = None
    for at, line in enumerate(draft.file.model):
        if line.step in DRAFTS and not line.refused_by:
            drafter = line.by
        elif line.step in REVIEWS and not line.refused_by and line.by is not None and line.by == drafter:
            yield Spot(draft.at("model", at), f"'{line.by}' reviews a draft that they wrote themselves.")


def _holders(draft: ScenarioDraft, role: Role) -> set[str]:
    return {person.id for person in draft.file.people if role in person.roles}
