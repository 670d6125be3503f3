"""A rule: one question whose answer changes with the date, each answer with its source and confidence."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from sca_flow.people import Labelled, Role, Sector
from sca_flow.rules.working_days import add_working_days

START = date(2019, 4, 29)
"""The day from which the SCA decides; no rule is modelled before it."""


class Confidence(Labelled):
    """How far a value may be relied on."""

    VERIFIED = "verified", "verified: read in the source named"
    DERIVED = "derived", "derived by arithmetic from a verified table"
    MEMORY = "memory", "from memory, not checked"
    ASSUMED = "assumed", "assumed for this simulation"

    @property
    def confirmed(self) -> bool:
        """Whether a refusal that rests on it may be taught as fact."""
        return self in (Confidence.VERIFIED, Confidence.DERIVED)


class Decision(Labelled):
    """A kind of decision that a rule can be about."""

    RG_POSITIVE = "rg_positive", "positive reasonable grounds"
    RG_NEGATIVE = "rg_negative", "negative reasonable grounds"
    CG_POSITIVE = "cg_positive", "positive conclusive grounds"
    CG_NEGATIVE = "cg_negative", "negative conclusive grounds"


class Ground(Labelled):
    """A ground on which reconsideration can be asked for."""

    NEW_EVIDENCE = "new_evidence"
    NOT_IN_LINE = "not_in_line_with_guidance", "the decision is not in line with guidance"


class Period(NamedTuple):
    """A length of time as a rule gives it."""

    number: int
    unit: Literal["days", "working days", "months"]

    def after(self, day: date) -> date:
        """The day on which the period that begins on ``day`` has passed."""
        if self.unit == "days":
            return day + timedelta(days=self.number)
        if self.unit == "working days":
            return add_working_days(day, self.number)
        years, month = divmod(day.month - 1 + self.number, 12)
        year = day.year + years
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def __str__(self) -> str:
        unit = self.unit if self.number != 1 else self.unit.removesuffix("s")
        return f"{self.number} {unit}"


MAX_COUNT = 20
"""No count or limit is larger; positions count a little further."""

UNKNOWN = "unknown"
NOT_APPLICABLE = "not_applicable"
NONE = "none"
_PERIOD = re.compile(r"(\d{1,4}) (days?|working days?|months?)$")


def _iso(value: Any) -> Any:
    """Dates are written in full, and lie within a lifetime of the cases told here."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a date is written as 2019-04-29, in a year from 1900 to 2099")
    return value


Day = Annotated[date, BeforeValidator(_iso)]


class Range(BaseModel):
    """A day that the sources do not give: any day from the earliest to the latest, both included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    earliest: Day
    latest: Day

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if self.earliest > self.latest:
            raise ValueError("the earliest day is after the latest")
        return self


def _span(value: Any) -> str:
    return "span" if isinstance(value, (dict, Range)) else "day"


Until = Annotated[Annotated[Day, Tag("day")] | Annotated[Range, Tag("span")], Discriminator(_span)]
"""A day, or the days between which the sources leave it open."""


class Version(BaseModel):
    """What a rule says between two days, both included.  Without ``from`` it follows the version before it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: Day | None = Field(default=None, alias="from")
    until: Until | None = None
    value: Any
    source: str
    pinpoint: str | None = None
    confidence: Confidence
    note: str = ""
    why: str = ""

    @model_validator(mode="after")
    def _silence_is_explained(self) -> Version:
        if self.value in (UNKNOWN, NOT_APPLICABLE) and not self.why:
            raise ValueError(f"a value that is {self.value} says why")
        return self

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return self.value not in (UNKNOWN, NOT_APPLICABLE)

    def for_always(self) -> Version:
        """The same version without a beginning or an end."""
        return self.model_copy(update={"from_": None, "until": None})


