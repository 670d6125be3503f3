"""Values that are not known yet: what a guard makes of them is written down instead of worked out.

Guards, routes and effects read a position only through operators, so they run on these as they run on values, and the
one definition comes out as text for another checker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BOOLEAN, NUMBER = "boolean", "number"


@dataclass(frozen=True, eq=False, slots=True)
class Symbol:
    """An expression of another checker's language.  ``kind``: boolean, number, or the enumeration it is a value of."""

    text: str
    kind: str = BOOLEAN

    def __eq__(self, other: object) -> Any:
        """Equality, written down; of one expression with itself it is plain true."""
        if isinstance(other, Symbol) and other.text == self.text:
            return True
        if isinstance(other, bool):
            return self if other else self ^ True
        return Symbol(f"({self.text} = {written(other, self.kind)})")

    def __ne__(self, other: object) -> Any:
        """Inequality, written down."""
        if isinstance(other, bool) or (isinstance(other, Symbol) and other.text == self.text):
            return (self == other) ^ True
        return Symbol(f"({self.text} != {written(other, self.kind)})")

    __hash__ = object.__hash__

    def __lt__(self, other: Any) -> Symbol:
        return self._compared("<", other)

    def __le__(self, other: Any) -> Symbol:
        return self._compared("<=", other)

    def __gt__(self, other: Any) -> Symbol:
        return self._compared(">", other)

    def __ge__(self, other: Any) -> Symbol:
        return self._compared(">=", other)

    def _compared(self, how: str, other: Any) -> Symbol:
        return Symbol(f"({self.text} {how} {written(other, NUMBER)})")

    def __and__(self, other: Symbol | bool) -> Symbol | bool:
        if isinstance(other, bool):
            return self if other else False
        return Symbol(f"({self.text} & {other.text})")

    __rand__ = __and__

    def __or__(self, other: Symbol | bool) -> Symbol | bool:
        if isinstance(other, bool):
            return True if other else self
        return Symbol(f"({self.text} | {other.text})")

    __ror__ = __or__

    def __xor__(self, other: Symbol | bool) -> Symbol:
        if isinstance(other, Symbol):
            return Symbol(f"({self.text} != {other.text})")
        return Symbol(self.text.removeprefix("!") if self.text[0] == "!" else f"!{self.text}") if other else self

    __rxor__ = __xor__

    def __add__(self, other: Symbol | int) -> Symbol:
        if isinstance(other, int) and other == 0:
            return self
        one = f"({other.text} ? 1 : 0)" if isinstance(other, Symbol) and other.kind == BOOLEAN else written(other)
        return Symbol(f"({self.text} + {one})", NUMBER)

    __radd__ = __add__

    def __sub__(self, other: int) -> Symbol:
        return Symbol(f"({self.text} - {other})", NUMBER)

    def __mul__(self, flag: bool) -> Symbol | int:
        return self if flag else 0

    @property
    def value(self) -> Symbol:
        """An enumeration's member is written by its id."""
        return self

    def __bool__(self) -> bool:
        """Only `truth` follows both branches.

        Raises:
            TypeError: a guard, route or effect branches on what is not known, so that it cannot be written down.
        """
        if not _following:
            raise TypeError(f"branches on '{self.text}', where it could have said it with &, | and no().")
        return _following[-1].takes(self if self.kind == BOOLEAN else self != (0 if self.kind == NUMBER else None))


def written(value: object, kind: str = NUMBER) -> str:
    """A value as text; ids of an enumeration begin with its name, so that no two enumerations share one."""
    if isinstance(value, Symbol):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return f"{kind.lower()}_{'none' if value is None else value}"


Truth = Symbol | bool
"""A condition: written down, or known."""


class _Branches:
    """The branches that one run takes: those it was told to, then the true ones."""

    def __init__(self, told: tuple[bool, ...]) -> None:
        self.told = told
        self.taken: dict[str, tuple[Symbol, bool]] = {}

    def takes(self, asked: Symbol) -> bool:
        place = len(self.taken)
        chosen = self.told[place] if place < len(self.told) else True
        return self.taken.setdefault(asked.text, (asked, chosen))[1]


_following: list[_Branches] = []


def truth(ask: Callable[[], Truth]) -> Truth:
    """When a question that may branch on what is not known is answered with yes: every way through it is followed."""
    found: Truth = False
    waiting: list[tuple[bool, ...]] = [()]
    while waiting:
        told = waiting.pop()
        branches = _Branches(told)
        _following.append(branches)
        try:
            answer = ask()
        finally:
            _following.pop()
        taken = tuple(branches.taken.values())
        for asked, chosen in taken:
            answer = (asked if chosen else asked ^ True) & answer
        found = found | answer
        choices = tuple(chosen for _, chosen in taken)
        waiting += [(*choices[:place], False) for place in range(len(told), len(choices))]
    return found
