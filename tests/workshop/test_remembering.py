"""A policy that remembers says what the policy says that it is made from."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_flow.errors import InputError
from sca_flow.rules.loader import shipped
from sca_flow.rules.policy import Dates
from sca_flow.workshop.remembering import Remembering

DAYS = st.dates(date(2019, 1, 1), date(2027, 6, 1)) | st.sampled_from(sorted(set(shipped().boundaries())))
KEPT = Remembering.of(shipped())
PIN = {"panel.in_force": date(2022, 12, 14)}


@settings(max_examples=200, deadline=None)
@given(dates=st.builds(Dates, DAYS, DAYS, DAYS, DAYS, DAYS, DAYS), pinned=st.booleans())
def test_it_answers_as_the_policy(dates: Dates, pinned: bool) -> None:
    plain, kept = (one.assuming(PIN) if pinned else one for one in (shipped(), KEPT))
    expected, found = plain.in_force(dates), kept.in_force(dates)

    assert found.values == expected.values
    assert dict(found.answers) == dict(expected.answers)


def test_it_refuses_what_the_policy_refuses_and_bears_the_same_hash() -> None:
    assert KEPT.sha == shipped().sha
    assert KEPT.assuming(PIN).sha == shipped().assuming(PIN).sha
    with pytest.raises(InputError):
        KEPT.assuming({"panel.in_force": date(2023, 1, 5)})
    with pytest.raises(KeyError):
        KEPT.in_force(Dates.all_on(date(2020, 1, 1))).answers["no.such"]
