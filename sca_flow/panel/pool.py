"""Who can be invited to a panel, and who may not sit on this case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sca_flow.people import Person, Role

PANEL_ROLES = frozenset({Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.PANEL_SECRETARIAT})


def chairs(people: Mapping[str, Person]) -> list[Person]:
    """Those who can chair."""
    return [person for person in people.values() if Role.PANEL_CHAIR in person.roles]


def members(people: Mapping[str, Person]) -> list[Person]:
    """Those who can sit as members: each comes from a sector."""
    return [person for person in people.values() if Role.PANEL_MEMBER in person.roles and person.sector]


def barred(
    named: Iterable[str], people: Mapping[str, Person], acted: Collection[str], conflicted: Collection[str]
) -> list[str]:
    """Of those named, who had a hand in the case or has left it for a conflict of interest."""
    return [who for who in named if who in acted or who in conflicted or (who in people and people[who].hand)]
