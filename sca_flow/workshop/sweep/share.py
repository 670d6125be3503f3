"""How much of something is covered, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sca_flow.states.names import Stage, Step
from sca_flow.states.table import TABLE
from sca_flow.workshop.sweep.covered import KINDS, Covered, KindOf

_GUARDS = dict.fromkeys(guard.id for row in TABLE.rows for guard in row.guards)
_ORDER = {name: place for place, name in enumerate([*(s.value for s in Stage), *(s.value for s in Step), *_GUARDS])}


def in_order(names: Iterable[str]) -> list[str]:
    """Names in the order of the process, and by the alphabet where that gives none."""
    return sorted(map(str, names), key=lambda name: (_ORDER.get(name.partition(".")[0], len(_ORDER)), name))


def percent(some: int, of: int) -> float:
    """How many of a hundred, to a tenth, and never rounded up; of nothing, all."""
    return 1000 * some // of / 10 if of else 100.0


@dataclass(frozen=True)
class Share:
    """What of ``all`` is covered, in one kind."""

    kind: KindOf
    all: frozenset[str]
    covered: frozenset[str]

    @classmethod
    def each(cls, all_: Covered, covered: Covered) -> Sequence[Share]:
        """Kind by kind."""
        return [cls(kind, all_[kind], covered[kind] & all_[kind]) for kind in KINDS]

    @cached_property
    def missing(self) -> Sequence[str]:
        """What is not covered."""
        return in_order(self.all - self.covered)

    @property
    def percent(self) -> float:
        """How much is, of a hundred."""
        return percent(len(self.covered), len(self.all))

    @property
    def words(self) -> str:
        """How much is, in words."""
        return f"{len(self.covered)} of {len(self.all)} ({self.percent:g} %)"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"covered": in_order(self.covered), "percent": self.percent, "missing": list(self.missing)}
