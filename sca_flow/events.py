"""What happened in an attempt: one closed union of events, each with a schema version.

An event that moved the case says from where to where, and everything that was looked up when it happened (sectors of
the members invited, whether the sitting was quorate), so that a fold needs no policy and no scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json

from sca_flow.errors import Broken
from sca_flow.journal import Entry
from sca_flow.people import Sector
from sca_flow.referral import Referral
from sca_flow.states.names import Stage, Status, Step

Form = Mapping[str, Any]
"""What was recorded with a step; free text stands there as the reference of its salted hash."""


class Event(BaseModel):
    """What all events share."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    version: ClassVar[int] = 1

    @property
    def kind(self) -> str:
        """The id under which it stands in the journal."""
        raise NotImplementedError

    def payload(self) -> dict[str, Any]:
        """Its fields as plain values for the journal."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Started(Event):
    """An attempt was opened on a scenario, whose content and policy it pins by hash."""

    scenario: str
    folder: str | None = None
    """The reference of the text that says where the scenario was found, when it is not one of the library's."""
    scenario_sha: str
    policy_sha: str
    opens: date
    referral: Referral
    assume: dict[str, date] = {}
    variants: list[str] = []
    branch_of: str | None = None
    """The attempt that it branched from, and, as ``branch_at``, the step from which it is tried again."""
    branch_at: int | None = None
    chair: str | None = None
    """Who the trainee is, where scripted people act for the others."""

    @property
    def kind(self) -> str:
        """As declared."""
        return "started"


class Taken(Event):
    """A step was taken; its kind in the journal is the step's id."""

    step: Step = Field(exclude=True)
    from_: Stage = Field(alias="from")
    to: Stage
    form: dict[str, Any] = {}
    chair: str | None = None
    seats: dict[str, Sector] | None = None
    member: str | None = None
    status: Status | None = None
    quorate: bool | None = None
    until: date | None = None
    incident: str | None = None
    """The incident of the scenario by which it came, if it did."""

    @property
    def kind(self) -> str:
        """The step's id."""
        return self.step.value


class Refused(Event):
    """A step was tried and refused; each reason as it was shown."""

    step: Step
    form: dict[str, Any] = {}
    reasons: list[dict[str, Any]]

    @property
    def kind(self) -> str:
        """As declared."""
        return "refused"


class Marked(Event):
    """Lines of a document were marked, counted from 1.  Of the family ``study``: the process knows nothing of it."""

    document: str
    first: int
    last: int
    as_: str = Field(alias="as")
    of: str | None = None

    @property
    def kind(self) -> str:
        """As declared."""
        return "marked"


class Unmarked(Event):
    """A mark was taken back; ``mark`` is the sequence number under which it was made."""

    mark: int

    @property
    def kind(self) -> str:
        """As declared."""
        return "unmarked"


class Wrote(Event):
    """A decision was written, as far as it had come: findings by element, the marks relied on, reasons.

    ``reasons`` and ``credibility`` are references of free text; ``chosen`` are ids of the author's list.
    """

    step: Step
    findings: dict[str, str] = {}
    relied: dict[str, list[int]] = {}
    mitigation: list[int] = []
    credibility: str | None = None
    reasons: str | None = None
    chosen: list[str] = []

    @property
    def kind(self) -> str:
        """As declared."""
        return "wrote"


class Erased(Event):
    """The attempt's free text and its person's name were removed."""

    texts: int

    @property
    def kind(self) -> str:
        """As declared."""
        return "erased"


_OTHER: dict[str, type[Started | Refused | Marked | Unmarked | Wrote | Erased]] = {
    "started": Started,
    "refused": Refused,
    "marked": Marked,
    "unmarked": Unmarked,
    "wrote": Wrote,
    "erased": Erased,
}
KINDS = (*_OTHER, *(step.value for step in Step))
"""Every kind of event there is."""

AnyEvent = Started | Taken | Refused | Marked | Unmarked | Wrote | Erased
Studied = Marked | Unmarked | Wrote
"""What a trainee does with the file, apart from the process."""


class Happened(NamedTuple):
    """An event with the part of its envelope that people ask for."""

    seq: int
    actor: str
    role: str
    on: date
    event: AnyEvent


def happened(entry: Entry) -> Happened:
    """Read one entry of the journal.

    Raises:
        Broken: an event of a kind or a schema version that this program does not know, or one that is damaged.
    """
    kind = "?"
    try:
        fields = from_json(entry.body)  # a third faster than the standard library, which a long replay feels
        kind, version, payload = str(fields["kind"]), fields["version"], fields["payload"]
        if version != Event.version or not isinstance(payload, dict):
            raise ValueError(f"schema version {version}")
        event: AnyEvent
        if kind in _OTHER:
            event = _OTHER[kind].model_validate(payload)
        else:
            event = Taken.model_validate({"step": kind, **payload})
        return Happened(
            seq=entry.seq,
            actor=str(fields["actor"]),
            role=str(fields["role"]),
            on=date.fromisoformat(str(fields["on"])),
            event=event,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Broken(
            f"Event {entry.seq} of attempt {entry.attempt} cannot be read: '{kind}'.",
            why=f"This program does not know it ({type(error).__name__}: {str(error).partition(chr(10))[0]}).",
            do="Open it with the program that wrote it, or a newer one; if that fails too, restore a backup.",
        ) from None
