"""The map: every stage, the path of a case, where it stands, and where its steps lead."""

from __future__ import annotations

from datetime import date
from itertools import takewhile

import pytest

from sca_flow.glyphs import in_ascii
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.rules.policy import Dates, Rules
from sca_flow.scenario.loader import Library
from sca_flow.states.map import ProcessMap
from sca_flow.states.map_drawing import Tone, drawn, plain
from sca_flow.states.map_parts import Standing
from sca_flow.states.map_words import outlined
from sca_flow.states.names import OPEN, Stage, Step
from sca_flow.states.table import TABLE
from sca_flow.training.attempt import Attempt
from sca_flow.training.process_map import map_of
from sca_flow.training.script import play

PANEL = {Stage.PANEL_LISTING, Stage.PANEL_SITTING, Stage.FURTHER_CONSIDERATION}
WIDTHS = (60, 80, 120)


def rules_on(day: date) -> list[Rules]:
    policy = shipped()
    return [one.in_force(Dates.all_on(day)).values for one in policy.possibilities(day, day)]


def process_on(day: date) -> ProcessMap:
    rules = rules_on(day)
    return ProcessMap([row for row in TABLE.rows if any(row.when.possible(one) for one in rules)], rules)


def attempt_before(step: Step, scenario: str = "nail-bar") -> Attempt:
    """A shipped scenario walked along its model path up to a step."""
    found = Library(shipped()).find(scenario)
    attempt = Attempt.start(found, shipped(), MemoryJournal())
    for _ in play(attempt, takewhile(lambda line: line.step != step, found.file.model)):
        pass
    return attempt


def text(map_: ProcessMap, width: int = 120) -> str:
    return "\n".join(plain(line) for line in drawn(map_, width))


def boxes(map_: ProcessMap) -> list[str]:
    """The first line of every box, in the order in which they are drawn."""
    lines = [plain(line) for line in drawn(map_, 120)]
    tops = [number for number, line in enumerate(lines) if line.lstrip("│ ").startswith(("┌", "┏"))]
    return [lines[number + 1] for number in tops]


@pytest.mark.parametrize(
    "map_",
    [ProcessMap(TABLE.rows), process_on(date(2021, 3, 1)), map_of(attempt_before(Step.ADJOURN_SITTING))],
    ids=["whole", "on a day", "of a case"],
)
def test_every_stage_has_one_box(map_: ProcessMap) -> None:
    found = boxes(map_)
    assert len(found) == len(Stage)
    for stage in Stage:
        assert sum(f" {stage.label} " in box for box in found) == 1, stage


def test_a_stage_that_is_not_part_of_the_process_is_named_below_it() -> None:
    map_ = process_on(date(2023, 3, 1))
    assert set(map_.absent) == PANEL
    assert len(boxes(map_)) == len(Stage) - len(PANEL)
    below = text(map_).split("Not part of the process under these rules:")[1]
    for stage in PANEL:
        assert stage.label in below


def test_a_day_before_panels_ended_and_one_after_differ() -> None:
    before, after = process_on(date(2021, 3, 1)), process_on(date(2023, 3, 1))
    assert set(before.places) >= PANEL
    assert Stage.PANEL_SITTING in before.spine
    assert not PANEL & set(after.spine)


def test_a_day_on_which_the_sources_leave_it_open_has_both_ways() -> None:
    upheld = [way.to for way in process_on(date(2022, 12, 10)).places[Stage.SECOND_PAIR_OF_EYES].ways]
    assert {Stage.PANEL_LISTING, Stage.READY_TO_SERVE} <= set(upheld)


def test_the_main_way_leads_through_the_panel_and_never_through_a_referral_back() -> None:
    assert process_on(date(2021, 3, 1)).spine == (
        Stage.RECEIVED,
        Stage.RG_CONSIDERATION,
        Stage.RECOVERY_PERIOD,
        Stage.CG_CONSIDERATION,
        Stage.SECOND_PAIR_OF_EYES,
        Stage.PANEL_LISTING,
        Stage.PANEL_SITTING,
        Stage.READY_TO_SERVE,
        Stage.CG_NEGATIVE_SERVED,
    )


def test_every_arrow_of_the_table_is_a_way_on_the_whole_map() -> None:
    map_ = ProcessMap(TABLE.rows)
    ways = {(place.stage, way.step, way.to) for place in map_.places.values() for way in place.ways}
    ways |= {(stage, way.step, way.to) for stage in OPEN for way in map_.leaving}
    assert ways == {(row.stage, row.step, row.to) for row in TABLE.rows if row.stage != row.to}


