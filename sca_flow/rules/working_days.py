"""Working days of England and Wales."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def _bank_holidays() -> HolidayBase:
    from holidays import country_holidays  # costs a tenth of a second: only cases that count days pay it

    return country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Whether a day is neither at the weekend nor a bank holiday."""
    return day.weekday() < 5 and day not in _bank_holidays()


def add_working_days(day: date, number: int) -> date:
    """The day ``number`` working days after ``day``; the day itself does not count."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
