"""Exhaustive checking: every reachable position of the production table, judged by the shipped safeguards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from sca_flow.errors import FileError, InputError
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Dates, Policy
from sca_flow.states.names import Stage
from sca_flow.states.position import STATUSES, Position
from sca_flow.workbench.check import Check, Trace, check
from sca_flow.workbench.explore import explore
from sca_flow.workbench.invariants import SHIPPED, Invariant, read_invariants
from sca_flow.workbench.mutate import loosened
from sca_flow.workbench.replay import replay
from sca_flow.workbench.story import as_json, lines, story

ON = date(2021, 6, 1)


@pytest.fixture(scope="module")
def invariants() -> tuple[Invariant, ...]:
    return read_invariants(SHIPPED, shipped().sources)


def applied(*names: str) -> Policy:
    return shipped_variants().apply(shipped(), names)


def verdicts(found: Check) -> dict[str, str]:
    return {judged.invariant.id: judged.verdict for judged in found.judged}


def broken(found: Check) -> set[str]:
    return {name for name, verdict in verdicts(found).items() if verdict == "broken"}


@pytest.fixture
def what_if(tmp_path: Path) -> Callable[..., Policy]:
    """A variant written on the spot."""

    def write(**settings: object) -> Policy:
        path = tmp_path / "what-if.yaml"
        said = "\n".join(f"  {rule.replace('__', '.')}: {value}" for rule, value in settings.items())
        path.write_text(f"id: what-if\nextends: 2021-06-01\nwhy: A test.\nset:\n{said}\n", encoding="utf-8")
        return applied(str(path))

    return write


def test_the_rules_as_published_keep_every_safeguard(invariants: Sequence[Invariant]) -> None:
    found = check(shipped(), shipped(), invariants, ON, members=3)
    assert set(verdicts(found).values()) == {"holds"}


@pytest.mark.parametrize("name", sorted(shipped_variants().by_id))
def test_a_shipped_variant_breaks_what_it_says_it_breaks_and_nothing_else(
    name: str, invariants: Sequence[Invariant]
) -> None:
    variant = shipped_variants().by_id[name]
    policy = applied(name)
    assert policy.judged_on is not None
    found = check(policy, shipped(), invariants, policy.judged_on, members=3)
    assert broken(found) == set(variant.expect_break)


def test_without_panels_what_is_said_of_panels_is_vacuous(invariants: Sequence[Invariant]) -> None:
    found = verdicts(check(applied("no-panel"), shipped(), invariants, ON, members=3))
    assert found["no-outcome-without-quorum"] == "vacuous"
    assert found["no-negative-without-second-pair-of-eyes"] == "holds"


@pytest.mark.parametrize(
    ("settings", "safeguard"),
    [
        ({"quorum__conflicted_counted": "true"}, "no-conflicted-member-counted"),
        ({"quorum__members_besides_chair": "1"}, "no-outcome-without-quorum"),
        ({"second_review__required_for": "[rg_negative]"}, "no-negative-without-second-pair-of-eyes"),
        ({"referral_back__binding": "true", "further_consideration__round_limit": "1"}, "every-case-can-finish"),
        ({"panel__adjournment_limit": "0"}, "adjourning-is-always-open"),
        ({"second_review__reviewer_must_differ": "false"}, "nobody-reviews-their-own-decision"),
    ],
)
def test_a_planted_fault_is_found_with_a_trace_that_replays_and_reads_as_a_story(
    settings: dict[str, str], safeguard: str, invariants: Sequence[Invariant], what_if: Callable[..., Policy]
) -> None:
    found = check(what_if(**settings), shipped(), invariants, ON, members=3)
    judged = next(one for one in found.judged if one.invariant.id == safeguard)
    assert judged.verdict == "broken"
    told = story(found, judged)
    assert told is not None
    assert "Accept referral" in "\n".join(told.lines())
    assert safeguard in "\n".join(lines(found))
    assert next(one for one in as_json(found)["invariants"] if one["id"] == safeguard)["trace"]


def test_a_loosened_guard_breaks_the_safeguard_that_watches_it(invariants: Sequence[Invariant]) -> None:
    found = check(shipped(), shipped(), invariants, ON, members=2, table=loosened("recovery_minimum"))
    assert broken(found) == {"no-cg-decision-before-recovery-minimum"}


def test_where_the_sources_leave_the_day_open_every_possibility_is_searched(invariants: Sequence[Invariant]) -> None:
    found = check(shipped(), shipped(), invariants, date(2022, 12, 10), members=2)
    assert len(found.searches) == 2
    assert not broken(found)
    stages = [{position.stage for position in search.order} for search in found.searches]
    assert [Stage.PANEL_SITTING in reached for reached in stages] == [True, False]


def test_cases_in_flight_across_the_end_of_panels_keep_every_safeguard(invariants: Sequence[Invariant]) -> None:
    found = check(shipped(), shipped(), invariants, date(2022, 11, 1), date(2023, 2, 15), members=2)
    assert not broken(found)
    assert len(found.searches) == 2


def test_a_search_that_was_cut_never_says_holds(invariants: Sequence[Invariant]) -> None:
    found = check(shipped(), shipped(), invariants, ON, members=3, limit=60)
    assert "holds" not in verdicts(found).values()
    assert not broken(found)


def merged(position: Position) -> Position:
    """The position with all members counted as of one sector."""
    width = len(STATUSES)
    sums = tuple(sum(position.members[place::width]) for place in range(width))
    return position._replace(members=sums + (0,) * (len(position.members) - width))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_members_taken_as_interchangeable_reach_what_members_one_by_one_reach(size: int) -> None:
    rules = shipped().in_force(Dates.all_on(ON)).values
    one_by_one = explore(rules, members=(1,) * size + (0,) * (5 - size))
    together = explore(rules, members=size)
    assert {merged(position) for position in one_by_one.order} == set(together.order)


def test_every_position_that_is_found_is_reached_through_the_real_door() -> None:
    rules = shipped().in_force(Dates.all_on(ON)).values
    found = explore(rules, members=1)
    for place in range(0, len(found.order), 5):
        start, way = found.trace(place)
        reached = replay(Trace(shipped(), start, tuple(way), (ON,) * (len(way) + 1)))
        assert reached.attempt.case.stage == found.order[place].stage


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {id: a, says: b, source: SIM, kind: never, when: {stagee: received}, never: {stage: x}}", "stage"),
        ("- {id: a, says: b, source: SIM, kind: never, when: {stage: received}}", "never"),
        ("- {id: a, says: b, source: NOWHERE, kind: never, when: {}, never: {stage: received}}", "NOWHERE"),
        ("- {id: a, says: b, source: SIM, kind: sometimes, when: {}}", "kind"),
        ("- {id: a, says: b, source: SIM, kind: never, when: {to: servd}, never: {child: true}}", "servd"),
        ("- {id: a, says: b, source: SIM, kind: never, when: {step: [serve]}, never: {child: true}}", "serve"),
    ],
)
def test_an_invariant_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "more.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_invariants(path, shipped().sources)
    assert says in str(caught.value)
    assert caught.value.line == 1


def test_variants_compose_but_not_over_the_same_cell() -> None:
    both = applied("chair-plus-three", "binding-referral-back")
    assert both.variants == ("chair-plus-three", "binding-referral-back")
    with pytest.raises(InputError, match=r"quorum\.members_besides_chair"):
        applied("chair-plus-three", "pilot-quorum-of-five")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("set: {quorum.membres_besides_chair: 3}", "quorum.members_besides_chair"),
        ("set: {quorum.members_besides_chair: three}", "whole number"),
        ("set: {roles.manager: x}", "standing rule"),
        ("set: {panel.in_force: {value: false, from: 2022-01-01, until: 2021-01-01}}", "before"),
        ("sets: {panel.in_force: false}", "set"),
    ],
)
def test_a_variant_that_cannot_be_read_is_told_with_file_and_nearest_name(tmp_path: Path, body: str, says: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(f"id: odd\nextends: 2021-06-01\nwhy: A test.\n{body}\n", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        applied(str(path))
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
