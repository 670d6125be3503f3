"""Lengths of time."""

from __future__ import annotations

from datetime import date

import pytest

from sca_flow.rules.model import Period
from sca_flow.rules.working_days import add_working_days, is_working_day


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        (Period(45, "days"), "2021-01-01", "2021-02-15"),
        (Period(0, "days"), "2021-01-01", "2021-01-01"),
        (Period(1, "months"), "2024-01-31", "2024-02-29"),
        (Period(1, "months"), "2023-01-31", "2023-02-28"),
        (Period(1, "months"), "2023-12-15", "2024-01-15"),
        (Period(13, "months"), "2023-12-31", "2025-01-31"),
        (Period(5, "working days"), "2021-03-01", "2021-03-08"),
        (Period(1, "working days"), "2020-12-24", "2020-12-29"),  # Christmas and its substitute day
    ],
)
def test_a_period_passes(period: Period, since: str, until: str) -> None:
    assert period.after(date.fromisoformat(since)) == date.fromisoformat(until)


@pytest.mark.parametrize(
    ("period", "words"),
    [(Period(1, "months"), "1 month"), (Period(45, "days"), "45 days"), (Period(1, "working days"), "1 working day")],
)
def test_a_period_reads_well(period: Period, words: str) -> None:
    assert str(period) == words


@pytest.mark.parametrize(
    ("day", "works"),
    [("2022-06-03", False), ("2022-09-19", False), ("2023-05-08", False), ("2021-03-05", True), ("2021-03-06", False)],
)
def test_bank_holidays_of_england_and_wales_are_no_working_days(day: str, works: bool) -> None:
    """Among them the extra ones: the Platinum Jubilee, the Queen's funeral, the Coronation."""
    assert is_working_day(date.fromisoformat(day)) is works


def test_no_working_days_are_no_time() -> None:
    assert add_working_days(date(2021, 3, 6), 0) == date(2021, 3, 6)
