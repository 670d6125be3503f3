"""The shipped table is sound, and a table that is not says where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sca_flow.rules.policy import Policy, Rules
from sca_flow.states import effects, guards, panel_guards
from sca_flow.states.checks import unsound
from sca_flow.states.guards import NOT_SUSPENDED, Guard
from sca_flow.states.names import ENDS, OPEN, Stage, Step
from sca_flow.states.routes import ALWAYS, When
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE

Faults = Callable[[Table], list[str]]


@pytest.fixture
def faults(policy: Policy, base: Rules) -> Faults:
    """What is unsound about a table under the shipped rules."""
    return lambda table: unsound(table, policy.rules, base)


def without(test: Callable[[Row], bool]) -> Table:
    """The shipped table with some of its rows dropped."""
    return Table(tuple(row for row in TABLE.rows if not test(row)))


def changing(test: Callable[[Row], bool], change: Callable[[Row], Row]) -> Table:
    """The shipped table with some of its rows changed."""
    return Table(tuple(change(row) if test(row) else row for row in TABLE.rows))


def adding(*guards: Guard, to: Step) -> Table:
    """The shipped table with guards added to a step."""
    return changing(lambda row: row.step == to, lambda row: replace(row, guards=row.guards + guards))


def leaves(stage: Stage) -> Callable[[Row], bool]:
    return lambda row: row.stage == stage and row.to != stage


def test_the_shipped_table_is_sound(faults: Faults) -> None:
    assert faults(TABLE) == []


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.RECEIVED])
def test_a_stage_that_no_row_leads_to_is_named(faults: Faults, stage: Stage) -> None:
    found = faults(without(lambda row: row.to == stage and row.stage != stage))

    assert any(f"stage '{stage}' is reached by no row" in fault for fault in found)


@pytest.mark.parametrize("stage", OPEN)
def test_a_stage_without_a_way_out_is_named(faults: Faults, stage: Stage) -> None:
    found = faults(without(lambda row: leaves(stage)(row) and row.step != Step.WITHDRAW))

    assert any(f"stage '{stage}' has no way out" in fault for fault in found)


def test_withdrawing_is_no_way_out_because_a_child_cannot(faults: Faults) -> None:
    """Even where an adult could still leave by withdrawing, the stage is a trap."""
    table = without(lambda row: leaves(Stage.RECEIVED)(row) and row.to != Stage.WITHDRAWN)

    assert any("stage 'received' has no way out" in fault for fault in faults(table))


def test_an_unquorate_sitting_that_cannot_be_adjourned_is_a_trap(faults: Faults) -> None:
    """Panels may end while a sitting is on: its outcomes are closed then, and suspending a case is no way on."""
    found = faults(without(lambda row: row.step == Step.ADJOURN_SITTING))

    assert any("stage 'panel_sitting' has no way out" in fault for fault in found)


def test_a_case_still_listed_when_panels_ended_and_not_released_is_a_trap(faults: Faults) -> None:
    """Nobody can count on new evidence to get a case off the list."""
    found = faults(without(lambda row: row.step == Step.RELEASE_FROM_PANEL))

    assert any("stage 'panel_listing' has no way out" in fault for fault in found)


def test_a_case_that_no_route_takes_is_named(faults: Faults) -> None:
    found = faults(
        without(lambda row: row.step == Step.UPHOLD_CG_NEGATIVE and row.when.id == "no_panel_due"),
    )

    assert [fault.split(":")[0] for fault in found] == ["second_pair_of_eyes -> uphold_cg_negative"]
    assert "no route takes" in found[0]
    assert "(when panel_due)" in found[0]


def test_a_case_that_two_routes_take_is_named(faults: Faults) -> None:
    found = faults(
        changing(
            lambda row: row.step == Step.UPHOLD_CG_NEGATIVE and row.when.id == "no_panel_due",
            lambda row: replace(row, when=replace(ALWAYS, id="whenever")),
        )
    )

    assert any(
        "second_pair_of_eyes -> uphold_cg_negative" in fault and "more than one route" in fault for fault in found
    )


def test_a_row_that_stands_there_twice_is_named(faults: Faults) -> None:
    serve = next(row for row in TABLE.rows if row.step == Step.SERVE_CG_NEGATIVE)

    found = faults(Table((*TABLE.rows, serve)))

    assert any("ready_to_serve -> serve_cg_negative" in fault and "more than one route" in fault for fault in found)


def test_a_guard_that_rests_on_no_rule_names_its_row_and_the_rule(faults: Faults) -> None:
    ghost = Guard("ghost", "A guard.", lambda p, r, t: True, ("quorum.ghosts",), "No.")

    found = faults(adding(ghost, to=Step.SERVE_CG_NEGATIVE))

    assert found == [
        "ready_to_serve -> serve_cg_negative -> cg_negative_served (when always): "
        "guard 'ghost' rests on 'quorum.ghosts', which is no rule."
    ]


def test_a_route_that_rests_on_no_rule_names_its_row_and_the_rule(faults: Faults) -> None:
    ghostly = When("ghostly", "ghostly", lambda p, r: True, ("quorum.ghosts",))

    found = faults(
        changing(lambda row: row.step == Step.SERVE_CG_NEGATIVE, lambda row: replace(row, when=ghostly)),
    )

    assert any("ready_to_serve -> serve_cg_negative" in fault and "quorum.ghosts" in fault for fault in found)


def test_a_guard_that_stands_there_twice_names_its_row(faults: Faults) -> None:
    found = faults(adding(NOT_SUSPENDED, to=Step.SERVE_CG_NEGATIVE))

    assert found == [
        "ready_to_serve -> serve_cg_negative -> cg_negative_served (when always): a guard stands there twice."
    ]


def test_every_guard_that_is_defined_is_used_by_some_row() -> None:
    defined = {
        value.id for module in (guards, panel_guards) for value in vars(module).values() if isinstance(value, Guard)
    }
    used = {guard.id for row in TABLE.rows for guard in row.guards}

    made_for_each_row = {"role", "form_complete", "reasons_recorded"}
    assert defined | made_for_each_row == used


def test_every_effect_that_is_defined_is_used_by_some_row(base: Rules) -> None:
    helpers = {"up", "risen", "decided", "overturned", "answered"}
    defined = {
        name
        for name, value in vars(effects).items()
        if callable(value) and getattr(value, "__module__", "") == effects.__name__ and name not in helpers
    }
    used = {row.effect.__name__ for row in TABLE.rows} | {"set_aside"}

    assert defined <= used | {"effect"}
    assert any(row.effect is effects.set_aside for row in TABLE.rows)


def test_one_id_is_one_guard() -> None:
    """A refusal names its guard: two conditions of one id could not be told apart."""
    by_id: dict[str, set[str]] = {}
    for row in TABLE.rows:
        for guard in row.guards:
            by_id.setdefault(guard.id, set()).add(guard.says)

    assert {id for id, said in by_id.items() if len(said) > 1} == set()


def test_every_rule_on_record_is_what_something_rests_on(policy: Policy) -> None:
    """A standing rule that no refusal can cite was written for nothing, and another is cited in its place."""
    cited = {rule for row in TABLE.rows for guard in row.guards for rule in guard.rules}
    routing = {rule for row in TABLE.rows for rule in row.when.rules}
    elsewhere = {"process.order", "rg.target", "reconsideration.reply_target"}  # the order of stages, and deadlines
    elsewhere |= {"rg.threshold", "cg.threshold"}  # what a decision is written against
    told = {"panel.full_complement"}  # its size is not confirmed, and nothing is refused for it

    assert set(policy.rules) - cited - routing - elsewhere - told == set()


def test_every_end_of_the_process_is_an_end_of_the_table() -> None:
    """Nothing but waiting, and what follows a served decision, leaves an end."""
    after = {row.step for row in TABLE.rows if row.stage in ENDS and row.to != row.stage}

    assert after == {Step.ACCEPT_RECONSIDERATION}


def test_a_route_that_can_be_taken_says_so(base: Rules) -> None:
    """Where no panel sits only one of the two is left; where one does, transferred cases still take the other."""
    no_panel = base.setting({"panel.in_force": False})
    routes = {row.when.id: row.when for row in TABLE.rows if row.step == Step.UPHOLD_CG_NEGATIVE}

    assert {id: when.possible(base) for id, when in routes.items()} == {"panel_due": True, "no_panel_due": True}
    assert {id: when.possible(no_panel) for id, when in routes.items()} == {"panel_due": False, "no_panel_due": True}
