"""What a trainer writes: a scenario, its people, documents and model path, and the course it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sca_flow.people import Person
from sca_flow.referral import Referral
from sca_flow.rules.model import Day
from sca_flow.scenario.judgement import Judgement
from sca_flow.states.names import Stage, Step

LIBRARY = Path(str(files("sca_flow"))).resolve() / "library"
"""The courses and scenarios that ship with the program."""

FORMAT = 1
"""The number of the format in which scenarios and courses are written today."""

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""What the id of a scenario or course looks like."""


class Refusal(BaseModel):
    """What a script expects of a step that is refused: ids of the rules or guards that refuse it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refused_by: tuple[str, ...] = Field(min_length=1)


class ScriptMark(BaseModel):
    """A mark that a script makes: on the ``text`` of a document, or on its ``lines``, first and last.

    ``id`` is the name by which the same line's ``write`` relies on it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str | None = None
    document: str
    text: str | None = None
    lines: tuple[int, int] | None = None
    as_: str = Field(alias="as")
    of: str | None = None

    @model_validator(mode="after")
    def _says_where(self) -> ScriptMark:
        if (self.text is None) == (self.lines is None):
            raise ValueError("a mark stands on a text or on lines")
        return self


class ScriptWriting(BaseModel):
    """A decision as a script writes it: ``relied`` and ``mitigation`` name marks of the same script by id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    findings: dict[str, str] = {}
    relied: dict[str, tuple[str, ...]] = {}
    mitigation: tuple[str, ...] = ()
    credibility: str = ""
    reasons: str = ""
    chosen: tuple[str, ...] = ()


class ScriptStep(BaseModel):
    """One step of a script.  ``on`` moves the simulated date forward to that day first.

    ``marks`` are made and ``write`` is written before the step is taken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    step: Step
    by: str | None = None
    on: Day | None = None
    with_: dict[str, Any] = Field(default={}, alias="with")
    expect: str | Refusal = "ok"
    marks: tuple[ScriptMark, ...] = ()
    write: ScriptWriting | None = None

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


class Incident(BaseModel):
    """Something that happens of itself: a scripted person takes a step, once, as soon as it is due and open.

    It is due ``on`` a day, or so many days ``after`` the case came to a ``stage``; both, if both are given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    on: Day | None = None
    stage: Stage | None = None
    after: int = Field(default=0, ge=0, le=3650)
    step: Step
    by: str
    with_: dict[str, Any] = Field(default={}, alias="with")
    tells: str
    """What the trainee is told when it has happened."""

    @model_validator(mode="after")
    def _is_due_some_time(self) -> Incident:
        if self.on is None and self.stage is None:
            raise ValueError("an incident is due on a day, or after a stage was reached")
        if self.after and self.stage is None:
            raise ValueError("'after' counts from a stage")
        return self


class Document(BaseModel):
    """A document of the case file.

    ``arrives`` is the simulated day from which it is on file.  One that ``answers`` a request for information comes
    only if somebody asked for it: so many days ``after`` the first request, and never before its own date.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    title: str
    file: str
    dated: Day
    from_: str = Field(alias="from")
    arrives: Day | None = None
    answers: str | None = None
    after: int | None = Field(default=None, ge=0, le=3650)

    @model_validator(mode="after")
    def _comes_one_way(self) -> Document:
        if (self.arrives is None) == (self.answers is None):
            raise ValueError("a document arrives on a day, or answers a request")
        if (self.answers is None) != (self.after is None):
            raise ValueError("'answers' and 'after' go together")
        return self

    def comes(self, asked: Mapping[str, date]) -> date | None:
        """The day from which it is on file, given when each kind of source was first asked; None while it is not."""
        if self.arrives is not None:
            return self.arrives
        since = asked.get(self.answers or "")
        return max(self.dated, since + timedelta(days=self.after or 0)) if since else None


class ScenarioFile(BaseModel):
    """``scenario.yaml`` as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = Field(ge=1, le=FORMAT)
    id: str = Field(pattern=ID, max_length=64)
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
    chairs: tuple[str, ...] = ()
    """Who the trainee may be: the others then act as the model path has it."""
    incidents: tuple[Incident, ...] = ()
    judgement: Judgement = Judgement()
    questions: tuple[str, ...] = ()
    """What a facilitator asks at the end: three questions, or none."""

    @field_validator("questions")
    @classmethod
    def _three_or_none(cls, questions: tuple[str, ...]) -> tuple[str, ...]:
        if questions and (len(questions) != 3 or not all(one.strip() for one in questions)):
            raise ValueError("there are exactly three questions, or none")
        return questions


class Course(BaseModel):
    """``course.yaml``: for whom, to what end, after what, and in which order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = Field(ge=1, le=FORMAT)
    id: str = Field(pattern=ID, max_length=64)
    title: str
    audience: str
    aims: tuple[str, ...]
    prerequisites: tuple[str, ...] = ()
    """Ids of the courses and scenarios that are done before it."""
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

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Its people by id."""
        return {person.id: person for person in self.file.people}

    def on_file(self, day: date, asked: Mapping[str, date] | None = None) -> tuple[tuple[date, Document], ...]:
        """The documents that have come by a day, each with its day, the first first.

        ``asked`` says on which day each kind of source was first asked for information.
        """
        came = ((document.comes(asked or {}), document) for document in self.file.documents)
        there = [(on, document) for on, document in came if on is not None and on <= day]
        return tuple(sorted(there, key=lambda one: one[0]))
