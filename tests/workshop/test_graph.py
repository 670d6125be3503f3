"""A scenario's routes drawn on the process: what is walked, what is not, what is out of reach, in three languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from sca_flow.cli.main import run
from sca_flow.cli.printing import drafted
from sca_flow.states.names import Stage, Step
from sca_flow.workshop.graph import Graph
from sca_flow.workshop.graph_drawing import dot, mermaid
from tests.cli.conftest import Said

from .making import Spoilt

SHIPPED = ("county-lines", "nail-bar", "domestic-servitude")
HOSTILE = 'A "b" \\ [c] {d} <e> %%{init}%% #59; --> x; y: z'
STAGE = "|".join(Stage)
MERMAID = [  # every line of a diagram is one of these; text has no sign by which it could end or be read otherwise
    re.compile(pattern)
    for pattern in (
        r"---",
        r'title: "(?:[^"\\]|\\.)*"',
        r"stateDiagram-v2",
        rf"    \[\*\] --> (?:{STAGE})",
        rf"    (?:{STAGE}) --> \[\*\]",
        rf"    (?:{STAGE}): (?:[\w ,.()'-]|#\d+;)+",
        rf"    (?:{STAGE}) --> (?:{STAGE}): (?:[\w ,.()'-]|#\d+;)+",
        r"    classDef (?:model stroke-width:3px|out stroke-dasharray:4)",
        rf"    class (?:(?:{STAGE}),?)+ (?:model|out)",
    )
]
TEXT = r'"(?:[^"\\\n]|\\[\\"n])*"'
ATTRIBUTES = rf"\[label={TEXT}(?:, (?:penwidth=3|peripheries=2|style=dashed|style={TEXT}))*\]"
DOT = [
    re.compile(pattern)
    for pattern in (
        r"digraph scenario \{",
        r"    rankdir=TB;",
        rf"    label={TEXT};",
        rf"    node \[shape=box, style=rounded, fontname={TEXT}\];",
        rf"    (?:{STAGE}) {ATTRIBUTES};",
        rf"    (?:{STAGE}) -> (?:{STAGE}) {ATTRIBUTES};",
        r"\}",
    )
]
GRAMMARS = {mermaid: MERMAID, dot: DOT}


@cache
def graph(name: str) -> Graph:
    return Graph.of(drafted(name))


@pytest.fixture
def drawn(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """`sca-flow scenario graph`."""

    def command(*arguments: object) -> Said:
        capsys.readouterr()
        code = run(["scenario", "graph", *map(str, arguments)])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", GRAMMARS)
def test_every_line_is_one_that_the_language_knows(name: str, language: Callable[[Graph], str]) -> None:
    lines = language(graph(name)).splitlines()
    assert [line for line in lines if not any(known.fullmatch(line) for known in GRAMMARS[language])] == []


@pytest.mark.parametrize("language", GRAMMARS)
def test_hostile_text_stays_text(panel: Spoilt, language: Callable[[Graph], str]) -> None:
    title = panel.text.split("title: ")[1].split("\n")[0]
    panel.change(f"title: {title}", "title: " + json.dumps(HOSTILE + "\\nb"))
    text = language(Graph.of(drafted(str(panel.path))))
    assert [one for one in text.splitlines() if not any(known.fullmatch(one) for known in GRAMMARS[language])] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_what_the_model_path_and_the_tests_walk_is_marked(name: str) -> None:
    found = graph(name)
    for walk in found.walks:
        assert walk.outcome == "passed"
        for moved in walk.moves:
            route = next(one for one in found.routes if one.arrow == (moved.from_, moved.step, moved.to))
            assert walk.name in route.tests or moved.on.isoformat() in route.model
    assert {stage for walk in found.walks for stage in walk.stages} <= set(found.stages)
    assert len(found.tests) == len(list((found.draft.folder / "tests").glob("*.yaml"))) > 0


@pytest.mark.parametrize("name", SHIPPED)
def test_every_way_within_reach_is_drawn_once(name: str) -> None:
    found = graph(name)
    arrows = [route.arrow for route in found.routes]
    assert len(arrows) == len(set(arrows))
    reach = found.draft.reach
    there = {(row.stage, row.step, row.to) for row in reach.rows if row.stage in reach.stages and row.stage != row.to}
    assert {arrow for arrow in there - set(arrows) if arrow[1] != Step.WITHDRAW} == set()
    assert dot(found).count(" -> ") == len(arrows)
    assert mermaid(found).count(" --> ") == len(arrows) + 1 + sum(stage.end for stage in found.stages)


def test_stages_out_of_reach_are_said_to_be_so(decision: Spoilt, drawn: Callable[..., Said]) -> None:
    said = drawn(decision.path)
    assert said.code == 0
    assert "Out of reach with these people, this referral and these days:" in said.out
    assert f"  – {Stage.PANEL_SITTING.label}" in said.lines
    assert (
        f"    {Stage.PANEL_SITTING}: Panel sitting#59; out of reach"
        in drawn(decision.path, "--format", "mermaid").lines
    )
    told = {one["stage"]: one for one in drawn(decision.path, "--json").json["stages"]}
    assert not told["panel_sitting"]["reach"]
    assert told["received"]["model"]


def test_the_terminal_shows_days_walks_and_what_nobody_walks(drawn: Callable[..., Said]) -> None:
    said = drawn("nail-bar")
    assert " ▼  ✓ Accept referral · done 2020-02-04" in said.lines
    assert "Test not-accepted: Referral received > Referral not accepted" in said.lines
    assert "Walked by none of them: " in said.out
    assert drawn("nail-bar", "--ascii").out.isascii()


def test_a_model_path_that_departs_and_a_test_that_cannot_be_read_are_said_so(
    panel: Spoilt, drawn: Callable[..., Said]
) -> None:
    panel.without("  - step: accept_referral", "\n  - step:")
    (panel.path / "tests").mkdir(exist_ok=True)
    (panel.path / "tests" / "odd.yaml").write_text("- {stp: wait}\n", encoding="utf-8")
    said = drawn(panel.path)
    assert said.code == 0
    assert "Model path (departs from what it says): Referral received" in said.lines
    assert "Test odd: cannot be read" in said.lines


def test_json_and_another_language_cannot_both_be_asked_for(drawn: Callable[..., Said], tmp_path: Path) -> None:
    assert drawn("nail-bar", "--json", "--format", "dot").code == 2
    assert drawn(tmp_path).code == 2
    assert drawn("nail-bar", "--json").json["scenario"] == "nail-bar"
