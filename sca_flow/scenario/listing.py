"""What there is to work on, for whoever only lists it: courses and scenarios by their titles, read in a moment.

Nothing is checked here; a scenario is when it is begun.  Only the first lines of a file are read as YAML, and every
value is plain text: the whole of it, with its models, takes longer than the first screen may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LIBRARY = Path(__file__).resolve().parents[1] / "library"
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PARTS = re.compile(r"(?m)^(?=[a-z_]+:)")
_COURSE = ("title:", "order:", "minutes:")
_SCENARIO = ("title:", "minutes:", "summary:", "content_note:", "opens:", "referral:")


@dataclass(frozen=True)
class Card:
    """A scenario as it is listed."""

    id: str
    title: str
    minutes: str = ""
    summary: str = ""
    content_note: str = ""
    opens: str = ""


@dataclass(frozen=True)
class Shelf:
    """A course with its scenarios, in its order."""

    title: str
    minutes: str
    cards: tuple[Card, ...]


def shelves(root: Path = LIBRARY) -> tuple[Shelf, ...]:
    """The courses of a folder; what cannot be read stands there by its name, so that beginning it says why."""
    return tuple(_shelf(path) for path in sorted(root.glob("*/course.yaml")))


def _shelf(path: Path) -> Shelf:
    said = _said(path, _COURSE)
    order = said.get("order") or sorted(folder.parent.name for folder in path.parent.glob("*/scenario.yaml"))
    cards = tuple(card(path.parent, name) for name in order if isinstance(name, str))
    return Shelf(_text(said, "title") or path.parent.name, _text(said, "minutes"), cards)


def card(course: Path, name: str) -> Card:
    """A scenario's folder as it is listed; one that cannot be read, by its name."""
    said = _said(course / name / "scenario.yaml", _SCENARIO)
    referral = said.get("referral")
    opens = _text(said, "opens") or (_text(referral, "received") if isinstance(referral, dict) else "")
    minutes, summary, note = (_text(said, key) for key in ("minutes", "summary", "content_note"))
    return Card(name, _text(said, "title") or name, minutes, summary, note, opens)


def _text(said: dict[str, Any], key: str) -> str:
    value = said.get(key)
    return value.strip() if isinstance(value, str) else ""


def _said(path: Path, wanted: tuple[str, ...]) -> dict[str, Any]:
    """The wanted keys of a file; nothing when it cannot be read."""
    try:
        parts = "".join(_wanted(path.read_text("utf-8"), wanted))
        said = yaml.load(parts, Loader=_LOADER)  # a loader of plain text: it makes no objects
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return said if isinstance(said, dict) else {}


def _wanted(text: str, keys: tuple[str, ...]) -> Iterator[str]:
    return (part for part in _PARTS.split(text) if part.startswith(keys))
