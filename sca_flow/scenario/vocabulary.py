"""What a passage of a case file can bear on: elements, indicators, what may explain a difference, vulnerability."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sca_flow.people import Labelled
from sca_flow.reading import read_yaml
from sca_flow.rules.model import Confidence

FILE = Path(__file__).with_name("vocabulary.yaml")


class As(Labelled):
    """What a passage is marked as."""

    FOR = "for", "evidence for"
    AGAINST = "against", "evidence against"
    INDICATOR = "indicator"
    INCONSISTENCY = "inconsistency"
    MITIGATION = "mitigation", "mitigating circumstance"
    VULNERABILITY = "vulnerability"


class Finding(Labelled):
    """What a decision says of an element."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_NEEDED = "not_needed", "not needed"
    OPEN = "open", "left open"


class Word(BaseModel):
    """One thing that a passage can bear on, by whom it is defined and how sure that is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    label: str
    source: str
    confidence: Confidence
    says: str = ""
    group: str = ""


class Vocabulary(BaseModel):
    """Every word, in the order in which it is shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    elements: tuple[Word, ...]
    indicators: tuple[Word, ...]
    mitigation: tuple[Word, ...]
    vulnerability: tuple[Word, ...]

    def words(self, as_: As) -> Mapping[str, Word]:
        """What a mark of one kind can be about, by id; nothing for an inconsistency."""
        of: Mapping[As, tuple[Word, ...]] = {
            As.FOR: self.elements,
            As.AGAINST: self.elements,
            As.INDICATOR: self.indicators,
            As.MITIGATION: self.mitigation,
            As.VULNERABILITY: self.vulnerability,
        }
        return {word.id: word for word in of.get(as_, ())}

    @property
    def element(self) -> Mapping[str, Word]:
        """The elements by id."""
        return {word.id: word for word in self.elements}


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships."""
    return read_yaml(FILE).as_(Vocabulary)


Decided = Literal["rg", "cg"]
"""Which decision: on reasonable or on conclusive grounds."""
