"""The profile: which verbs, activities and extensions our statements use.  ``profile.jsonld`` is the only list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("profile.jsonld")
BASE = "https://sca-flow.example/xapi"
"""Under a domain that is reserved for examples: an identifier, and no place to look anything up."""


@dataclass(frozen=True)
class Profile:
    """The published document, by the last part of the identifiers in it."""

    id: str
    templates: Mapping[str, Mapping[str, Any]]
    concepts: Mapping[str, Mapping[str, Any]]

    def verb(self, template: str) -> dict[str, Any]:
        """The verb of a kind of statement."""
        iri: str = self.templates[template]["verb"]
        return {"id": iri, "display": {"en": _last(iri)}}

    def activity_type(self, template: str) -> str:
        """The type of what a kind of statement is about."""
        iri: str = self.templates[template]["objectActivityType"]
        return iri

    def extensions(self, **values: Any) -> dict[str, Any]:
        """Extensions by their identifiers; what has no value is left out."""
        named = {name.replace("_", "-"): value for name, value in values.items()}
        return {self.concepts[name]["id"]: value for name, value in named.items() if value not in (None, "", [], {})}


@cache
def profile() -> Profile:
    """The profile that is published with the program."""
    found = json.loads(PATH.read_text(encoding="utf-8"))
    return Profile(
        found["id"],
        {_last(one["id"]): one for one in found["templates"]},
        {_last(one["id"]): one for one in found["concepts"]},
    )


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]
