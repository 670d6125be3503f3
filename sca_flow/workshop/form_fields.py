"""Which fields of the referral form are known to be dated; there are no others that a scenario could be checked for."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from sca_flow.reading import read_yaml
from sca_flow.rules.model import Day

FILE = Path(__file__).with_name("form_fields.yaml")


class DatedField(BaseModel):
    """A field by the words that only it would have, and the day of the first form that has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: tuple[str, ...] = Field(min_length=1)
    since: Day

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it in a form, wherever lines break."""
        return _pattern(self.says)


@cache
def _pattern(says: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(r"\s+".join(map(re.escape, one.split())) for one in says)
    return re.compile(rf"(?i)\b(?:{words})\b")


@cache
def dated_fields() -> tuple[DatedField, ...]:
    """The fields, as `form_fields.yaml` has them."""
    return tuple(read_yaml(FILE).as_(list[DatedField]))
