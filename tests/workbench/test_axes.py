"""What a grid lets vary, as it is typed: read as rules are, or refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from sca_flow.errors import InputError, UnknownName
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.workbench.axes import axes


def values(text: str) -> tuple[Any, ...]:
    (axis,) = axes([text], shipped())
    return axis.values


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("quorum.members_besides_chair=1..4", (1, 2, 3, 4)),
        ("quorum.members_besides_chair=3..3", (3,)),
        ("quorum.members_besides_chair = 1 , 2 ,3", (1, 2, 3)),
        ("quorum.members_besides_chair=1..3,2,5,3..4", (1, 2, 3, 5, 4)),
        ("referral_back.binding=true,false,true", (True, False)),
        ("panel.adjournment_limit=none,1", ("none", 1)),
        ("recovery.minimum=30 days, 45 days", ("30 days", "45 days")),
        ("recovery.minimum=1 day,1 days,1 month", ("1 day", "1 month")),
        ("reconsideration.limit=none,1 month", ("none", "1 month")),
        ("quorum.sectors_required=none,police,police + ngo", ((), ("police",), ("police", "ngo"))),
        ("quorum.sectors_required=police+ngo,ngo+police,ngo+ngo+police", (("police", "ngo"),)),
        ("further_consideration.who_may_direct=manager+experienced_staff", (("manager", "experienced_staff"),)),
        ("panel.reviews=rg_negative", (("rg_negative",),)),
        ("reconsideration.grounds=new_evidence,none", (("new_evidence",), ())),
    ],
)
def test_values_are_read_as_the_rule_reads_them_and_each_counts_once(text: str, means: tuple[Any, ...]) -> None:
    assert values(text) == means


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("quorum.members_besides_chair", "is given no value"),
        ("quorum.members_besides_chair=", "is given no value"),
        ("quorum.members_besides_chair=1,,2", "is given no value"),
        ("quorum.members_besides_chair=   ", "is given no value"),
        ("quorum.members_besides_chair=4..1", "runs backwards"),
        ("quorum.members_besides_chair=1..999", "whole number from 0 to 20"),
        ("quorum.members_besides_chair=1..99999999999999", "whole number from 0 to 20"),
        ("quorum.members_besides_chair=21", "whole number from 0 to 20"),
        ("quorum.members_besides_chair=-1", "whole number from 0 to 20"),
        ("quorum.members_besides_chair=1.5", "whole number from 0 to 20"),
        ("quorum.members_besides_chair=\N{ARABIC-INDIC DIGIT THREE}", "whole number from 0 to 20"),
        (
            "quorum.members_besides_chair=\N{ARABIC-INDIC DIGIT ONE}..\N{ARABIC-INDIC DIGIT THREE}",
            "whole number from 0 to 20",
        ),
        ("quorum.members_besides_chair=none", "whole number from 0 to 20"),
        ("quorum.members_besides_chair=true", "whole number from 0 to 20"),
        ("quorum.members_besides_chair=1=2", "whole number from 0 to 20"),
        ("referral_back.binding=1", "true or false"),
        ("referral_back.binding=True", "Did you mean 'true'"),
        ("referral_back.binding=tru", "Did you mean 'true'"),
        ("recovery.minimum=30", "a period such as '45 days'"),
        ("recovery.minimum=1..3", "a period such as '45 days'"),
        ("recovery.minimum=none", "a period such as '45 days'"),
        ("quorum.sectors_required=polise", "Did you mean 'police'"),
        ("quorum.sectors_required=police+", "is no value"),
        ("roles.manager=manager", "standing rule"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        axes([text], shipped())
    assert says in f"{caught.value} {caught.value.why} {caught.value.do}"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("quorum.membres_besides_chair=1..3", "quorum.members_besides_chair"),
        ("referral_back.bindin=true", "referral_back.binding"),
    ],
)
def test_an_unknown_rule_is_answered_with_the_nearest_one_that_can_vary(text: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as caught:
        axes([text], shipped())
    assert nearest in f"{caught.value} {caught.value.do}"


@pytest.mark.parametrize("text", ["", "=", "=1", " = true", "roles=1"])
def test_a_text_without_a_rule_that_can_vary_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        axes([text], shipped())


def test_nothing_to_vary_is_refused() -> None:
    with pytest.raises(InputError, match="Nothing varies"):
        axes([], shipped())


def test_a_rule_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="given twice"):
        axes(["panel.in_force=true", "panel.in_force=false"], shipped())


def test_a_rule_that_a_variant_sets_already_is_refused() -> None:
    policy = shipped_variants().apply(shipped(), ["no-panel"])
    with pytest.raises(InputError, match="set by variant no-panel already"):
        axes(["panel.in_force=true,false"], policy)


def test_values_are_shown_in_words() -> None:
    (axis,) = axes(["quorum.sectors_required=none,police+local_authority"], shipped())
    assert [axis.shown(value) for value in axis.values] == ["none", "local authority, police"]
