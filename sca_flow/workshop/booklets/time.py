"""A scenario's minutes, divided over what is done in the room: reading, deciding, talking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORDS_A_MINUTE = 200
"""How fast a case file is read: slowly, and our own assumption."""
MOST_READING = 0.5
"""Reading takes at most this part of the whole."""
TALKING = 1 / 6
"""The part of the whole that is kept for the questions at the end."""
JUDGED, OTHER = 3, 1
"""What a decision that the author judges weighs beside one that is only chosen."""
HOW = (
    f"Reading is reckoned at {WORDS_A_MINUTE} words a minute and takes half of the time at most; a sixth is kept for "
    "the questions at the end; the rest is divided over the decisions, of which one with findings and reasons counts "
    "three times as much as another. Minutes are rounded so that they come to the whole. It is a proposal, and no rule."
)


@dataclass(frozen=True)
class Part:
    """Something that takes time: ``words`` to read, or ``weight`` to decide; neither, to talk at the end."""

    what: str
    words: int = 0
    weight: int = 0


@dataclass(frozen=True)
class Slot:
    """A part with its minutes, from the first to the last."""

    what: str
    begin: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.begin


def reading(text: str) -> float:
    """The minutes that it takes to read a text."""
    return len(text.split()) / WORDS_A_MINUTE


def schedule(minutes: int, parts: Sequence[Part]) -> Iterator[Slot]:
    """Divide minutes over parts, of which one is the talk at the end: none is lost and none is made up."""
    words, weight = sum(part.words for part in parts), sum(part.weight for part in parts)
    read = min(words / WORDS_A_MINUTE, minutes * MOST_READING)
    talk = minutes * TALKING if weight else minutes - read
    begin, so_far = 0, 0.0
    for part in parts:
        if part.words:
            so_far += read * part.words / words
        else:
            so_far += (minutes - read - talk) * part.weight / weight if part.weight else talk
        end = round(so_far)
        yield Slot(part.what, begin, end)
        begin = end
