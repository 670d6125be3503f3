"""Shrinking what fails: the same failure with as few steps as leaving some out can find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
FEW = 4
"""Pieces of up to so many items are tried of every length."""


def shrunk(items: Sequence[T], fails: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """The items without all that can be left out while it still fails.

    Ever smaller pieces are left out, and in the end single ones, until none can be spared [Zeller and Hildebrandt,
    'Simplifying and isolating failure-inducing input', 2002].
    """
    size = len(items) // 2
    while size >= 1:
        smaller = _without_one(items, size, fails)
        if smaller is not None:
            items = smaller
            size = min(max(size, FEW), max(1, len(items) // 2))  # a step and the one that undoes it go together
        else:
            size = size // 2 if size > FEW else size - 1
    return items


def _without_one(items: Sequence[T], size: int, fails: Callable[[Sequence[T]], bool]) -> Sequence[T] | None:
    """The items without the first piece of a size that can be left out, wherever it begins."""
    for begin in range(len(items)):
        fewer = [*items[:begin], *items[begin + size :]]
        if fails(fewer):
            return fewer
    return None
