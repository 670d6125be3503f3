"""When a sitting is quorate: a chair and at least two others, all present and without a conflict."""

from __future__ import annotations

from itertools import product

import pytest

from sca_flow.panel.quorum import quorum, seats_of
from sca_flow.people import Sector
from sca_flow.rules.policy import InForce
from sca_flow.states.names import Status
from sca_flow.states.position import cell

from ..builders import Walk, rules_on, varied

POLICE, COUNCIL, NGO = Sector.POLICE, Sector.LOCAL_AUTHORITY, Sector.NGO


@pytest.fixture(scope="module")
def in_2021() -> InForce:
    return rules_on("2021-06-01")


@pytest.mark.parametrize(
    ("chair", "present", "conflicted", "quorate"),
    [
        ("present", [POLICE, COUNCIL, NGO], [], True),
        ("present", [POLICE, COUNCIL], [], True),
        ("present", [POLICE], [], False),
        ("present", [], [], False),
        ("present", [POLICE, POLICE], [], True),  # a sector given twice is two members
        ("present", [NGO, NGO, NGO], [], True),  # no sector has to be there
        ("present", [POLICE, COUNCIL], [COUNCIL], False),
        ("present", [POLICE, COUNCIL, NGO], [NGO], True),
        ("present", [POLICE, COUNCIL, NGO], [NGO, POLICE], False),
        ("present", [POLICE, POLICE, COUNCIL], [POLICE], True),
        ("absent", [POLICE, COUNCIL, NGO], [], False),
        ("conflicted", [POLICE, COUNCIL, NGO], [], False),
        ("left", [POLICE, COUNCIL, NGO], [], False),
        ("invited", [POLICE, COUNCIL, NGO], [], False),
        (None, [POLICE, COUNCIL, NGO], [], False),
    ],
)
def test_a_chair_and_two_others(
    in_2021: InForce, chair: str | None, present: list[Sector], conflicted: list[Sector], quorate: bool
) -> None:
    answer = quorum(Status(chair) if chair else None, seats_of(present, conflicted), in_2021)

    assert answer.quorate is quorate


@pytest.mark.parametrize("chair", [*Status, None])
@pytest.mark.parametrize("statuses", list(product(Status, repeat=3)), ids=lambda statuses: "-".join(statuses))
def test_the_whole_truth_table_of_three_members(
    in_2021: InForce, chair: Status | None, statuses: tuple[Status, ...]
) -> None:
    """Only members who are present count, wherever they come from, and never without a chair who is present."""
    members = list(seats_of([]))
    for sector, status in zip((POLICE, COUNCIL, NGO), statuses, strict=True):
        members[cell(sector, status)] += 1

    answer = quorum(chair, tuple(members), in_2021)

    assert answer.quorate is (chair == Status.PRESENT and statuses.count(Status.PRESENT) >= 2)


def test_an_inquorate_answer_says_who_is_missing_with_source_and_confidence(in_2021: InForce) -> None:
    answer = quorum(Status.PRESENT, seats_of([POLICE]), in_2021)

    assert answer.words == "Not quorate: chair present, 1 of 2 other members present."
    (reason,) = answer.reasons
    assert "quorum.members_besides_chair = 2 (on 2021-06-01; V-2019; verified)" in str(reason)
    assert answer.confirmed


def test_without_a_chair_and_members_both_reasons_are_given(in_2021: InForce) -> None:
    answer = quorum(Status.ABSENT, seats_of([]), in_2021)

    assert [reason.guard for reason in answer.reasons] == ["chair_present", "enough_members"]


def test_that_a_conflicted_member_does_not_count_is_a_working_assumption(in_2021: InForce) -> None:
    """It is not counted, and nobody is marked wrong where only that tells."""
    answer = quorum(Status.PRESENT, seats_of([POLICE, COUNCIL], [COUNCIL]), in_2021)

    assert answer.quorate is False
    assert not answer.confirmed
    assert "(1 left for a conflict of interest and is not counted)" in answer.words


def test_too_few_whether_or_not_the_conflicted_count_is_confirmed(in_2021: InForce) -> None:
    answer = quorum(Status.PRESENT, seats_of([POLICE], [POLICE]), in_2021)

    assert answer.quorate is False
    assert answer.confirmed


