"""Where what was read does not fit its model, in an author's words: what is wanted there, and the nearest name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sca_flow.errors import nearest

Path_ = tuple[str | int, ...]

_NO_LIST = "a list is wanted here."
_NO_KEYS = "keys with their values are wanted here."
_NO_NUMBER = "a whole number is wanted here."
_WANTED = {
    "list_type": _NO_LIST,
    "tuple_type": _NO_LIST,
    "dict_type": _NO_KEYS,
    "model_type": _NO_KEYS,
    "string_type": "text is wanted here; a number, true, false or null is text in quotes.",
    "bool_type": "true or false is wanted here.",
    "bool_parsing": "true or false is wanted here.",
    "int_type": _NO_NUMBER,
    "int_parsing": _NO_NUMBER,
    "int_parsing_size": _NO_NUMBER,
    "int_from_float": _NO_NUMBER,
    "date_from_datetime_parsing": "there is no such day.",
}
"""What the commonest misfits lack: an author knows nothing of tuples and instances."""


def misfits(error: ValidationError, value: Any, model: Any) -> Iterator[tuple[Path_, str]]:
    """Everything that does not fit, and where: once for each place, and not where a part inside it says it better."""
    told = _by_place(error, value)
    holders = {path[:length] for path in told for length in range(len(path))}
    for path, found in told.items():
        if path not in holders or found["type"] in ("missing", "value_error"):
            yield path, _sentence(found, path, model)


def slips(error: ValidationError, value: Any) -> Iterator[tuple[str, Path_, str]]:
    """Misspelt keys and names, where nothing else is amiss: the kind, the place, and what was expected there."""
    found = _by_place(error, value)
    extra = {path[:-1] for path, one in found.items() if one["type"] == "extra_forbidden"}
    others = [path for path, one in found.items() if one["type"] not in ("extra_forbidden", "enum")]
    if all(found[path]["type"] == "missing" and path[:-1] in extra for path in others):
        for path, one in found.items():
            if path not in others:
                yield one["type"], path, one.get("ctx", {}).get("expected", "")


def _by_place(error: ValidationError, value: Any) -> dict[Path_, ErrorDetails]:
    """The errors by their places; each branch of a union has its say, and the first is enough."""
    told: dict[Path_, ErrorDetails] = {}
    for found in error.errors():
        told.setdefault(_place(found["loc"], value, missing=found["type"] == "missing"), found)
    return told


def _place(loc: tuple[str | int, ...], value: Any, *, missing: bool) -> Path_:
    """An error's place in the file: without the names of validators and branches that pydantic puts in."""
    path: list[str | int] = []
    for part in loc:
        inside = isinstance(value, dict) and part in value
        if inside or (isinstance(value, list) and isinstance(part, int) and part < len(value)):
            path.append(part)
            value = value[part]
    return (*path, loc[-1]) if missing else tuple(path)


def _sentence(found: ErrorDetails, path: Path_, model: Any) -> str:
    kind, where = found["type"], ".".join(str(part) for part in path)
    if kind == "extra_forbidden":
        return f"'{where}' is not a known key. {nearest(str(path[-1]), known_keys(model, path[:-1]))}".strip()
    if kind == "missing":
        return f"'{where}' is missing."
    said = _unknown(found) if kind == "enum" else _WANTED.get(kind, found["msg"].removeprefix("Value error, "))
    return f"'{where}': {said}" if where else said


def _unknown(found: ErrorDetails) -> str:
    """That a name is not in a closed list, with the nearest that is."""
    known = re.findall("'([^']*)'", found["ctx"]["expected"])
    return f"there is no '{found['input']}' here. {nearest(str(found['input']), known)}"


def known_keys(model: Any, place: Path_) -> list[str]:
    """The keys known at a place of a model."""
    there = _unwrapped(model)
    for part in place:
        there = [inner for one in there for inner in _inside(one, part)]
    return [info.alias or name for one in there for name, info in _fields(one).items()]


def _inside(annotation: Any, part: str | int) -> list[Any]:
    """The types of one part of what is annotated so."""
    named = [info.annotation for name, info in _fields(annotation).items() if part in (name, info.alias)]
    return [one for inner in named or get_args(annotation) for one in _unwrapped(inner)]


def _unwrapped(annotation: Any) -> list[Any]:
    """The types that a union or an annotated type stands for."""
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return [one for inner in get_args(annotation) for one in _unwrapped(inner)]
    return [annotation]


def _fields(annotation: Any) -> dict[str, FieldInfo]:
    """The fields of a model; none of anything else."""
    model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation.model_fields if model else {}
