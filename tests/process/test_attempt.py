"""The one door: what is recorded, what is not, and how an attempt is left and taken up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from sca_flow.case import folded
from sca_flow.errors import Broken, Changed, InputError, StoreError, UnknownName
from sca_flow.events import Erased, Refused, Started, Taken, happened
from sca_flow.journal import Entry, MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Scenario
from sca_flow.training.attempt import Attempt, Drifted
from sca_flow.training.verify import erase, verdicts

from ..builders import NOW, Walk, clock, counted, scenario, varied


def again(walk: Walk, *, scene: Scenario | None = None, policy: Policy | None = None, prefix: str = "b") -> Attempt:
    """The same attempt opened in another window, with ids of its own."""
    found = scene or walk.attempt.scenario
    return Attempt.resume(
        walk.attempt.id, lambda _: found, policy or shipped(), walk.journal, clock=clock, ids=counted(prefix)
    )


def entries(walk: Walk) -> list[dict[str, Any]]:
    return [entry.fields for entry in walk.journal.read(walk.attempt.id)]


def test_an_attempt_begins_with_the_event_that_opens_it(case: Walk) -> None:
    (first,) = entries(case)

    assert (first["kind"], first["seq"], first["actor"], first["family"]) == ("started", 1, "trainee", "case")
    assert first["at"] == NOW.isoformat()
    assert first["payload"]["scenario_sha"] == case.attempt.scenario.sha
    assert first["payload"]["policy_sha"] == case.attempt.policy.sha


def test_a_step_is_one_event_with_who_when_and_where_it_led(case: Walk) -> None:
    case.until("2021-03-04").takes("accept_referral", "intake", note="Seen.")

    last = entries(case)[-1]
    assert (last["seq"], last["kind"], last["actor"], last["role"]) == (
        3,
        "accept_referral",
        "intake",
        "competent_authority",
    )
    assert (last["on"], last["at"]) == ("2021-03-04", NOW.isoformat())
    assert (last["payload"]["from"], last["payload"]["to"]) == ("received", "rg_consideration")


def test_a_refusal_is_an_event_with_its_reasons_and_moves_nothing(case: Walk) -> None:
    before = case.attempt.scene.position

    result = case.tries("accept_referral", "decider")

    last = entries(case)[-1]
    assert (last["kind"], last["seq"], result.seq) == ("refused", 2, 2)
    assert [reason["guard"] for reason in last["payload"]["reasons"]] == ["role"]
    assert last["payload"]["reasons"] == [reason.as_json() for reason in result.reasons]
    assert case.attempt.scene.position == before


@pytest.mark.parametrize(
    ("step", "by", "form", "offered"),
    [
        ("accept_refferal", "intake", {}, "accept_referral"),
        ("accept_referral", "intak", {}, "intake"),
        ("accept_referral", "intake", {"notes": "x"}, "note"),
        ("reject_referral", "intake", {"reason": "duplicat"}, "duplicate"),
        ("convene_panel", "secretary", {"chair": "chair-9"}, "chair-"),
        ("convene_panel", "secretary", {"chair": "chair-1", "members": ["police-9"]}, "police-"),
    ],
)
def test_an_unknown_name_offers_the_nearest_and_records_nothing(
    case: Walk, step: str, by: str, form: dict[str, Any], offered: str
) -> None:
    with pytest.raises(UnknownName, match=offered) as caught:
        case.tries(step, by, **form)

    assert caught.value.exit_code == 2
    assert len(entries(case)) == 1


@pytest.mark.parametrize(
    ("step", "form"),
    [
        ("accept_referral", {"note": ["a", "list"]}),
        ("accept_referral", {"note": True}),
        ("accept_referral", {"note": "x" * 20_001}),
        ("reject_referral", {"reason": 3}),
        ("serve_cg_negative", {"safe_to_contact": "yes"}),
        ("convene_panel", {"members": "police-1"}),
        ("convene_panel", {"members": [1]}),
        ("wait", {"until": "tomorrow"}),
        ("wait", {"until": "2021-3-9"}),
        ("wait", {"until": "2021-02-30"}),
        ("wait", {"until": 20210309}),
    ],
)
def test_a_value_that_cannot_be_used_is_an_input_error_and_records_nothing(
    case: Walk, step: str, form: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        case.tries(step, None, **form)

    assert len(entries(case)) == 1


def test_somebody_in_the_scenario_may_be_named_by_role(case: Walk) -> None:
    case.takes("accept_referral", "competent_authority")

    assert entries(case)[-1]["actor"] == "intake"


def test_a_role_that_nobody_holds_is_unknown() -> None:
    case = Walk.of(people=[{"id": "intake", "name": "In", "roles": ["competent_authority"]}])

    with pytest.raises(UnknownName):
        case.tries("accept_referral", "manager")


def test_free_text_is_kept_apart_and_the_event_holds_its_reference(case: Walk) -> None:
    case.to_rg().takes("decide_rg_positive", "decider", reasons="A secret of hers.")

    last = case.journal.read(case.attempt.id)[-1]
    assert "secret" not in last.body
    reference = last.fields["payload"]["form"]["reasons"]
    assert case.attempt.texts()[reference] == "A secret of hers."


@pytest.mark.parametrize("pasted", ["caf\udce9 noir", "a\x00b", "\x1b[2Jb", "a\u202eb", "a\u200bb"])
def test_free_text_that_was_pasted_holds_nothing_that_cannot_be_stored_or_shown(case: Walk, pasted: str) -> None:
    case.takes("accept_referral", "intake", note=pasted)

    (text,) = case.attempt.texts().values()
    assert text.encode("utf-8")
    assert text.isprintable()


def test_free_text_of_nothing_but_invisible_characters_is_no_text(case: Walk) -> None:
    assert "reasons_recorded" in case.to_rg().refused("decide_rg_positive", "decider", reasons=" \u200b\x1b ")


def test_free_text_of_a_refused_step_is_kept_apart_too(case: Walk) -> None:
    case.refused("suspend", "decider", reason="A secret of hers.")

    assert "secret" not in case.journal.read(case.attempt.id)[-1].body
    assert "A secret of hers." in case.attempt.texts().values()


def test_the_same_words_have_another_reference_each_time(case: Walk) -> None:
    case.to_rg()
    for _ in range(2):
        case.takes("record_information", "decider", of="other", what="The same words.")

    assert len(case.attempt.texts()) == 2


def test_erasing_removes_text_and_name_and_the_chain_still_holds() -> None:
    case = Walk.through(scenario(), name="Jo Trainee").to_recovery()
    head = case.journal.head(case.attempt.id)
    assert case.journal.name(head.person) == "Jo Trainee"

    assert erase(case.journal, case.attempt.id, clock) == 1

    assert case.attempt.texts() == {}
    assert case.journal.name(head.person) == ""
    assert (entries(case)[-1]["kind"], entries(case)[-1]["family"]) == ("erased", "study")
    assert all(verdict.sound for verdict in verdicts(case.journal))


def test_what_was_erased_can_be_gone_on_with(case: Walk) -> None:
    case.to_recovery()
    erase(case.journal, case.attempt.id)

    window = again(case)

    assert isinstance(window.case.history[-1].event, Erased)
    assert window.take("begin_cg_consideration", "decider").accepted


def test_a_window_that_was_open_while_the_text_was_erased_is_told_so(case: Walk) -> None:
    case.to_recovery()
    erase(case.journal, case.attempt.id)

    with pytest.raises(Changed):
        case.tries("begin_cg_consideration", "decider")


@pytest.mark.parametrize("damage", ["head", "body", "order"])
def test_an_attempt_that_was_tampered_with_is_found(case: Walk, damage: str) -> None:
    case.to_recovery()
    recorded = case.journal._entries[case.attempt.id]
    match damage:
        case "head":
            heads = case.journal._heads
            heads[case.attempt.id] = replace(heads[case.attempt.id], stage="cg_negative_served")
        case "body":
            recorded[1] = replace(recorded[1], body=recorded[1].body.replace("intake", "nobody"))
        case "order":
            recorded[1], recorded[2] = recorded[2], recorded[1]

    (verdict,) = verdicts(case.journal)

    assert not verdict.sound
    assert verdict.why


def test_an_attempt_is_taken_up_where_it_was_left(case: Walk) -> None:
    case.to_quorate()

    window = again(case)

    assert window.case == case.attempt.case
    assert window.scene.position == case.attempt.scene.position
    assert window.take("publish_agreement", "chair-1").accepted


@pytest.mark.parametrize("stage", ["to_rg", "to_cg", "to_listing", "to_sitting", "to_further", "to_served"])
def test_it_can_be_left_at_any_point(stage: str) -> None:
    case = getattr(Walk.of(), stage)()

    assert again(case).case == case.attempt.case


def test_a_pinned_day_is_taken_up_with_the_attempt() -> None:
    case = Walk.of(received="2022-10-03", assume={"panel.in_force": "2022-12-10"}).to_listing(on="2022-11-30")

    assert again(case).policy.assume == case.attempt.policy.assume


def test_a_scenario_that_changed_is_refused(case: Walk) -> None:
    with pytest.raises(Drifted, match="scenario"):
        again(case, scene=replace(scenario(), sha="1" * 64))


def test_rules_that_changed_are_refused(case: Walk) -> None:
    with pytest.raises(Drifted, match="rules"):
        again(case, policy=varied({"quorum.members_besides_chair": 3}))


def test_an_attempt_that_is_not_there_is_unknown(case: Walk) -> None:
    with pytest.raises(UnknownName):
        Attempt.resume("id-9", lambda _: scenario(), shipped(), case.journal)


def test_a_second_window_is_told_that_the_case_changed_and_loses_nothing(case: Walk) -> None:
    window = again(case)
    case.to_rg()
    before = window.case

    with pytest.raises(Changed) as caught:
        window.take("accept_referral", "intake", {"note": "Mine."})

    assert caught.value.exit_code == 3
    assert window.case == before
    assert len(entries(case)) == 2
    assert "Mine." not in case.attempt.texts().values()
    assert again(case, prefix="c").take("decide_rg_positive", "decider", {"reasons": "I suspect."}).accepted


def test_a_retry_records_once_and_gives_the_same_answer(case: Walk) -> None:
    first = case.attempt.take("accept_referral", "intake", event_id="press-1")
    second = case.attempt.take("accept_referral", "intake", event_id="press-1")

    assert (second.seq, second.accepted) == (first.seq, True)
    assert len(entries(case)) == 2
    assert case.attempt.case == folded(happened(entry) for entry in case.journal.read(case.attempt.id))


def test_a_retry_of_a_refusal_gives_the_same_reasons(case: Walk) -> None:
    first = case.attempt.take("accept_referral", "decider", event_id="press-1")
    second = case.attempt.take("accept_referral", "decider", event_id="press-1")

    assert second.reasons == first.reasons
    assert len(entries(case)) == 2


def test_a_retry_with_more_behind_it_does_not_lose_what_came_after(case: Walk) -> None:
    case.attempt.take("accept_referral", "intake", event_id="press-1")
    case.takes("decide_rg_positive", "decider", reasons="I suspect.")

    assert case.attempt.take("accept_referral", "intake", event_id="press-1").seq == 2
    assert case.stage == "recovery_period"


@dataclass
class Unacknowledging(MemoryJournal):
    """A journal that records and then fails to say so, once."""

    fails: bool = False

    def append(self, *args: Any, **more: Any) -> tuple[Entry, ...]:
        recorded = super().append(*args, **more)
        if self.fails:
            self.fails = False
            raise StoreError("The connection was lost.")
        return recorded


def test_a_step_that_was_recorded_but_not_acknowledged_is_retried_without_harm() -> None:
    journal = Unacknowledging()
    case = Walk.through(scenario(), journal=journal).to_rg()
    press: Mapping[str, Any] = {"reasons": "I suspect."}
    journal.fails = True
    with pytest.raises(StoreError):
        case.attempt.take("decide_rg_positive", "decider", press, event_id="press-1")
    assert case.stage == "rg_consideration"

    result = case.attempt.take("decide_rg_positive", "decider", press, event_id="press-1")

    assert (result.seq, result.accepted, case.stage) == (3, True, "recovery_period")
    assert len(entries(case)) == 3
    assert case.attempt.case == folded(happened(entry) for entry in journal.read(case.attempt.id))
    reference = case.attempt.case.history[-1].event.form["reasons"]
    assert case.attempt.texts()[reference] == "I suspect."


def test_events_of_another_kind_or_version_are_refused_by_name(case: Walk) -> None:
    entry = case.journal.read(case.attempt.id)[0]
    for body in (
        entry.body.replace('"started"', '"started_again"', 1),
        entry.body.replace('"version":1', '"version":2', 1),
    ):
        with pytest.raises(Broken, match="cannot be read"):
            happened(replace(entry, body=body))


def test_a_journal_that_does_not_begin_where_it_ended_is_broken(case: Walk) -> None:
    history = list(case.to_recovery().attempt.case.history)

    with pytest.raises(Broken, match="begins at"):
        folded([history[0], *history[2:]])
    with pytest.raises(Broken, match="first event"):
        folded(history[1:])


@pytest.mark.parametrize("kind", [Started, Taken, Refused])
def test_events_come_back_from_the_journal_as_they_were(case: Walk, kind: type) -> None:
    case.to_quorate()
    case.refused("publish_agreement", "police-1")

    found = [event for event in case.attempt.case.history if isinstance(event.event, kind)]
    stored = {entry.seq: happened(entry) for entry in case.journal.read(case.attempt.id)}
    assert found
    assert all(stored[event.seq] == event for event in found)


def test_the_wall_clock_orders_nothing() -> None:
    """Two attempts under different clocks come to the same case."""

    def played(now: Callable[[], Any]) -> Attempt:
        attempt = Attempt.start(scenario(), shipped(), MemoryJournal(), clock=now, ids=counted())
        attempt.take("accept_referral", "intake")
        return attempt

    assert played(clock).case == played(lambda: NOW.replace(year=1999)).case