def test_the_three_answers_read_differently() -> None:
    case = Walk.of().to_sitting().present("chair-1", "police-1", "council-1", "charity-1")
    full = case.attempt.quorum()
    some = Walk.of().to_sitting().present("chair-1", "police-1", "council-1").absent("charity-1").attempt.quorum()
    none = Walk.of().to_sitting().present("chair-1", "police-1").absent("charity-1").attempt.quorum()

    assert full.quorate is some.quorate is True
    assert "everybody invited present" in full.words
    assert "1 of those invited cannot attend" in some.words
    assert none.quorate is False
    assert len({full.words, some.words, none.words}) == 3


def test_a_quorum_whose_members_are_not_all_recorded_says_so() -> None:
    answer = Walk.of().to_sitting().present("chair-1", "police-1", "council-1").attempt.quorum()

    assert answer.quorate is True
    assert "1 not yet recorded" in answer.words


@pytest.mark.parametrize("day", ["2019-04-28", "2023-01-01", "2026-11-24"])
def test_where_no_panel_is_in_force_there_is_no_answer(day: str) -> None:
    answer = quorum(Status.PRESENT, seats_of([POLICE, COUNCIL]), rules_on(day))

    assert answer.quorate is None
    assert "No panel is in force" in answer.words
    assert answer.reasons


@pytest.mark.parametrize("day", ["2022-12-01", "2022-12-15", "2022-12-31"])
def test_in_the_unconfirmed_days_of_december_2022_there_is_no_answer(day: str) -> None:
    answer = quorum(Status.PRESENT, seats_of([POLICE, COUNCIL]), rules_on(day))

    assert answer.quorate is None
    assert not answer.confirmed
    assert "unconfirmed: yes or no" in str(answer.reasons[0])


def test_a_case_that_pinned_the_day_gets_an_answer_that_is_not_confirmed() -> None:
    """Whether that quorum held on that very day is not known."""
    case = Walk.of(received="2022-10-03", assume={"panel.in_force": "2022-12-20"}).to_quorate(on="2022-12-15")

    answer = case.attempt.quorum()

    assert answer.quorate is True
    assert not answer.confirmed


@pytest.mark.parametrize("day", ["2019-04-29", "2022-11-30"])
def test_on_the_first_and_last_sure_day_there_is_one(day: str) -> None:
    assert quorum(Status.PRESENT, seats_of([POLICE, COUNCIL]), rules_on(day)).quorate is True


@pytest.mark.parametrize("day", ["2019-04-28", "2023-01-01"])
def test_that_no_panel_is_in_force_is_as_confirmed_as_its_reason(day: str) -> None:
    answer = quorum(Status.PRESENT, seats_of([POLICE, COUNCIL]), rules_on(day))

    assert answer.confirmed == answer.reasons[0].confirmed


@pytest.mark.parametrize(
    ("rules", "chair", "present", "conflicted", "quorate"),
    [
        ({"quorum.members_besides_chair": 3}, Status.PRESENT, [POLICE, COUNCIL], [], False),
        ({"quorum.members_besides_chair": 3}, Status.PRESENT, [POLICE, COUNCIL, NGO], [], True),
        ({"quorum.members_besides_chair": 0}, Status.PRESENT, [], [], True),
        ({"quorum.chair_required": False}, Status.ABSENT, [POLICE, COUNCIL], [], True),
        ({"quorum.conflicted_counted": True}, Status.PRESENT, [POLICE, COUNCIL], [COUNCIL], True),
        ({"quorum.sectors_required": ["ngo"]}, Status.PRESENT, [POLICE, COUNCIL], [], False),
        ({"quorum.sectors_required": ["ngo"]}, Status.PRESENT, [POLICE, NGO], [], True),
        ({"quorum.sectors_required": ["ngo"]}, Status.PRESENT, [POLICE, COUNCIL, NGO], [NGO], False),
    ],
)
def test_a_variant_counts_otherwise(
    rules: dict[str, object], chair: Status, present: list[Sector], conflicted: list[Sector], quorate: bool
) -> None:
    answer = quorum(chair, seats_of(present, conflicted), rules_on("2021-06-01", varied(rules)))

    assert answer.quorate is quorate


def test_the_quorum_line_and_the_refusal_of_an_outcome_never_disagree() -> None:
    """They are the same guards: the words that a sitting shows are those with which an outcome is refused."""
    case = Walk.of().to_sitting().present("chair-1", "police-1")

    refused = case.refused("publish_agreement", "chair-1")

    assert refused["enough_members"].text == case.attempt.quorum().words