def test_a_step_that_the_rules_close_to_everybody_says_so() -> None:
    seen = text(process_on(date(2021, 3, 1)))
    assert "✗ Overturn the decision · closed under these rules" in seen
    assert "✗ Publish the panel's agreement" not in seen


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("until", [Step.ACCEPT_REFERRAL, Step.ADJOURN_SITTING, Step.SERVE_CG_NEGATIVE])
def test_no_line_is_wider_than_asked_and_no_word_is_lost(width: int, until: Step) -> None:
    map_ = map_of(attempt_before(until))
    lines = [plain(line) for line in drawn(map_, width)]
    assert max(map(len, lines)) <= width
    assert _words(text(map_, 500)) == _words("\n".join(lines))


def _words(drawing: str) -> list[str]:
    """What is said, without lines and boxes, in any order of lines."""
    return sorted(word for word in drawing.split() if any(letter.isalnum() for letter in word))


def test_the_path_and_the_present_stage_are_marked() -> None:
    map_ = map_of(attempt_before(Step.ADJOURN_SITTING))
    assert map_.places[Stage.PANEL_SITTING].standing == Standing.HERE
    been = {stage for stage, place in map_.places.items() if place.standing == Standing.BEEN}
    assert been == {
        Stage.RECEIVED,
        Stage.RG_CONSIDERATION,
        Stage.RECOVERY_PERIOD,
        Stage.CG_CONSIDERATION,
        Stage.SECOND_PAIR_OF_EYES,
        Stage.PANEL_LISTING,
    }
    seen = text(map_)
    assert seen.count("YOU ARE HERE") == 1
    assert "◆ Panel sitting" in seen
    assert "▼  ✓ Accept referral · done 2020-02-04" in seen


def test_the_steps_from_here_say_whether_they_are_open_and_where_they_lead() -> None:
    attempt = attempt_before(Step.ADJOURN_SITTING)
    here = map_of(attempt).places[attempt.case.stage]
    assert {(way.step, way.to, way.open) for way in (*here.ways, *here.stays)} == {
        (offer.step, offer.to, offer.open) for offer in attempt.offers()
    }
    seen = text(map_of(attempt))
    assert "▸ Adjourn the sitting · open now ─▶ ↑ back to Waiting for a multi-agency assurance panel" in seen
    assert "✗ Publish the panel's agreement · closed now" in seen


def test_only_the_box_of_the_present_stage_is_heavy() -> None:
    lines = drawn(map_of(attempt_before(Step.ADJOURN_SITTING)), 80)
    heavy = [plain(line) for line in lines if any(tone == Tone.HERE for _, tone in line)]
    assert len(heavy) == 3
    assert all("┏" in line or "┃" in line or "┗" in line for line in heavy)


def test_a_stage_behind_the_case_has_no_way_to_it_any_more_unless_a_step_leads_back() -> None:
    places = map_of(attempt_before(Step.ADJOURN_SITTING)).places
    assert places[Stage.NOT_ACCEPTED].standing == Standing.PAST
    assert places[Stage.RG_SECOND_REVIEW].standing == Standing.PAST
    assert places[Stage.PANEL_LISTING].next
    assert places[Stage.READY_TO_SERVE].standing == Standing.AHEAD


def test_a_case_that_came_to_its_end_is_marked_there() -> None:
    attempt = attempt_before(Step.DECIDE_RG_POSITIVE)
    assert attempt.take(Step.WITHDRAW, None, {}).accepted
    places = map_of(attempt).places
    assert places[Stage.WITHDRAWN].standing == Standing.HERE
    assert "✓ Withdraw · done" in text(map_of(attempt))


def test_a_map_in_ascii_is_as_wide_and_has_nothing_else() -> None:
    lines = [plain(line) for line in drawn(map_of(attempt_before(Step.ADJOURN_SITTING)), 80)]
    for line in lines:
        assert in_ascii(line).isascii()
        assert len(in_ascii(line)) == len(line)


def test_the_words_alone_say_the_same() -> None:
    said = list(outlined(map_of(attempt_before(Step.ADJOURN_SITTING))))
    assert "Panel sitting: YOU ARE HERE, since 2020-07-27" in said
    assert any(line.startswith("  ▸ Adjourn the sitting · open now, leads to: ") for line in said)
    for stage in Stage:
        assert any(line.split(": been")[0].startswith(stage.label) for line in said), stage
