"""Everybody whom a case like a scenario's can need: what the process has for it, if every role were held."""

from __future__ import annotations

from collections.abc import Sequence

from sca_flow.people import Person, Role, Sector
from sca_flow.rules.policy import Rules

SEVERAL = (Role.DECISION_MAKER, Role.PANEL_CHAIR)
"""Of these there are two: another caseworker may be asked for, and a chair may have a conflict."""


def everybody(eras: Sequence[Rules]) -> list[Person]:
    """One person for each role, two where another may be needed, and enough members for a quorum and one more."""
    roles = [role for role in Role if role != Role.PANEL_MEMBER]
    held = [role for role in roles for _ in range(1 + (role in SEVERAL))]
    people = [Person(id=f"{role}-{place}", name=role.label, roles=(role,)) for place, role in enumerate(held)]
    asked = sorted(frozenset().union(*(rules.quorum_sectors_required for rules in eras)))
    sectors = asked or [Sector.POLICE]
    number = max(len(asked), *(rules.quorum_members_besides_chair + 1 for rules in eras))
    sent = [sectors[place % len(sectors)] for place in range(number)]
    return people + [
        Person(id=f"member-{place}", name=sector.label, roles=(Role.PANEL_MEMBER,), sector=sector, conflict="Any.")
        for place, sector in enumerate(sent)
    ]
