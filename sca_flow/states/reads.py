"""What a guard, a route or an effect reads, found by tracing it rather than by asking it to say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sca_flow.people import Role
from sca_flow.rules.policy import Rules
from sca_flow.states.names import Status
from sca_flow.states.position import Position, Seat, Try

_ANY = Try(Role.PANEL_CHAIR, seat=Seat(True, None, Status.INVITED, Status.PRESENT), invited=(1,))


class _Watched:
    """Hands out another's attributes and remembers which were asked for."""

    def __init__(self, inner: Any, seen: set[str]) -> None:
        self._inner, self._seen = inner, seen

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            self._seen.add(name)
        return getattr(self._inner, name)

    def _replace(self, **changes: Any) -> Any:
        return _Watched(self._inner._replace(**changes), self._seen)


@contextmanager
def watched() -> Iterator[tuple[Any, Any, set[str], set[str]]]:
    """A position and a try to call something with, and the sets of fields it turns out to read of each."""
    of_position: set[str] = set()
    of_try: set[str] = set()
    yield _Watched(Position(), of_position), _Watched(_ANY, of_try), of_position, of_try


def reads(call: Callable[[Any, Rules, Any], Any], rules: Rules) -> tuple[frozenset[str], frozenset[str]]:
    """The fields of the position and of the try that a guard's test, or an effect, reads under these rules."""
    with watched() as (position, attempt, of_position, of_try):
        call(position, rules, attempt)
    return frozenset(of_position), frozenset(of_try)
