"""What somebody who did not write the workshop found in it: places, names, dead ends, and streams that are closed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sca_flow.reading import parse_yaml

from .commanding import Command
from .making import Spoilt, begun


def places(scenario: Spoilt, command: Command) -> list[tuple[str, int, int, str]]:
    said = command("scenario", "check", scenario.path, "--json").json
    return [(one["code"], one["line"], one["column"], one["what"]) for one in said["findings"]]


def test_every_error_has_its_line_and_column(panel: Spoilt, sca_flow: Command) -> None:
    panel.change("minutes: 45", "minuts: 45").change("roles: [manager]", "roles: [manger]")
    row = next(text for text in panel.text.splitlines() if "manger" in text)

    assert ("SC001", panel.line("minuts"), 1, "'minuts' is not a known key. Did you mean 'minutes'?") in places(
        panel, sca_flow
    )
    assert any(one[1:3] == (panel.line("manger"), row.index("manger") + 1) for one in places(panel, sca_flow))
    told = sca_flow("scenario", "check", panel.path).out
    assert f"{panel.yaml}:{panel.line('minuts')}:1: error SC001" in told


def test_what_is_not_allowed_does_not_hide_what_else_is_wrong(panel: Spoilt, sca_flow: Command) -> None:
    panel.change("title: A new", "title: &a A new").change("minutes: 45", "minuts: 45")

    assert {one[0] for one in places(panel, sca_flow)} == {"SC000", "SC001"}
    assert sca_flow("scenario", "check", panel.path).code == 2


@pytest.mark.parametrize("directive", ["%YAML 1.1", "%TAG ! tag:example.org,2000:"])
def test_directives_are_refused(panel: Spoilt, directive: str) -> None:
    panel.yaml.write_text(f"{directive}\n---\n{panel.text}", encoding="utf-8")

    assert "directives" in panel.one("SC000").what


@pytest.mark.parametrize("hidden", ["\u00ad", "\u180e", "\u3164", "\ufffe", "\U000e0100"])
def test_characters_that_show_nothing_are_refused_where_they_stand(panel: Spoilt, hidden: str) -> None:
    panel.change("title: A new", f"title: A{hidden} new")

    assert panel.one("SC000").place.endswith(f":{panel.line('title:')}:9")


def test_a_name_is_offered_that_is_known_at_that_place(panel: Spoilt) -> None:
    panel.change("    answers: support_provider", "    sources: [V-2019]\n    answers: support_provider")

    found = panel.one("SC001", "sources")
    assert "Did you mean" not in found.what  # steps have sources, documents have none
    assert "answers" in found.what


def test_an_author_is_told_what_is_wanted_and_nothing_of_tuples(panel: Spoilt) -> None:
    panel.change("minutes: 45", "minutes: soon").change("chairs: [d-moss]", "chairs: {d-moss: 1}")
    panel.change("roles: [manager]", "roles: [manger]")

    found = [one.what for one in panel.found() if one.check.code == "SC001"]
    assert found == [
        "'minutes': a whole number is wanted here.",
        "'people.3.roles.0': there is no 'manger' here. Did you mean 'manager'?",
        "'chairs': a list is wanted here.",
    ]


def test_everything_that_the_model_path_misspells_is_told_at_once(panel: Spoilt) -> None:
    panel.change("question: 'What has", "qestion: 'What has").change("[p-garth, l-shaw, n-hay]", "[p-garht, l-shaw]")
    panel.change("refused_by: [quorum.members_besides_chair]}", "refused_by: [quorum.membrs]}")

    found = "\n".join(one.what for one in panel.found() if one.check.code == "SC003")
    assert all(f"Did you mean '{name}'?" in found for name in ("question", "p-garth"))
    assert "no rule or guard 'quorum.membrs'" in found


@pytest.mark.parametrize("name", ["meanss", "ction"])
def test_an_element_that_is_misspelt_gets_the_nearest(panel: Spoilt, name: str) -> None:
    near = {"meanss": "means", "ction": "action"}[name]
    panel.change("findings: {action: [met], means: [met, open]", f"findings: {{{name}: [met], of: [met]")

    assert f"Did you mean '{near}'?" in panel.one("SC001", name).what


def test_names_to_choose_from_stand_in_one_order(panel: Spoilt) -> None:
    panel.change("by: r-tarn", "by: zzzzzz")

    names = panel.one("SC003", "zzzzzz").what.partition("Known: ")[2].rstrip(".").split(", ")
    assert names == sorted(set(names))


@pytest.mark.parametrize("role", ["manager", "second_reviewer"])
def test_random_runs_find_a_dead_end_and_save_a_script_that_leads_there(
    tmp_path: Path, sca_flow: Command, role: str
) -> None:
    scenario = begun(tmp_path).change(f"roles: [{role}]", "roles: [first_responder]")
    saved = scenario.path / "tests" / "found.yaml"
    scenario.without("model:", "\n# What is good")
    said = sca_flow(
        "scenario", "sweep", scenario.path, "--random", "--runs", 20, "--seed", 7, "--save-test", saved, "--json"
    )

    stage = {"manager": "further_consideration", "second_reviewer": "second_pair_of_eyes"}[role]
    [swept] = said.json["scenarios"]
    assert said.code == 1
    assert swept["failure"]["what"] == f"It comes to '{stage}', from where there is no way to an end."
    steps = [line["step"] for line in parse_yaml(saved.read_text(encoding="utf-8"), "it").value]
    assert not {"suspend", "resume", "adjourn_sitting", "return_cg_draft"} & set(steps)
    [tested] = sca_flow("scenario", "test", saved, "--json").json["tests"]
    assert (tested["outcome"], tested["stage"], tested["ended"]) == ("passed", stage, False)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_already_changes_no_answer(panel: Spoilt, closed: str) -> None:
    command = f"'{sys.executable}' -c 'from sca_flow.cli.main import main; main()' scenario check \"$FOLDER\" {closed}"
    environment = {**os.environ, "FOLDER": str(panel.path)}
    left = subprocess.run(["/bin/sh", "-c", command], env=environment, capture_output=True, text=True, check=False)

    assert (left.returncode, left.stderr) == (0, "")


def test_a_misspelt_key_and_name_do_not_hide_what_else_is_wrong(sca_flow: Command, tmp_path: Path) -> None:
    sca_flow("scenario", "new", "my-case", "--into", tmp_path)
    folder = tmp_path / "my-case"
    written = (folder / "scenario.yaml").read_text(encoding="utf-8")
    for right, slip in (
        ("minutes:", "minuts:"),
        ("dated:", "datd:"),
        ("step: accept", "step: acept"),
        ("[", "[NOPE, "),
    ):
        at = written.index(right, written.index("sources:") if slip == "[NOPE, " else 0)
        written = written[:at] + slip + written[at + len(right) :]
    (folder / "scenario.yaml").write_text(written, encoding="utf-8")
    said = sca_flow("scenario", "check", folder)
    assert said.code == 1
    told = [line for line in said.out.splitlines() if ": error " in line]
    for wrong in (
        "'minuts' is not a known key",
        "datd' is not a known key",
        "no 'acept_referral' here",
        "no source 'NOPE'",
    ):
        assert any(wrong in line for line in told), (wrong, told)
