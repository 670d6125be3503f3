"""One meeting of a panel over a case: who is invited, and how it stands with each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sca_flow.people import Sector
from sca_flow.states.names import Status
from sca_flow.states.position import NOBODY, Members, Seat, cell


@dataclass(frozen=True)
class Sitting:
    """A sitting.  ``sectors`` holds the members besides the chair."""

    chair: str
    sectors: Mapping[str, Sector]
    statuses: Mapping[str, Status]

    @classmethod
    def of(cls, chair: str, sectors: Mapping[str, Sector]) -> Sitting:
        """A sitting that has just been convened: everybody is invited."""
        return cls(chair, dict(sectors), dict.fromkeys((chair, *sectors), Status.INVITED))

    def moving(self, who: str, status: Status) -> Sitting:
        """The sitting after one person's status has changed."""
        return replace(self, statuses={**self.statuses, who: status})

    def seat(self, who: str, after: Status) -> Seat | None:
        """The change at somebody's seat, or None when they are not invited."""
        if who not in self.statuses:
            return None
        return Seat(who == self.chair, self.sectors.get(who), self.statuses[who], after)

    @property
    def members(self) -> Members:
        """The members besides the chair, counted by sector and status."""
        counts = list(NOBODY)
        for who, sector in self.sectors.items():
            counts[cell(sector, self.statuses[who])] += 1
        return tuple(counts)