class Contradiction(BaseModel):
    """A public source that says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    says: str


Kind = Literal["flag", "count", "period", "roles", "sectors", "decisions", "grounds", "statement"]
SelectedBy = Literal["referral", "rg", "sitting", "decision", "request"]


class Rule(BaseModel):
    """One rule.  ``open_value`` is the value under which every step that depends on it is open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    type: Kind
    selected_by: SelectedBy
    selected_by_confidence: Confidence = Confidence.VERIFIED
    variable: bool
    open_value: Any = None
    last_checked: Day
    values: tuple[Version, ...] = Field(min_length=1)
    contradictions: tuple[Contradiction, ...] = ()

    def faults(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """What is wrong with its values, each with its place: a wrong type, a gap, an overlap, an end."""
        end: date | Range | None = START - timedelta(days=1)
        for place, version in enumerate(self.values):
            at = ("values", place)
            if version.known and (fault := self._unreadable(version.value)):
                yield (*at, "value"), fault
            if fault := _does_not_follow(end, version.from_):
                yield (*at, "from"), fault
            end = version.until
        if end is not None:
            yield (*at, "until"), "the last value ends; say what holds after it (unknown, with why, if nobody knows)"
        if self.variable and (fault := self._unreadable(self.open_value)):
            yield ("open_value",), fault

    def _unreadable(self, value: Any) -> str:
        try:
            self.read(value)
        except ValueError as error:
            return str(error)
        return ""

    def read(self, value: Any) -> Any:
        """A value as the guards use it; `ValueError` when it is not of this rule's type."""
        if value in (NONE, None) and self.open_value in (NONE, None):  # only a limit can be left out
            return None
        match self.type:
            case "flag" if isinstance(value, bool):
                return value
            case "count" if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT:
                return value
            case "period" if isinstance(value, str) and (found := _PERIOD.match(value)):
                unit = found[2] if found[2].endswith("s") else found[2] + "s"
                return Period(int(found[1]), unit)  # type: ignore[arg-type]
            case "statement" if isinstance(value, str):
                return value
        lists = {"roles": Role, "sectors": Sector, "decisions": Decision, "grounds": Ground}
        if self.type in lists and isinstance(value, (list, tuple, frozenset, set)):
            return frozenset(lists[self.type](item) for item in value)
        raise ValueError(f"{value!r} is not {_ASKED[self.type]}")

    def versions_on(self, day: date) -> tuple[Version, ...]:
        """The version in force on a day: none before the start, two on a day the sources leave open."""
        return tuple(
            version
            for begin, version in zip(self.begins(), self.values, strict=True)
            if begin <= day and (day <= _latest(version.until))
        )

    def begins(self) -> list[date]:
        """The first day of each version; where the one before ends on a day not known, the earliest it can be."""
        begins = []
        previous: Version | None = None
        for version in self.values:
            if previous is not None and isinstance(previous.until, Range):
                begins.append(previous.until.earliest)
            else:
                begins.append(version.from_ or (previous and _latest(previous.until) + timedelta(days=1)) or START)
            previous = version
        return begins


_ASKED = {
    "flag": "true or false",
    "count": f"a whole number from 0 to {MAX_COUNT}, or none",
    "period": "a period such as '45 days', '5 working days', '1 month', or none",
    "roles": "a list of roles",
    "sectors": "a list of sectors",
    "decisions": "a list of decisions",
    "grounds": "a list of grounds",
    "statement": "a sentence",
}


def _latest(until: date | Range | None) -> date:
    return until.latest if isinstance(until, Range) else until or date.max


def _does_not_follow(end: date | Range | None, begin: date | None) -> str:
    """What is wrong between one version's end and the next one's beginning: a gap or an overlap."""
    if end is None:
        return "a value without an end is followed by another"
    if begin is None:
        return ""
    if isinstance(end, Range):
        return f"the value before {begin} ends on a day not known; leave 'from' out"
    due = end + timedelta(days=1)
    if begin > due:
        return f"nothing is said from {due} to {begin - timedelta(days=1)}; say 'unknown', with why"
    return f"two values hold from {begin} to {end}" if begin < due else ""


class Source(BaseModel):
    """Where a value comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    publisher: str
    published: str | int | None = None
    address: str | None = None
    note: str = ""
