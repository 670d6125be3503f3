"""The table as a Murphi model: guards are traced, never written a second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sca_flow.people import Role, Sector
from sca_flow.rules.policy import Rules
from sca_flow.states import effects, guards, panel_guards, routes
from sca_flow.states.guards import Guard
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.position import Seat, Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.explore import accepted, explore
from sca_flow.workbench.invariants import Invariant
from sca_flow.workbench.murphi import finishing, model
from sca_flow.workbench.plan import plan
from sca_flow.workbench.symbols import Symbol, Truth, truth
from sca_flow.workbench.ways import here, ways

SOMEBODY = Try(Role.DECISION_MAKER)
CONVENE, ATTEND, AGREE = Step.CONVENE_PANEL, Step.RECORD_ATTENDANCE, Step.PUBLISH_AGREEMENT


def said(guard: Guard, rules: Rules, attempt: Try = SOMEBODY) -> str | bool:
    """What a guard comes to at a sitting of which nothing is known."""
    found = guard.test(here(plan(TABLE, rules, 3, {}), Stage.PANEL_SITTING), rules, attempt)
    return found.text if isinstance(found, Symbol) else found


def asked(question: Callable[[], Truth]) -> str | bool:
    """What a question that may branch comes to."""
    found = truth(question)
    return found.text if isinstance(found, Symbol) else found


def rules_of(text: str, step: Step) -> str:
    """The part of a model that is about a step."""
    parts = text.split("\n\n")
    return "\n\n".join(part for part in parts if f"-> {step} ->" in part)


def test_a_guard_is_said_in_the_models_words(base: Rules) -> None:
    assert said(guards.NOT_SUSPENDED, base) == "!suspended"
    assert said(guards.CONSENT_OR_CHILD, base) == "(consented | child)"
    assert said(guards.REQUEST_PENDING, base) == "!(pending = ground_none)"
    assert said(panel_guards.CHAIR_PRESENT, base) == "(chair = status_present)"
    assert said(panel_guards.ENOUGH_MEMBERS, base) == "(members_in(status_present) >= 2)"


def test_a_guard_says_no_more_than_the_rules_ask(base: Rules) -> None:
    lenient = base.setting({"quorum.chair_required": False, "quorum.conflicted_counted": True})
    assert said(panel_guards.CHAIR_PRESENT, lenient) is True
    both = "((members_in(status_present) + members_in(status_conflicted)) >= 2)"
    assert said(panel_guards.ENOUGH_MEMBERS, lenient) == both


def test_who_tries_is_known_and_not_said(base: Rules) -> None:
    strict = base.setting({"further_consideration.another_caseworker": True})
    assert said(guards.ANOTHER_CASEWORKER, strict) is True
    assert said(guards.ANOTHER_CASEWORKER, strict, SOMEBODY._replace(decided_earlier=True)) == "(round = 0)"
    conflicted = Seat(False, Sector.POLICE, Status.CONFLICTED, Status.PRESENT)
    assert said(panel_guards.NOT_CONFLICTED, base, SOMEBODY._replace(seat=conflicted)) is False


def test_a_guard_that_branches_cannot_be_said(base: Rules) -> None:
    branching = replace(guards.ADULT, test=lambda p, r, t: not p.child or p.turned_18)
    with pytest.raises(TypeError, match="branches on 'child'"):
        said(branching, base)


def test_an_invariant_may_branch_and_every_branch_is_followed() -> None:
    one, other, many = Symbol("one"), Symbol("other", "Ground"), Symbol("many", "number")
    assert asked(lambda: bool(one) and other == "new_evidence") == "(one & (other = ground_new_evidence))"
    assert asked(lambda: not one or many < 2) == "((one & (many < 2)) | !one)"
    assert asked(lambda: not other) == "!(other != ground_none)"
    assert asked(lambda: bool(many)) == "(many != 0)"
    assert asked(lambda: bool(one) and not one) is False


def test_every_row_that_can_be_taken_is_a_rule(base: Rules) -> None:
    text, what = model(TABLE, base, 2), plan(TABLE, base, 2, {})
    taken = {row.name for position in explore(base, members=2).order for row, _ in accepted(what, position)}
    said_so = {row.name for row in TABLE.rows if f'rule "{row.name}"' in text}
    assert taken <= said_so
    assert {name.split(" -> ")[1] for name in {row.name for row in TABLE.rows} - said_so} == {
        "draft_rg_negative", "confirm_rg_negative", "draft_cg_negative", "release_from_panel", "overturn_decision"
    }  # fmt: skip


def test_a_sitting_reads_as_rules_about_any_member(base: Rules) -> None:
    text = rules_of(model(SITTING, base, 3), ATTEND)
    assert text.startswith("""\
