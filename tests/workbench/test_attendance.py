"""How often a panel comes together: exact, and what a simulation finds."""

from __future__ import annotations

from datetime import date
from math import comb

import numpy as np
import pytest

from sca_flow.errors import InputError
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.workbench.attendance import attendance, day_with_panel

DAY = date(2021, 6, 1)


def likely(*variants: str, **rates: float) -> float | None:
    policy = shipped_variants().apply(shipped(), list(variants))
    return attendance(policy, DAY, **({"members": 5, "chair_rate": 0.95, "member_rate": 0.8} | rates)).probability


def at_least(number: int, of: int, rate: float) -> float:
    """The binomial tail, written down anew."""
    return sum(comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(number, of + 1))


def test_a_chair_and_two_of_five_is_the_chair_times_the_binomial_tail() -> None:
    assert likely() == pytest.approx(0.95 * at_least(2, 5, 0.8), abs=1e-15)
    assert likely("chair-plus-three") == pytest.approx(0.95 * at_least(3, 5, 0.8), abs=1e-15)
    assert likely("chair-optional") == pytest.approx(at_least(2, 5, 0.8), abs=1e-15)


def test_a_member_who_comes_and_is_conflicted_is_not_counted() -> None:
    assert likely(conflict_rate=0.25) == pytest.approx(0.95 * at_least(2, 5, 0.8 * 0.75), abs=1e-15)
    assert likely(conflict_rate=1.0) == 0


@pytest.mark.parametrize(("chair", "member", "probability"), [(1, 1, 1), (0, 1, 0), (1, 0, 0)])
def test_certain_rates_give_certain_answers(chair: float, member: float, probability: float) -> None:
    assert likely(chair_rate=chair, member_rate=member) == probability


def test_the_number_of_sittings_is_one_over_the_probability_and_none_where_none_ever_is() -> None:
    found = attendance(shipped(), DAY, members=5, chair_rate=0.5, member_rate=1.0)
    assert (found.probability, found.sittings) == (0.5, 2.0)
    never = attendance(shipped(), DAY, members=1, chair_rate=1.0, member_rate=1.0)
    assert (never.probability, never.sittings, never.words) == (0.0, None, "No sitting is ever quorate.")


def test_where_no_panel_sits_there_is_no_probability() -> None:
    found = attendance(shipped(), date(2023, 6, 1), members=5, chair_rate=0.9, member_rate=0.9)
    assert (found.probability, found.sittings) == (None, None)
    assert "No panel is in force" in found.words


def test_on_a_day_that_the_sources_leave_open_it_is_not_known() -> None:
    found = attendance(shipped(), date(2022, 12, 15), members=5, chair_rate=0.9, member_rate=0.9)
    assert found.probability is None
    assert "Not known" in found.words


def test_without_a_day_the_last_on_which_panels_surely_sat_is_meant() -> None:
    assert day_with_panel(shipped(), date(2026, 11, 24)) == date(2022, 11, 30)
    assert day_with_panel(shipped(), DAY) == DAY


@pytest.mark.parametrize("rates", [{"chair_rate": 1.5}, {"member_rate": -0.1}, {"conflict_rate": float("nan")}])
def test_a_rate_that_is_no_probability_is_refused(rates: dict[str, float]) -> None:
    with pytest.raises(InputError, match="is no probability"):
        likely(**rates)


@pytest.mark.parametrize("variant", ["", "chair-plus-three", "chair-optional", "every-sector-present"])
@pytest.mark.parametrize("conflict", [0.0, 0.15])
def test_a_simulation_of_a_million_sittings_agrees(variant: str, conflict: float) -> None:
    """Drawn and judged apart from the program: the seats are thrown, and the rule is written down here once more."""
    rng = np.random.default_rng(20190429)
    sittings, members = 1_000_000, 6
    chair = rng.random(sittings) < 0.9
    here = (rng.random((sittings, members)) < 0.7) & (rng.random((sittings, members)) >= conflict)
    needed = 3 if variant == "chair-plus-three" else 2
    quorate = here.sum(axis=1) >= needed
    if variant != "chair-optional":
        quorate &= chair
    if variant == "every-sector-present":  # members are dealt to police, local authority and NGO in turn
        quorate &= np.logical_and.reduce([here[:, sector::3].any(axis=1) for sector in range(3)])
    seen = quorate.mean()
    exact = likely(*filter(None, [variant]), members=members, chair_rate=0.9, member_rate=0.7, conflict_rate=conflict)
    assert exact is not None
    assert abs(seen - exact) < 5 * np.sqrt(exact * (1 - exact) / sittings)
