"""A difference as JSON, the receipt that names what it depends on, and the two sides as they are named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sca_flow.errors import InputError, UnknownName
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Policy
from sca_flow.workbench.basis import fingerprints
from sca_flow.workbench.diff import diff
from sca_flow.workbench.invariants import Invariant
from sca_flow.workbench.sides import Side, sides

from .comparing import (
    ON,
    TODAY,
    between,
    invariants,
)


def test_a_difference_as_json_has_stable_keys_and_is_the_same_each_time() -> None:
    told = between("rules", "binding-referral-back").as_json()
    assert list(told) == ["notice", "first", "second", "text", "behaviour", "safeguards", "receipt"]
    assert list(told["behaviour"][0]) == [
        "assuming", "outcome", "pairs", "only_first", "only_second", "differences",
    ]  # fmt: skip
    assert list(told["behaviour"][0]["differences"][0]) == [
        "kind", "stage", "step", "by", "never_by", "leads_to", "case",
    ]  # fmt: skip
    assert list(told["safeguards"][0]) == ["id", "says", "kind", "source", "first", "second", "expected", "trace"]
    text = json.dumps(told, sort_keys=True)
    named = sides("rules", "binding-referral-back", None, shipped(), shipped_variants(), TODAY)
    again = diff(*named, shipped(), invariants(), members=3)
    assert json.dumps(again.as_json(), sort_keys=True) == text


def receipt(
    policy: Policy, *, members: int = 1, limit: int = 5_000, judged: Sequence[Invariant] | None = None, on: date = ON
) -> str:
    side = Side(policy, on)
    known = invariants()[:1] if judged is None else judged
    return json.dumps(diff(side, side, shipped(), known, members=members, limit=limit).receipt, sort_keys=True)


def test_a_receipt_is_the_same_for_the_same_question_and_another_for_any_other(tmp_path: Path) -> None:
    policy = shipped()
    usual = receipt(policy)
    assert receipt(replace(policy, rules=dict(reversed(policy.rules.items())))) == usual
    rule = policy.rules["panel.in_force"]
    source = policy.sources["V-2019"]
    others = [
        receipt(replace(policy, rules={**policy.rules, rule.id: rule.model_copy(update={"question": "Otherwise?"})})),
        receipt(replace(policy, sources={**policy.sources, source.id: source.model_copy(update={"title": "Another"})})),
        receipt(shipped_variants().apply(policy, ["chair-plus-three"])),
        receipt(policy.assuming({"panel.in_force": date(2022, 12, 15)})),
        receipt(policy, members=2),
        receipt(policy, limit=5_001),
        receipt(policy, judged=invariants()[1:2]),
        receipt(policy, on=date(2021, 6, 2)),
    ]
    assert len({usual, *others}) == len(others) + 1


def test_each_hash_of_a_receipt_is_of_what_it_is_named_after() -> None:
    policy = shipped()
    rule, source = policy.rules["panel.in_force"], policy.sources["V-2019"]
    usual = fingerprints(policy)

    def touched(other: Policy) -> set[str]:
        return {name for name, sha in fingerprints(other).items() if sha != usual[name]}

    another_rule = {**policy.rules, rule.id: rule.model_copy(update={"question": "Otherwise?"})}
    another_source = {**policy.sources, source.id: source.model_copy(update={"title": "Another"})}
    assert touched(replace(policy, rules=another_rule)) == {"policy", "rules"}
    assert touched(replace(policy, sources=another_source)) == {"policy", "sources"}
    assert touched(policy.assuming({"panel.in_force": date(2022, 12, 15)})) == {"policy"}


def test_a_search_that_was_cut_is_never_equivalent() -> None:
    side = Side(shipped(), ON)
    found = diff(side, side, shipped(), invariants(), members=2, limit=50)
    assert [one.outcome for one in found.behaviour] == ["incomplete"]
    assert not found.equivalent
    assert "Incomplete" in "\n".join(found.lines())


@pytest.mark.parametrize(
    ("a", "b", "on", "says"),
    [
        ("2021-01-01", "2021-02-01", ON, "A date is given for two dates"),
        ("2021-02-30", "rules", None, "2021-02-30"),
        ("2019-04-28", "rules", None, "nothing to compare on 2019-04-28"),
        ("rules", "chair-plus-three+pilot-quorum-of-five", None, "both set"),
    ],
)
def test_sides_that_cannot_be_compared_are_refused_in_words(a: str, b: str, on: date | None, says: str) -> None:
    with pytest.raises(InputError) as caught:
        sides(a, b, on, shipped(), shipped_variants(), TODAY)
    assert says in f"{caught.value} {caught.value.why}"


@pytest.mark.parametrize("name", ["", "+", "chair-plus-tree", "rules+no-panel", "20210101"])
def test_an_unknown_side_is_refused(name: str) -> None:
    with pytest.raises(UnknownName):
        sides("rules", name, None, shipped(), shipped_variants(), TODAY)


@pytest.mark.parametrize(
    ("a", "b", "on", "days"),
    [
        ("rules", "rules", None, (TODAY, TODAY)),
        ("rules", "overturning-panel", None, (date(2021, 11, 2),) * 2),
        ("2020-01-01", "chair-plus-three", None, (date(2020, 1, 1),) * 2),
        ("2020-01-01", "chair-plus-three", ON, (date(2020, 1, 1), ON)),
        ("2020-01-01", "2021-01-01", None, (date(2020, 1, 1), date(2021, 1, 1))),
    ],
)
def test_a_variant_is_judged_on_the_day_given_or_the_other_sides_or_its_own(
    a: str, b: str, on: date | None, days: tuple[date, date]
) -> None:
    assert tuple(side.on for side in sides(a, b, on, shipped(), shipped_variants(), TODAY)) == days
