"""Counting people's choices without showing any of them: no figure for fewer than five people, nor one that tells it.

A breakdown says for every attempt, or every decision, which one of several things it was, and their sum is known.
So one hidden figure hides others with it, until nobody can work out from the sum that it stands for fewer than five.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

FEWEST = 5
"""Of fewer people than this no figure is shown."""
FEWER = "fewer than five, or kept back"


@dataclass(frozen=True)
class Cell:
    """One figure.  ``count`` and ``share`` (of one) are None where it is hidden; ``key`` is None for all at once."""

    key: str | None
    count: int | None = None
    share: float | None = None

    @property
    def shown(self) -> bool:
        """Whether it may be seen."""
        return self.count is not None

    def __str__(self) -> str:
        if self.count is None:
            return FEWER
        return str(self.count) if self.share is None else f"{self.count} ({self.share:.0%})"


@dataclass
class Breakdown:
    """How many of each, and who: no more of them than are needed to know that they are enough."""

    counts: Counter[str] = field(default_factory=Counter)
    people: dict[str, set[str]] = field(default_factory=dict)

    def add(self, key: str, person: str) -> None:
        """One more."""
        self.counts[key] += 1
        people = self.people.setdefault(key, set())
        if len(people) < FEWEST:
            people.add(person)

    def merge(self, other: Breakdown) -> None:
        """Everything that another one counted."""
        self.counts += other.counts
        for key, people in other.people.items():
            self.people.setdefault(key, set()).update(people)

    def cells(self) -> tuple[Cell, ...]:
        """The figures, the largest first, then those that are hidden, which their order does not tell apart.

        Where all are hidden not even what was counted is told.
        """
        hidden = self._hidden()
        if self.counts and len(hidden) == len(self.counts):
            return (Cell(None),)
        total = self.counts.total()
        shown = sorted((key for key in self.counts if key not in hidden), key=lambda key: (-self.counts[key], key))
        return (
            *(Cell(key, self.counts[key], self.counts[key] / total) for key in shown),
            *(Cell(key) for key in sorted(hidden)),
        )

    def alone(self) -> tuple[Cell, ...]:
        """The figures where nobody is told their sum: none gives another one away."""
        enough = {key: self.counts[key] for key, people in self.people.items() if len(people) >= FEWEST}
        return tuple(Cell(key, enough.get(key)) for key in sorted(self.counts))

    @property
    def whole(self) -> bool:
        """Whether nothing of it is hidden."""
        return all(cell.shown for cell in self.cells())

    def _hidden(self) -> set[str]:
        hidden = {key for key, people in self.people.items() if len(people) < FEWEST}
        for key in sorted(self.counts, key=lambda key: (self.counts[key], key)):
            if not hidden or self._kept(hidden):
                break
            hidden.add(key)
        return hidden

    def _kept(self, hidden: set[str]) -> bool:
        """Whether each of the hidden figures might still be five, for all that their sum tells."""
        people = set().union(*(self.people[key] for key in hidden))
        spare = sum(self.counts[key] for key in hidden) - len(hidden)
        return len(hidden) > 1 and len(people) >= FEWEST and spare >= FEWEST - 1


@dataclass
class Flags:
    """Things that are each so or not so of everything counted; either way, not of fewer than five people."""

    everyone: list[str] = field(default_factory=list)
    so: dict[str, set[int]] = field(default_factory=dict)

    def add(self, keys: Iterable[str], person: str) -> None:
        """One more, of which these are so."""
        for key in keys:
            self.so.setdefault(key, set()).add(len(self.everyone))
        self.everyone.append(person)

    def cells(self) -> tuple[Cell, ...]:
        """Of how many each is so, the most frequent first, then those that are hidden."""
        found = [self._cell(key) for key in sorted(self.so)]
        return tuple(sorted(found, key=lambda cell: -(cell.count or 0)))

    def _cell(self, key: str) -> Cell:
        split = Breakdown()
        for place, person in enumerate(self.everyone):
            split.add(str(place in self.so[key]), person)
        return next((Cell(key, one.count, one.share) for one in split.cells() if one.key == "True"), Cell(key))


@dataclass
class Spread:
    """Numbers of which the middle, the lowest and the highest are told."""

    values: list[float] = field(default_factory=list)
    people: set[str] = field(default_factory=set)

    def add(self, value: float, person: str) -> None:
        """One more."""
        self.values.append(value)
        self.people.add(person)

    def merge(self, other: Spread) -> None:
        """Everything that another one holds."""
        self.values += other.values
        self.people |= other.people

    def told(self) -> Iterator[tuple[str, float]]:
        """Median, lowest and highest; nothing of fewer than five people."""
        if len(self.people) >= FEWEST:
            yield from (("median", median(self.values)), ("lowest", min(self.values)), ("highest", max(self.values)))
