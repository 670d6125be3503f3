"""What a grid lets vary: ``quorum.members_besides_chair=1..8 referral_back.binding=true,false``, read as rules are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sca_flow.errors import InputError, UnknownName, nearest
from sca_flow.people import Role, Sector
from sca_flow.rules.model import Decision, Ground, Rule
from sca_flow.rules.policy import Policy, in_words

_RANGE = re.compile(r"([0-9]{1,3})\.\.([0-9]{1,3})")
_LISTS: Mapping[str, Sequence[str]] = {
    "roles": tuple(Role),
    "sectors": tuple(Sector),
    "decisions": tuple(Decision),
    "grounds": tuple(Ground),
}
_FLAGS = {"true": True, "false": False}
_HOW = "Write it as quorum.members_besides_chair=1..8, or =1,2,3; a value that is itself a list as police+ngo."


@dataclass(frozen=True)
class Axis:
    """One rule that varies, and the values it is given, as a variant would write them."""

    rule: Rule
    values: tuple[Any, ...]

    def shown(self, value: Any) -> str:
        """A value in words."""
        return in_words(self.rule.read(value))


def axes(texts: Iterable[str], policy: Policy) -> tuple[Axis, ...]:
    """The rules that vary, as they were typed.

    Raises:
        UnknownName: there is no such rule that can vary; the nearest one is given.
        InputError: a value that the rule cannot have, no value at all, or a rule that is set already.
    """
    found: list[Axis] = []
    for text in texts:
        axis = _axis(text, policy)
        if axis.rule.id in {other.rule.id for other in found}:
            raise InputError(f"'{axis.rule.id}' is given twice.", do="Give all its values in one list.")
        found.append(axis)
    if not found:
        raise InputError("Nothing varies.", do=_HOW)
    return tuple(found)


def _axis(text: str, policy: Policy) -> Axis:
    name, _, listed = (part.strip() for part in text.partition("="))
    may_vary = [rule.id for rule in policy.rules.values() if rule.variable]
    if name not in may_vary:
        if name in policy.rules:
            raise InputError(f"'{name}' is a standing rule of the process; no variant may set it.")
        raise UnknownName("rule that can vary", name, may_vary)
    rule = policy.rules[name]
    setting = next((version.source for version in rule.values if version.source.startswith("variant:")), None)
    if setting is not None:
        raise InputError(
            f"'{name}' is set by {setting.replace(':', ' ')} already.",
            why="Which of them holds would be a matter of order.",
            do="Leave out the variant, or let another rule vary.",
        )
    values: dict[Any, Any] = {}
    for part in listed.split(","):
        for value in _values(part.strip(), rule):
            values.setdefault(rule.read(value), value)
    return Axis(rule, tuple(values.values()))


def _values(text: str, rule: Rule) -> Iterator[Any]:
    """The values that one part of a list stands for."""
    if not text:
        raise InputError(f"'{rule.id}' is given no value.", do=_HOW)
    if rule.type == "count" and (span := _RANGE.fullmatch(text)):
        first, last = int(span[1]), int(span[2])
        if first > last:
            raise InputError(f"'{text}' runs backwards.", do=f"Write it as {last}..{first}.")
        yield from (_checked(number, text, rule) for number in range(first, last + 1))
    else:
        yield _checked(_typed(text, rule), text, rule)


def _checked(value: Any, text: str, rule: Rule) -> Any:
    try:
        rule.read(value)
    except ValueError as error:
        raise InputError(f"'{text}' is no value for '{rule.id}'.", why=f"{error}.", do=_offer(text, rule)) from None
    return value


def _offer(text: str, rule: Rule) -> str:
    known = [*_FLAGS] if rule.type == "flag" else _LISTS.get(rule.type, ())
    unknown = next((word for word in text.split("+") if word not in known), text)
    return nearest(unknown, known) or _HOW


def _typed(text: str, rule: Rule) -> Any:
    """The text as a value of the rule's type; what it cannot be stays text, and the rule says so."""
    if rule.type in _LISTS:
        return () if text == "none" else tuple(dict.fromkeys(word.strip() for word in text.split("+")))
    if rule.type == "count" and text.isascii() and text.isdigit():
        return int(text)
    return _FLAGS.get(text, text) if rule.type == "flag" else text
