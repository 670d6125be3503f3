"""The referral: the facts that came in about one person."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from sca_flow.people import Labelled
from sca_flow.rules.model import START, Day


class Age(Labelled):
    """An age as the referral gives it; unclear is treated as a child until it is assessed."""

    ADULT = "adult"
    CHILD = "child"
    UNCLEAR = "unclear", "unclear (treated as a child)"


class Subject(BaseModel):
    """The person referred.  Fictional, always."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    nationality: str
    born: Day | None = None


class Referral(BaseModel):
    """One referral of one person.

    ``age_at_referral`` decides about consent, ``age_at_exploitation`` about means: two ages, never one.
    ``duplicate_of`` says whether the same person's case is open or decided already.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    received: Day
    organisation: str
    first_responder: bool
    person: Subject
    age_at_referral: Age
    age_at_exploitation: Age
    consent: Literal["given", "not_given", "not_needed"]
    turns_18: Day | None = None
    ieca_cohort: bool = False
    duplicate_of: Literal["open", "decided"] | None = None

    @model_validator(mode="after")
    def _turning_18_is_for_children(self) -> Referral:
        if self.turns_18 is not None and not self.child:
            raise ValueError("turns_18 is for somebody who was a child, or treated as one, at referral")
        if self.turns_18 is not None and self.turns_18 <= self.received:
            raise ValueError("turns_18 lies after the day the referral was received")
        return self

    @property
    def child(self) -> bool:
        """Whether the person is a child at referral, or treated as one."""
        return self.age_at_referral != Age.ADULT

    @property
    def consented(self) -> bool:
        """Whether consent was given."""
        return self.consent == "given"

    @property
    def transferred(self) -> bool:
        """Whether it was received before the SCA began, and so is transferred to it."""
        return self.received < START

    def adult_on(self, day: date) -> bool:
        """Whether the person is an adult on a day."""
        return not self.child or (self.turns_18 is not None and day >= self.turns_18)
