"""Reading what was recorded with a step: what cannot be used is an error, what is missing is a reason to refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sca_flow.errors import InputError, UnknownName
from sca_flow.people import Person
from sca_flow.reading import UNSEEN
from sca_flow.rules.model import Day
from sca_flow.states.names import Field, Status, Step, form

MAX_TEXT = 20_000


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in: values by field, and what is still missing, in words."""

    values: Mapping[str, Any]
    missing: tuple[str, ...]


def read(step: Step, given: Mapping[str, Any], people: Mapping[str, Person]) -> Filled:
    """Read the values given for a step's fields.

    Raises:
        UnknownName: a field, a choice or a person that does not exist.
        InputError: a value of the wrong kind.
    """
    fields = _fields(step)
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in fields:
            raise UnknownName(f"field of '{step}'", name, fields)
        if (read_ := _value(step, fields[name], value, people)) not in (None, "", ()):
            values[name] = read_
    return Filled(values, tuple(_missing(step, fields.values(), values)))


@cache
def _fields(step: Step) -> Mapping[str, Field]:
    return {field.name: field for field in form(step)}


def _missing(step: Step, fields: Any, values: Mapping[str, Any]) -> list[str]:
    missing = [field.label.lower() for field in fields if field.required and not values.get(field.name)]
    if step == Step.RECORD_ATTENDANCE and values.get("status") == Status.ABSENT and not values.get("reason"):
        missing.append("the reason for the absence")
    return missing


def _value(step: Step, field: Field, value: Any, people: Mapping[str, Person]) -> Any:
    if value is None:
        return None
    match field.asks:
        case "text" if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return clean(field.name, str(value))
        case "choice" if isinstance(value, str):
            if value and value not in field.choices:
                raise UnknownName(f"choice for '{field.name}'", value, field.choices)
            return str(value)
        case "flag" if isinstance(value, bool):
            return value
        case "person" if isinstance(value, str):
            return value and known(value, people)
        case "people" if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            return _people(field, value, people)
        case "date" if isinstance(value, date):
            return value
        case "date" if isinstance(value, str):
            return value and day(value, field.name)
    raise InputError(
        f"'{field.name}' of '{step}' cannot be {value!r}.",
        why=f"It asks for: {_KINDS[field.asks]}.",
        do="Correct the value.",
    )


_KINDS = {
    "text": "text",
    "choice": "one of its choices",
    "flag": "true or false",
    "person": "a person's id",
    "people": "a list of people's ids",
    "date": "a date such as 2021-03-01",
}


def clean(name: str, text: str) -> str:
    """Free text without what cannot be seen; `InputError` when it is too long for the field of this name."""
    if len(text) > MAX_TEXT:
        raise InputError(f"'{name}' is longer than {MAX_TEXT:,} characters.", do="Shorten it.")
    return UNSEEN.sub("", text.encode("utf-8", "replace").decode()).strip()  # what was pasted may hold anything


def _people(field: Field, names: Any, people: Mapping[str, Person]) -> tuple[str, ...]:
    found = tuple(known(name, people) for name in names)
    if len(set(found)) < len(found):
        raise InputError(f"'{field.name}' names somebody twice.", do="Name each person once.")
    return found


def known(name: str, people: Mapping[str, Person]) -> str:
    """A person's id, when there is such a person."""
    if name not in people:
        raise UnknownName("person", name, people)
    return name


def day(text: str, what: str) -> date:
    """A date written as 2021-03-01; `InputError` when it is none."""
    try:
        return TypeAdapter(Day).validate_python(text)
    except ValidationError:
        raise InputError(
            f"'{text}' is not a date for '{what}'.",
            why="A date is written as 2021-03-01, in a year from 1900 to 2099.",
            do="Correct the date.",
        ) from None
