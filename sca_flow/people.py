"""Roles, sectors, and who a person is in a case."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Labelled(StrEnum):
    """An id that is public (files, JSON, tests) and a label that people read."""

    label: str
    __hash__ = str.__hash__  # an enum's own is written in Python, and positions are hashed by the million

    def __new__(cls, value: str, label: str = "") -> Labelled:
        """A member from its id and, where the id does not read well, a label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value.replace("_", " ")
        return member


class Role(Labelled):
    """In which capacity somebody acts; one person may hold several."""

    COMPETENT_AUTHORITY = "competent_authority"
    DECISION_MAKER = "decision_maker"
    SECOND_REVIEWER = "second_reviewer", "second reviewer (another caseworker or a manager)"
    PANEL_SECRETARIAT = "panel_secretariat"
    PANEL_CHAIR = "panel_chair"
    PANEL_MEMBER = "panel_member"
    MANAGER = "manager"
    EXPERIENCED_STAFF = "experienced_staff"
    FIRST_RESPONDER = "first_responder"
    PERSON = "person", "the person, or who acts for them"


class Sector(Labelled):
    """Where a panel member comes from."""

    POLICE = "police", "law enforcement"
    LOCAL_AUTHORITY = "local_authority"
    NGO = "ngo", "non-governmental organisation"
    HEALTH = "health"
    IMMIGRATION = "immigration"


class Authority(Labelled):
    """A competent authority."""

    SCA = "sca", "Single Competent Authority"
    IECA = "ieca", "Immigration Enforcement Competent Authority"


class Person(BaseModel):
    """Somebody in a scenario.

    ``hand`` says why they had a hand in the case before it began, ``conflict`` what they declare when a sitting
    opens.  ``authority`` is the competent authority they work for; left out, the one whose case it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    roles: tuple[Role, ...] = Field(min_length=1)
    sector: Sector | None = None
    organisation: str = ""
    authority: Authority | None = None
    hand: str = ""
    conflict: str = ""
