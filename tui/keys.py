"""The key map: keys of the user's choice in place of ours, with every name that is not known and every clash."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from sca_flow.errors import nearest
from tui import bindings

KEPT = {"ctrl+p": "the command palette", "ctrl+c": "copying", "tab": "moving on", "shift+tab": "moving back"}
"""Keys that are the same everywhere, and what they are for."""
_WRITTEN = "Keys are written like f12, ctrl+g, g or question_mark."
_NAMED = frozenset(key.value for key in Keys if not key.value.startswith("<"))
_MODIFIERS = re.compile(r"((?:ctrl|shift|alt|super)\+)*(.+)\Z")


def defaults() -> dict[str, tuple[str, ...]]:
    """The keys of every action, as they are without a key map."""
    return {str(key.id): _split(key.key) for group in bindings.GROUPS.values() for key in group}


def checked(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The part of a key map that can be used, and what is wrong with the rest: the action's id, and a sentence.

    A key that would then have two actions in one place stays with the action that has it by default.
    """
    usual = defaults()
    usable: dict[str, tuple[str, ...]] = {}
    wrong: list[tuple[str, str]] = []
    for action, keys in wanted.items():
        if action not in usual:
            wrong.append((action, f"there is no action '{action}'. {nearest(action, usual)}"))
        elif unknown := [key for key in _split(keys) if not _known(key)] or ([keys] if not _split(keys) else []):
            wrong += [(action, f"there is no key '{key}' for {action}. {_near(key)}") for key in unknown]
        else:
            usable[action] = _split(keys)
    while clash := next(_clashes(usual, usable), None):
        action, said = clash
        wrong.append((action, said))
        del usable[action]
    return {action: ",".join(keys) for action, keys in usable.items()}, wrong


def _split(keys: str) -> tuple[str, ...]:
    return tuple(_long(key.strip()) for key in keys.split(",") if key.strip())


def _long(key: str) -> str:
    """A character as Textual names its key."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _known(key: str) -> bool:
    found = _MODIFIERS.match(key)
    name = found.group(2) if found else ""
    return key in _NAMED or name in _NAMED or (len(name) == 1 and name.isprintable()) or _is_character(name)


def _is_character(name: str) -> bool:
    if name in KEY_NAME_REPLACEMENTS.values():
        return True
    try:
        return bool(unicodedata.lookup(name.replace("_", " ").upper()))
    except KeyError:
        return False


def _near(key: str) -> str:
    near = nearest(key.lower(), [*sorted(_NAMED), "question_mark", "slash", "full_stop", "comma"])
    return near if near.startswith("Did you mean") else _WRITTEN


def _clashes(usual: Mapping[str, Sequence[str]], chosen: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Every chosen action whose key has another action in a place where both work; not those that clash by default."""
    for action, keys in chosen.items():
        for key in keys:
            if key in KEPT:
                yield action, f"{key} is for {KEPT[key]} everywhere, so it cannot be for {action}."
        for place in bindings.TOGETHER:
            others = [str(binding.id) for group in place for binding in group]
            if action not in others:
                continue
            for other in others:
                both = set(keys) & set(chosen.get(other, usual[other])) if other != action else set()
                if both - (set(usual[action]) & set(usual[other])):
                    key = sorted(both)[0]
                    yield action, f"{key} would be for {action} and for {other} in the same place."
