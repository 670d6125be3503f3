"""What a trainer writes: a scenario, its people, documents and model path, and the course it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sca_flow.people import Person
from sca_flow.referral import Referral
from sca_flow.rules.model import Day
from sca_flow.states.names import Step

LIBRARY = Path(str(files("sca_flow"))).resolve() / "library"
"""The courses and scenarios that ship with the program."""


class Refusal(BaseModel):
    """What a script expects of a step that is refused: ids of the rules or guards that refuse it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refused_by: tuple[str, ...] = Field(min_length=1)


class ScriptStep(BaseModel):
    """One step of a script.  ``on`` moves the simulated date forward to that day first."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    step: Step
    by: str | None = None
    on: Day | None = None
    with_: dict[str, Any] = Field(default={}, alias="with")
    expect: str | Refusal = "ok"

    @model_validator(mode="after")
    def _expects_something_known(self) -> ScriptStep:
        if isinstance(self.expect, str) and self.expect != "ok":
            raise ValueError("expect is 'ok' or {refused_by: [ids]}")
        return self

    @property
    def refused_by(self) -> tuple[str, ...]:
        """The ids expected to refuse it; none when it is expected to be taken."""
        return self.expect.refused_by if isinstance(self.expect, Refusal) else ()


class ModelStep(ScriptStep):
    """A step of the sound path, with why it is sound and where that comes from."""

    why: str
    sources: tuple[str, ...] = Field(min_length=1)


class Document(BaseModel):
    """A document of the case file.  ``arrives`` is the simulated day from which it is on file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    title: str
    file: str
    dated: Day
    from_: str = Field(alias="from")
    arrives: Day


class ScenarioFile(BaseModel):
    """``scenario.yaml`` as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = Field(ge=1, le=1)
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
    title: str
    minutes: int = Field(ge=1, le=600)
    summary: str
    content_note: str
    opens: Day | None = None
    assume: dict[str, Day] = {}
    referral: Referral
    people: tuple[Person, ...] = Field(min_length=1)
    documents: tuple[Document, ...] = ()
    model: tuple[ModelStep, ...] = ()


class Course(BaseModel):
    """``course.yaml``: for whom, to what end, and in which order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = Field(ge=1, le=1)
    id: str
    title: str
    audience: str
    aims: tuple[str, ...]
    order: tuple[str, ...]
    minutes: int


@dataclass(frozen=True)
class Scenario:
    """A scenario as it is played: what was written, the documents' texts, and the hash of all of it."""

    file: ScenarioFile
    course: str
    texts: Mapping[str, str] = field(repr=False)
    sha: str
    folder: Path | None = None

    @property
    def id(self) -> str:
        """The scenario's id."""
        return self.file.id

    @property
    def found_at(self) -> str | None:
        """The folder it was read from, for one that does not ship with the program."""
        shipped = self.folder is None or self.folder.is_relative_to(LIBRARY)
        return None if shipped else str(self.folder)

    @property
    def opens(self) -> date:
        """The simulated day on which an attempt opens."""
        return self.file.opens or self.file.referral.received

    @property
    def people(self) -> Mapping[str, Person]:
        """Its people by id."""
        return {person.id: person for person in self.file.people}

    def on_file(self, day: date) -> tuple[Document, ...]:
        """The documents that have arrived by a day, the oldest first."""
        return tuple(sorted((d for d in self.file.documents if d.arrives <= day), key=lambda d: d.arrives))
