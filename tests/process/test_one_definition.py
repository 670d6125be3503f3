"""One definition: the machine and the compiled table are made from it, and never disagree."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sca_flow.rules.model import Decision
from sca_flow.rules.policy import Rules, field_of
from sca_flow.states import compiled, machine
from sca_flow.states.guards import Guard
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.routes import WITNESSES, When
from sca_flow.states.row import Row
from sca_flow.states.table import TABLE

from .chance import positions, rules, situations, tries

Situation = tuple[Position, Rules, Try]
ROUTES = tuple(sorted({row.when.id for row in TABLE.rows}))
GUARDS = tuple({id(guard): guard for row in TABLE.rows for guard in row.guards}.values())
WHENS = tuple({id(row.when): row.when for row in TABLE.rows}.values())
FORM = Try._fields[Try._fields.index("complete") :]

OTHERWISE = {
    "panel.in_force": False,
    "panel.reviews": frozenset({Decision.RG_NEGATIVE}),
    "panel.covers_transferred": True,
    "panel.fresh_negative_returns": False,
    "second_review.required_for": frozenset(),
}
"""Another value for every rule on which a route may turn."""

a_row = st.sampled_from(TABLE.rows)
a_guard = st.sampled_from(GUARDS)


def with_rules_of(of: Guard | When, values: Rules, others: Rules) -> Rules:
    """Other rules, but for those that a guard or a route names."""
    named = [field_of(rule) for rule in of.rules]
    return others._replace(**{name: getattr(values, name) for name in named if name in Rules._fields})


@pytest.mark.parametrize("row", TABLE.rows, ids=lambda row: row.name)
def test_machine_and_compiled_table_agree_on_every_mask_of_a_row(row: Row) -> None:
    """Only the full mask leads on, and every bit that is missing names its guard and no other."""
    for mask in range(row.full + 1):
        by_machine = machine.fire(row.stage, row.step, row.when.id, mask)

        assert by_machine == compiled.fire(row.stage, row.step, row.when.id, mask)
        assert by_machine == (row.to if mask == row.full else None)
        missing = [guard for place, guard in enumerate(row.guards) if not mask & (1 << place)]
        assert list(row.refusing(mask)) == missing


@pytest.mark.parametrize("stage", Stage)
def test_machine_and_compiled_table_agree_on_every_stage_step_and_route(stage: Stage) -> None:
    """Where the table has no row, neither leads anywhere, whatever the mask."""
    full = {(row.step, row.when.id): row.full for row in TABLE.rows if row.stage == stage}
    for step, route in product(Step, ROUTES):
        for mask in (0, full.get((step, route), 1), 1023):
            by_machine = machine.fire(stage, step, route, mask)

            assert by_machine == compiled.fire(stage, step, route, mask)
            assert (by_machine is not None) == (full.get((step, route)) == mask)


@given(situations(), st.sampled_from(Step))
def test_they_agree_on_any_position_rules_and_try(situation: Situation, step: Step) -> None:
    position, values, attempt = situation
    after = compiled.advance(position, step, values, attempt)
    row = TABLE.route(position, step, values)
    if row is None:
        assert after is None
        assert step not in TABLE.steps(position.stage)
        return
    mask = row.mask(position, values, attempt)
    led = machine.fire(row.stage, step, row.when.id, mask)

    assert (None if after is None else after.stage) == led
    refusing = [guard.id for guard in row.guards if not guard.test(position, values, attempt)]
    assert [guard.id for guard in row.refusing(mask)] == refusing
    assert (led is None) == bool(refusing)


@given(situations(), a_row)
def test_they_agree_when_nothing_refuses(situation: Situation, row: Row) -> None:
    """The same, of steps that the stage knows and of tries that are as good as they can be."""
    position, values, attempt = situation
    position = position._replace(stage=row.stage)
    taken = TABLE.route(position, row.step, values)
    assert taken is not None
    mask = taken.mask(position, values, attempt)

    after = compiled.advance(position, row.step, values, attempt)

    led = machine.fire(taken.stage, row.step, taken.when.id, mask)
    assert after == (None if led is None else taken.effect(position, values, attempt)._replace(stage=led))


@given(positions, rules, st.sampled_from(sorted(TABLE.cells)))
def test_exactly_one_route_takes_a_step_that_the_stage_knows(
    position: Position, values: Rules, cell: tuple[Stage, Step]
) -> None:
    stage, step = cell

    taken = [row for row in TABLE.cells[cell] if row.when.test(position._replace(stage=stage), values)]

    assert len(taken) == 1, f"{stage} -> {step} takes {[row.when.id for row in taken]}"


@given(situations(), a_row)
def test_an_effect_never_moves_the_stage_and_keeps_what_a_case_arrives_with(situation: Situation, row: Row) -> None:
    position, values, attempt = situation

    after = row.effect(position, values, attempt)

    assert after.stage == position.stage
    assert after[1:5] == position[1:5]
    assert min(after.members) >= 0


@given(situations())
def test_guards_answer_yes_or_no_and_always_find_words(situation: Situation) -> None:
    for guard in GUARDS:
        assert guard.test(*situation) in (True, False)
        assert guard.missing(*situation)


@given(situations(), tries, a_guard)
def test_a_guard_that_does_not_read_the_form_is_not_moved_by_it(situation: Situation, other: Try, guard: Guard) -> None:
    """Only such guards decide what is offered, before anything is recorded."""
    position, values, attempt = situation
    filled_otherwise = attempt._replace(**{name: getattr(other, name) for name in FORM})
    if not guard.form:
        assert guard.test(position, values, attempt) == guard.test(position, values, filled_otherwise)


@given(situations(), positions, tries)
def test_a_guard_that_reads_only_rules_is_moved_by_nothing_else(
    situation: Situation, elsewhere: Position, another: Try
) -> None:
    _, values, _ = situation
    for guard in GUARDS:
        if guard.rules_only:
            assert guard.test(*situation) == guard.test(elsewhere, values, another), guard.id


@given(situations(), rules, a_guard)
def test_a_guard_is_moved_by_no_rule_that_it_does_not_cite(situation: Situation, others: Rules, guard: Guard) -> None:
    """What a refusal cites is all that it rests on."""
    position, values, attempt = situation

    mixed = with_rules_of(guard, values, others)

    assert guard.test(position, values, attempt) == guard.test(position, mixed, attempt)


@pytest.mark.parametrize("when", WHENS, ids=[f"{place}-{when.id}" for place, when in enumerate(WHENS)])
def test_a_route_is_moved_by_no_rule_that_it_does_not_name(when: When, base: Rules) -> None:
    for position, (rule, value) in product(WITNESSES, OTHERWISE.items()):
        if rule not in when.rules:
            assert when.test(position, base) == when.test(position, base.setting({rule: value})), rule