rule "panel_sitting -> record_attendance -> panel_sitting (when always)"
  (stage = stage_panel_sitting) & (chair = status_invited) ==>
begin
  chair := status_present;
end;
""")
    assert text.endswith("""\
ruleset m: member do
rule "panel_sitting -> record_attendance -> panel_sitting (when always)"
  (stage = stage_panel_sitting) & (members[m] = status_left) ==>
begin
  members[m] := status_absent;
end;
end;""")
    assert text.count("ruleset m: member do") == 6


def test_everybody_is_invited_at_once(base: Rules) -> None:
    assert (
        rules_of(model(SITTING, base, 3), CONVENE)
        == """\
rule "panel_listing -> convene_panel -> panel_sitting (when always)"
  (stage = stage_panel_listing) ==>
begin
  stage := stage_panel_sitting;
  chair := status_invited;
  for each: member do members[each] := status_invited; end;
end;"""
    )


def test_what_reads_the_sitting_comes_before_the_sitting_ends(base: Rules) -> None:
    assert (
        rules_of(model(SITTING, base, 3), AGREE)
        == """\
rule "panel_sitting -> publish_agreement -> ready_to_serve (when always)"
  (stage = stage_panel_sitting) & (chair = status_present) & (members_in(status_present) >= 2) ==>
begin
  outcome_quorate := ((chair = status_present) & (members_in(status_present) >= 2));
  stage := stage_ready_to_serve;
  outcome := outcome_agreed;
  chair := status_none;
  for each: member do members[each] := status_none; end;
end;"""
    )


def test_a_counter_is_counted_as_far_as_it_is_read(base: Rules) -> None:
    unread = model(TABLE, base, 2)
    assert "adjournments" not in unread
    read = model(TABLE, base.setting({"panel.adjournment_limit": 1}), 2)
    assert "  adjournments: 0..2;" in read
    assert "(adjournments < 1)" in read
    counted = "(adjournments + ((adjournments < 25) ? 1 : 0))"
    assert f"adjournments := ({counted} > 2 ? 2 : {counted});" in read


def test_time_passes_as_one_rule_for_each_choice_of_dates(base: Rules) -> None:
    waits = [w for w in ways(plan(TABLE, base, 2, {}), Stage.CG_CONSIDERATION) if w.row.step == Step.WAIT]
    assert [tuple(condition.text for condition in way.conditions) for way in waits] == [
        (),
        ("!recovery_passed",),
        ("(!turned_18 & child)",),
        ("(!turned_18 & child)", "!recovery_passed"),
    ]


def test_an_invariant_becomes_two_covers(base: Rules) -> None:
    never = Invariant(
        id="quorate", says="", source="SIM", kind="never",
        when={"step": "publish_agreement"}, never={"quorate_as_published": False},
    )  # fmt: skip
    always = Invariant(
        id="adjourn", says="", source="SIM", kind="always_possible", when={"stage": "panel_sitting"},
        step=Step.ADJOURN_SITTING, by=(Role.PANEL_SECRETARIAT,),
    )  # fmt: skip
    text = model(TABLE, base, 2, [never, always])
    assert 'cover true "quorate: comes up";' in text
    assert '"quorate: broken";' in text
    assert 'cover "adjourn: comes up" (stage = stage_panel_sitting);' in text
    assert 'cover "adjourn: broken" ((stage = stage_panel_sitting) & !(((stage = stage_panel_sitting) & ' in text


def test_the_model_in_which_a_case_has_to_finish_knows_no_withdrawal(base: Rules) -> None:
    text = finishing(TABLE, base, 2)
    assert "-> withdrawn (" not in text
    assert 'liveness "an end can be reached" (stage = stage_not_accepted) | ' in text


def test_members_of_several_sectors_are_not_all_alike(base: Rules) -> None:
    mixed = base.setting({"quorum.sectors_required": frozenset({Sector.POLICE, Sector.NGO})})
    with pytest.raises(ValueError, match="several sectors"):
        model(TABLE, mixed, 3)


def a_row(stage: Stage, step: Step, to: Stage, effect: effects.Effect, *asked: Guard) -> Row:
    return Row(stage, step, to, (Role.PANEL_CHAIR,), routes.ALWAYS, asked, effect)


SITTING = Table(
    (
        a_row(Stage.PANEL_LISTING, CONVENE, Stage.PANEL_SITTING, effects.convened),
        a_row(Stage.PANEL_SITTING, ATTEND, Stage.PANEL_SITTING, effects.seated, panel_guards.NOT_CONFLICTED),
        a_row(Stage.PANEL_SITTING, AGREE, Stage.READY_TO_SERVE, effects.agreed, *panel_guards.QUORUM),
    )
)
"""A process of three rows."""
