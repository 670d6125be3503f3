"""The verdict map of a grid: searched as one, it says of every combination what a check of that one says."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from sca_flow.errors import InputError
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Policy
from sca_flow.workbench.check import check
from sca_flow.workbench.grid import Grid, grid, setting
from sca_flow.workbench.invariants import SHIPPED, Invariant, read_invariants

ON = date(2021, 6, 1)
WHILE_THE_LAST_DAY_IS_OPEN = date(2022, 12, 10)
EVERY_RULE = {
    "competent_authority.sca": "true,false",
    "consent.confirmed_at_18": "true,false",
    "further_consideration.another_caseworker": "true,false",
    "further_consideration.reviewer_may_answer": "true,false",
    "further_consideration.round_limit": "none,0..2",
    "further_consideration.who_may_direct": "manager,decision_maker,second_reviewer+manager,none",
    "panel.adjournment_limit": "none,0,1",
    "panel.covers_transferred": "true,false",
    "panel.fresh_negative_returns": "true,false",
    "panel.in_force": "true,false",
    "panel.may_overturn": "true,false",
    "panel.reviews": "none,cg_negative,rg_negative,rg_negative+cg_negative",
    "quorum.chair_required": "true,false",
    "quorum.conflicted_counted": "true,false",
    "quorum.members_besides_chair": "0..3",
    "quorum.present_throughout": "true,false",
    "quorum.sectors_required": "none,police,police+ngo",
    "reconsideration.grounds": "none,new_evidence",
    "reconsideration.limit": "none,1 month",
    "reconsideration.number": "none,0,1",
    "reconsideration.who_may_ask": "person,first_responder,none",
    "recovery.minimum": "0 days,30 days",
    "referral_back.binding": "true,false",
    "second_review.required_for": "none,cg_negative,rg_negative",
    "second_review.reviewer_must_differ": "true,false",
}
"""Rules that guards and routes read, each with values that make them say something else."""


@pytest.fixture(scope="module")
def invariants() -> tuple[Invariant, ...]:
    return read_invariants(SHIPPED, shipped().sources)


def separately(found: Grid, policy: Policy, invariants: Sequence[Invariant], on: date) -> list[Mapping[str, str]]:
    """What a check of each combination alone says."""
    alone = []
    for cell in found.cells:
        one = check(setting(policy, found.axes, cell.values), shipped(), invariants, on, members=found.members)
        alone.append({judged.invariant.id: judged.verdict for judged in one.judged})
    return alone


def agrees(varying: Sequence[str], invariants: Sequence[Invariant], *, on: date = ON, members: int = 3) -> Grid:
    """The grid, once every cell of it has been compared with a check."""
    found = grid(shipped(), shipped(), invariants, on, varying, members=members)
    assert [dict(cell.verdicts) for cell in found.cells] == separately(found, shipped(), invariants, on)
    return found


@pytest.mark.parametrize(
    "varying",
    [
        ("quorum.members_besides_chair=1..4", "referral_back.binding=true,false"),
        ("quorum.sectors_required=none,police,police+ngo+local_authority", "quorum.members_besides_chair=1,2"),
        ("panel.in_force=true,false", "panel.may_overturn=true,false", "panel.covers_transferred=true,false"),
        ("further_consideration.who_may_direct=manager,experienced_staff", "quorum.chair_required=true,false"),
        ("panel.adjournment_limit=none,0,1", "further_consideration.round_limit=none,1", "referral_back.binding=true"),
        ("second_review.required_for=none,cg_negative,rg_negative", "second_review.reviewer_must_differ=true,false"),
        ("recovery.minimum=0 days,30 days", "panel.reviews=none,cg_negative,rg_negative+cg_negative"),
    ],
)
def test_every_cell_says_what_a_check_of_that_combination_says(
    varying: Sequence[str], invariants: Sequence[Invariant]
) -> None:
    found = agrees(varying, invariants, members=2 if "sectors" in varying[0] else 3)
    assert len({tuple(cell.verdicts.items()) for cell in found.cells}) > 1


@pytest.mark.parametrize("varying", [("referral_back.binding=true,false",), ("panel.in_force=true,false",)])
def test_where_the_sources_leave_the_last_day_open_every_possibility_is_judged_as_a_check_does(
    varying: Sequence[str], invariants: Sequence[Invariant]
) -> None:
    agrees(varying, invariants, on=WHILE_THE_LAST_DAY_IS_OPEN, members=2)


@pytest.mark.parametrize("on", [date(2019, 4, 29), date(2023, 2, 1), date(2024, 2, 12), date(2026, 11, 24)])
def test_on_other_dates_the_cells_agree_with_checks_too(on: date, invariants: Sequence[Invariant]) -> None:
    agrees(("panel.in_force=true,false", "reconsideration.number=none,1"), invariants, on=on, members=2)


@pytest.mark.parametrize("seed", range(8))
def test_combinations_drawn_from_all_rules_that_may_vary_agree_with_checks(
    seed: int, invariants: Sequence[Invariant]
) -> None:
    drawn = random.Random(seed)
    names = drawn.sample(sorted(EVERY_RULE), 3)
    varying = [f"{name}={','.join(drawn.sample(EVERY_RULE[name].split(','), 2))}" for name in names]
    agrees(varying, invariants, members=2)


def test_safeguards_about_steps_that_stay_where_they_are_agree_too(tmp_path: Path) -> None:
    path = tmp_path / "more.yaml"
    path.write_text(
        "- {id: asks, says: a, source: SIM, kind: always_possible, when: {stage: cg_consideration, suspended: false},"
        " step: request_information, by: [decision_maker]}\n"
        "- {id: never-asks, says: b, source: SIM, kind: never, when: {step: request_information},"
        " never: {recovery_passed: true}}\n",
        encoding="utf-8",
    )
    more = read_invariants(path, shipped().sources)
    found = agrees(("panel.in_force=true,false",), more, members=1)
    assert {tuple(cell.verdicts.items()) for cell in found.cells} == {(("asks", "holds"), ("never-asks", "broken"))}


def test_a_grid_over_a_variant_varies_the_other_rules_of_that_variant(invariants: Sequence[Invariant]) -> None:
    policy = shipped_variants().apply(shipped(), ["chair-plus-three"])
    found = grid(policy, shipped(), invariants, ON, ["referral_back.binding=true,false"], members=3)
    assert [dict(cell.verdicts) for cell in found.cells] == separately(found, policy, invariants, ON)
    with pytest.raises(InputError, match="chair-plus-three already"):
        grid(policy, shipped(), invariants, ON, ["quorum.members_besides_chair=1,2"], members=3)


def test_a_search_that_was_cut_says_holds_of_nothing(invariants: Sequence[Invariant]) -> None:
    found = grid(shipped(), shipped(), invariants, ON, ["referral_back.binding=true,false"], members=3, limit=100)
    assert {verdict for cell in found.cells for verdict in cell.verdicts.values()} == {"incomplete"}
    assert "not searched to the end" in "\n".join(found.lines())


def test_the_map_says_which_rule_decides_a_safeguard(invariants: Sequence[Invariant]) -> None:
    varying = ("quorum.members_besides_chair=1..3", "referral_back.binding=true,false", "panel.in_force=true,false")
    text = "\n".join(grid(shipped(), shipped(), invariants, ON, varying, members=3).lines())
    assert "referral-back-is-advisory breaks in 3 of 12: exactly where referral_back.binding is yes." in text
    assert "no-outcome-without-quorum breaks in 2 of 12: exactly where quorum.members_besides_chair is 1." in text
    assert "no-outcome-without-quorum is vacuous in 6 of 12: exactly where panel.in_force is no." in text
    assert "an-adult-may-withdraw" not in text
    assert "12 combinations, a panel of a chair and 3 members" in text


def test_what_two_rules_decide_together_is_not_laid_at_the_door_of_one(invariants: Sequence[Invariant]) -> None:
    varying = ("quorum.members_besides_chair=1,2", "quorum.chair_required=true,false")
    text = "\n".join(grid(shipped(), shipped(), invariants, ON, varying, members=2).lines())
    assert "no-outcome-without-quorum breaks in 3 of 4: no one rule decides it." in text


def test_a_grid_as_json_has_the_same_keys_and_values_each_time(invariants: Sequence[Invariant]) -> None:
    varying = ("quorum.sectors_required=none,police+ngo", "panel.adjournment_limit=none,1")
    told = grid(shipped(), shipped(), invariants, ON, varying, members=1).as_json()
    again = grid(shipped(), shipped(), invariants, ON, varying, members=1).as_json()
    assert list(told) == [
        "notice", "policy", "on", "unconfirmed", "unconfirmed_rules", "members", "axes", "states", "seconds",
        "combinations",
    ]  # fmt: skip
    assert json.loads(json.dumps(told)) == told
    assert {**told, "seconds": 0} == {**again, "seconds": 0}
    assert told["axes"][0] == {"rule": "quorum.sectors_required", "values": [[], ["police", "ngo"]]}
    assert told["combinations"][0]["set"] == {"quorum.sectors_required": [], "panel.adjournment_limit": "none"}


def test_a_grid_before_the_sca_decided_is_refused(invariants: Sequence[Invariant]) -> None:
    with pytest.raises(InputError, match="nothing to check before 2019-04-29"):
        grid(shipped(), shipped(), invariants, date(2019, 4, 28), ["panel.in_force=true,false"])


def test_too_many_combinations_are_refused_before_any_is_searched(invariants: Sequence[Invariant]) -> None:
    varying = [f"{name}=0..19" for name in (
        "quorum.members_besides_chair", "panel.adjournment_limit", "further_consideration.round_limit"
    )]  # fmt: skip
    with pytest.raises(InputError, match="8,000 combinations"):
        grid(shipped(), shipped(), invariants, ON, varying)
