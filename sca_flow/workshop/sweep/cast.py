"""Who is in a scenario, told apart only as far as the process can tell them apart.

People of the same kind are interchangeable: same roles, sector (where some rule asks for sectors), authority, and with
or without a hand in the case or a conflict.  A crowd says, kind by kind, what its people have had to do with the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sca_flow.panel.pool import PANEL_ROLES
from sca_flow.people import Authority, Person, Role, Sector
from sca_flow.rules.policy import Rules
from sca_flow.states.names import Status
from sca_flow.states.position import SECTORS

DRAFTED, REVIEWED, DECIDED_EARLIER, ACTED, CONFLICTED = 1, 2, 4, 8, 16
"""What somebody has had to do with the case, as bits."""


class Tag(NamedTuple):
    """One person as the process sees them: what they have had to do with the case, and their seat if they have one."""

    had: int = 0
    chairs: bool = False
    status: Status | None = None
    """How it stands with their seat; None for who has none."""


class Single(NamedTuple):
    """What changes about one person of a kind, who stood as ``tag`` says: what they gain, and the seat they take."""

    kind: int
    tag: Tag
    gains: int = 0
    chairs: bool = False
    status: Status | None = None

    def after(self, tag: Tag) -> Tag:
        """How they stand then."""
        had = tag.had | self.gains
        return Tag(had, tag.chairs, tag.status) if self.status is None else Tag(had, self.chairs, self.status)


class Change(NamedTuple):
    """What a step changes about who had what to do with the case.

    ``aside`` says that the draft is no longer on the table, ``rises`` that a sitting is over, for everybody; then
    something changes about each of ``singles``.
    """

    aside: bool = False
    rises: bool = False
    singles: tuple[Single, ...] = ()


@dataclass(frozen=True)
class Kind:
    """People whom the process does not tell apart.  ``counts`` is what is kept of what they had to do with the case."""

    roles: tuple[Role, ...]
    sector: Sector | None
    authority: Authority | None
    hand: bool
    conflict: bool
    counts: int
    ids: tuple[str, ...] = ()

    @property
    def chairs(self) -> bool:
        """Whether they may be named as chair."""
        return Role.PANEL_CHAIR in self.roles

    @property
    def sits(self) -> bool:
        """Whether they are in the pool of members."""
        return Role.PANEL_MEMBER in self.roles and self.sector is not None

    def free(self, tag: Tag) -> bool:
        """Whether somebody of this kind may be invited."""
        return not self.hand and not tag.had & (ACTED | CONFLICTED)


Group = tuple[Tag, ...]
"""The people of one kind, sorted."""


@dataclass(frozen=True, eq=False)
class Crowd:
    """How everybody stands, each kind by the number of its group; two of one ``number`` lead to the same."""

    groups: tuple[int, ...]
    number: int


@dataclass(frozen=True, eq=False)
class Cast:
    """The kinds of people in a scenario, and every crowd that they have made."""

    kinds: tuple[Kind, ...]
    together: bool
    """Whether who is invited, absent or gone early may as well be any of the three."""
    afresh: bool
    """Whether it may matter who decided earlier."""
    groups: list[Group] = field(default_factory=list, repr=False)
    """Every group by its number."""
    _numbers: dict[Group, int] = field(default_factory=dict, repr=False)
    _merged: list[int] = field(default_factory=list, repr=False)
    _crowds: dict[tuple[int, ...], Crowd] = field(default_factory=dict, repr=False)
    _alike: dict[tuple[int, ...], int] = field(default_factory=dict, repr=False)
    _changed: dict[tuple[int, Tag, Tag] | tuple[int, bool, bool], int] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, people: Iterable[Person], eras: Sequence[Rules]) -> Cast:
        """Of these people, under the rules of the scenario's time."""
        asked = frozenset().union(*(rules.quorum_sectors_required for rules in eras))
        other = next((sector for sector in SECTORS if sector not in asked), None)
        found: dict[Kind, list[str]] = {}
        for one in people:
            sector = one.sector if one.sector in asked else other if one.sector else None
            kind = Kind(one.roles, sector, one.authority, bool(one.hand), bool(one.conflict), _counts(one, eras))
            found.setdefault(kind, []).append(one.id)
        kinds = tuple(replace(kind, ids=tuple(ids)) for kind, ids in found.items())
        together = not any(rules.quorum_present_throughout for rules in eras)
        return cls(kinds, together, any(rules.further_consideration_another_caseworker for rules in eras))

    @property
    def first(self) -> Crowd:
        """Nobody has had anything to do with the case yet."""
        return self._crowd(tuple(self._group((Tag(),) * len(kind.ids)) for kind in self.kinds))

    def after(self, crowd: Crowd, change: Change) -> Crowd:
        """The crowd after a change."""
        groups = list(crowd.groups)
        if change.aside or change.rises:
            groups = [self._all(group, change) for group in groups]
        for single in change.singles:
            before = self.general(single.tag, change)
            groups[single.kind] = self._one(groups[single.kind], before, single.after(before))
        return self._crowd(tuple(groups))

    def general(self, tag: Tag, change: Change) -> Tag:
        """What a change makes of everybody."""
        had = tag.had
        if change.aside:
            had = had & ~(DRAFTED | REVIEWED) | (DECIDED_EARLIER if self.afresh and had & DRAFTED else 0)
        return Tag(had) if change.rises else Tag(had, tag.chairs, tag.status)

    def as_good(self, one: Tag, other: Tag) -> bool:
        """Whether it makes no difference how somebody stands."""
        return self.together and _as_invited(one) == _as_invited(other)

    def _one(self, group: int, before: Tag, after: Tag) -> int:
        def made() -> Group:
            tags = list(self.groups[group])
            tags[tags.index(before)] = after
            return tuple(tags)

        return self._known((group, before, after), made)

    def _all(self, group: int, change: Change) -> int:
        return self._known(
            (group, change.aside, change.rises), lambda: tuple(self.general(tag, change) for tag in self.groups[group])
        )

    def _known(self, key: tuple[int, Tag, Tag] | tuple[int, bool, bool], made: Callable[[], Group]) -> int:
        if (known := self._changed.get(key)) is None:
            known = self._changed[key] = self._group(made())
        return known

    def _group(self, tags: Group) -> int:
        """The number of a group."""
        tags = tuple(sorted(tags, key=_rank))
        if (known := self._numbers.get(tags)) is None:
            known = self._numbers[tags] = len(self.groups)
            self.groups.append(tags)
            merged = tuple(_as_invited(tag) for tag in tags) if self.together else tags
            self._merged.append(known if merged == tags else self._group(merged))
        return known

    def _crowd(self, groups: tuple[int, ...]) -> Crowd:
        """The one crowd of these groups; its number is that of the first that is as good as it."""
        if (known := self._crowds.get(groups)) is None:
            alike = tuple(self._merged[group] for group in groups)
            number = self._alike.setdefault(alike, len(self._alike))
            known = self._crowds[groups] = Crowd(groups, number)
        return known


def _counts(person: Person, eras: Sequence[Rules]) -> int:
    """What some guard may ask about what this person has had to do with the case."""
    roles = set(person.roles)
    afresh = any(rules.further_consideration_another_caseworker for rules in eras)
    answers = frozenset().union(*(rules.further_consideration_who_may_direct for rules in eras))
    found = 0
    if Role.DECISION_MAKER in roles and (afresh or Role.SECOND_REVIEWER in roles):
        found |= DRAFTED | (DECIDED_EARLIER if afresh else 0)
    if Role.SECOND_REVIEWER in roles and answers & roles:
        found |= REVIEWED
    if {Role.PANEL_CHAIR, Role.PANEL_MEMBER} & roles and not person.hand:
        found |= CONFLICTED | (ACTED if roles - PANEL_ROLES else 0)
    return found


def _as_invited(tag: Tag) -> Tag:
    """Who is absent or gone early, as if they were only invited."""
    return tag._replace(status=Status.INVITED) if tag.status in (Status.ABSENT, Status.LEFT) else tag


def _rank(tag: Tag) -> tuple[int, bool, str]:
    return tag.had, tag.chairs, tag.status or ""
