"""The random player reaches an end wherever one can be reached, and sees much on its way."""

from __future__ import annotations

from collections import Counter

import pytest

from sca_flow.errors import Incomplete
from sca_flow.events import Taken
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Policy
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Scenario
from sca_flow.states.names import ENDS, Stage, Step
from sca_flow.training import chance
from sca_flow.training.attempt import Attempt

from ..builders import CAST, scenario, varied
from .conftest import Command

SHIPPED = [scenario.id for scenario in Library(shipped()).scenarios()]


def played(case: Scenario, policy: Policy, seed: int) -> Attempt:
    """An attempt played to an end, without a single refusal."""
    attempt = Attempt.start(case, policy, MemoryJournal())
    assert all(result.accepted for result in chance.play(attempt, seed))
    assert attempt.case.ended
    return attempt


def path(attempt: Attempt) -> list[tuple[str, str, object]]:
    return [(one.event.kind, one.actor, one.on) for one in attempt.case.history]


@pytest.mark.parametrize("name", SHIPPED)
def test_over_some_seeds_it_sees_every_stage_and_end_and_nearly_every_step(name: str) -> None:
    case = Library(shipped()).find(name)
    seen: Counter[Step] = Counter()
    stages: set[Stage] = set()
    for seed in range(60):
        events = [one.event for one in played(case, shipped(), seed).case.history if isinstance(one.event, Taken)]
        seen.update(event.step for event in events)
        stages |= {event.to for event in events}
    unseen = {Step.OVERTURN_DECISION, Step.RELEASE_FROM_PANEL}
    if case.file.referral.child:
        unseen |= {Step.WITHDRAW}
    rare = {Step.ACCEPT_RECONSIDERATION, Step.DECLINE_RECONSIDERATION, Step.REQUEST_RECONSIDERATION}
    assert set(Step) - set(seen) <= unseen | rare
    assert seen[Step.REQUEST_RECONSIDERATION] > 0
    assert ENDS - stages <= ({Stage.WITHDRAWN} if case.file.referral.child else set())


@pytest.mark.parametrize("variant", sorted(shipped_variants().by_id))
def test_it_reaches_an_end_under_every_variant(variant: str) -> None:
    policy = shipped_variants().apply(shipped(), [variant])
    for name in SHIPPED:
        for seed in range(3):
            played(Library(policy).find(name), policy, seed)


CHILD = {"age_at_referral": "child", "age_at_exploitation": "child"}
ONE_PANEL = [person for person in CAST if "panel_member" not in person["roles"]]


@pytest.mark.parametrize(
    ("what", "case", "rules"),
    [
        ("a referral back that nobody could answer", scenario(**CHILD), {
            "referral_back.binding": True, "further_consideration.round_limit": 0}),
        ("a sitting that could not be adjourned", scenario(**CHILD), {"panel.adjournment_limit": 0}),
        ("a quorum that nobody could make up", scenario(**CHILD), {"quorum.members_besides_chair": 20}),
        ("a pool without members", scenario(people=ONE_PANEL, **CHILD), {}),
        ("a referral from before the SCA began", scenario(received="2019-03-01", **CHILD), {}),
        ("a case still listed when panels end", scenario(received="2022-10-01", **CHILD), {}),
        ("a child who turns 18", scenario(turns_18="2021-05-01", **CHILD), {"consent.confirmed_at_18": True}),
        ("an adult without consent", scenario(consent="not_given"), {}),
        ("a referral by somebody who is no first responder", scenario(first_responder=False, **CHILD), {}),
        ("the cohort of the IECA", scenario(received="2022-01-10", ieca_cohort=True), {}),
    ],
)  # fmt: skip
def test_it_reaches_an_end_where_one_can_be_reached_at_all(what: str, case: Scenario, rules: dict[str, object]) -> None:
    for seed in range(6):
        played(case, varied(rules), seed)


def test_the_same_seed_takes_the_same_steps_and_another_takes_others() -> None:
    case = Library(shipped()).find("nail-bar")
    assert path(played(case, shipped(), 7)) == path(played(case, shipped(), 7))
    assert path(played(case, shipped(), 7)) != path(played(case, shipped(), 8))


def test_it_goes_on_with_a_case_that_stands_anywhere() -> None:
    case = Library(shipped()).find("nail-bar")
    attempt = Attempt.start(case, shipped(), MemoryJournal())
    attempt.take("suspend", with_={"reason": "A fire in the office."})
    assert list(chance.play(attempt, 1))
    assert attempt.case.ended


def test_what_has_ended_may_stay_as_it_is() -> None:
    attempt = Attempt.start(Library(shipped()).find("nail-bar"), shipped(), MemoryJournal())
    attempt.take("withdraw")
    assert list(chance.play(attempt, 1)) == []


def test_it_gives_up_at_the_limit() -> None:
    attempt = Attempt.start(Library(shipped()).find("county-lines"), shipped(), MemoryJournal())
    with pytest.raises(Incomplete, match="No end was reached in 1 steps"):
        list(chance.play(attempt, 0, limit=1))


def test_giving_up_is_exit_4_and_what_came_of_it_is_told(sca_flow: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "LIMIT", 2)
    monkeypatch.setattr(chance.play, "__defaults__", (2,))
    said = sca_flow("walk", "county-lines", "--auto", "--seed", "0", "--json", "--store", "memory:")
    assert (said.code, said.error["code"]) == (4, "incomplete")
    assert said.json["ended"] is False


def test_without_a_seed_one_is_chosen_and_told(sca_flow: Command) -> None:
    said = sca_flow("walk", "county-lines", "--auto", "--store", "memory:")
    [told] = [line for line in said.lines if line.startswith("Played by chance, seed ")]
    seed = told.removeprefix("Played by chance, seed ").rstrip(".")
    again = sca_flow("walk", "county-lines", "--auto", "--seed", seed, "--store", "memory:")
    assert again.lines[1:] == said.lines[1:]


def test_a_seed_without_chance_is_refused(sca_flow: Command) -> None:
    assert sca_flow("walk", "county-lines", "--seed", "1").code == 2
