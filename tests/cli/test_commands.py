"""The command as its users meet it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-c", "from sca_flow.cli.main import main; main()"]


class Shell:
    """Runs the command in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.store = home, home / "attempts.db"
        self.env = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "SCA_FLOW_STORE": str(self.store)}

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words], input=typed, capture_output=True, text=True, env=self.env, timeout=120
        )

    def json(self, *words: str) -> dict[str, Any]:
        done = self.run(*words, "--json")
        value: dict[str, Any] = json.loads(done.stdout)
        assert value["format"] == 1
        return value

    def begin(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, text=True, env=self.env)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.mark.parametrize(
    ("present", "conflicted", "on", "quorate", "code"),
    [
        ("chair,police,ngo", "", "2021-03-01", True, 0),
        ("chair,ngo,ngo", "", "2021-03-01", True, 0),
        ("chair,police", "", "2021-03-01", False, 1),
        ("police,local_authority,ngo", "", "2021-03-01", False, 1),
        ("chair,police,ngo", "ngo", "2021-03-01", False, 1),
        ("chair,police,ngo,ngo", "ngo", "2021-03-01", True, 0),
        ("chair,police,ngo", "chair", "2021-03-01", False, 1),
        ("chair,police,ngo", "", "2022-11-30", True, 0),
        ("chair,police,ngo", "", "2022-12-01", None, 1),
        ("chair,police,ngo", "", "2022-12-31", None, 1),
        ("chair,police,ngo", "", "2023-01-01", None, 1),
        ("chair,police,ngo", "", "2019-04-28", None, 1),
    ],
)
def test_a_quorum_is_answered_by_word_and_by_exit_code(
    shell: Shell, present: str, conflicted: str, on: str, quorate: bool | None, code: int
) -> None:
    words = ["policy", "quorum", "--on", on, "--present", present, "--conflicted", conflicted, "--json"]
    done = shell.run(*words)
    answer = json.loads(done.stdout)
    assert (answer["quorate"], done.returncode) == (quorate, code)
    assert answer["reasons"]


@pytest.mark.parametrize(
    "words",
    [
        ("policy", "quorum", "--on", "2021-03-01", "--present", "chair,chair,ngo"),
        ("policy", "quorum", "--on", "2021-03-01", "--present", "chair,polise"),
        ("policy", "quorum", "--on", "2021-03-01", "--present", "chair,ngo", "--conflicted", "police"),
        ("policy", "quorum", "--on", "2021-02-30", "--present", "chair"),
        ("policy", "show", "quorum.members"),
        ("policy", "check", "-p", "nobody"),
        ("policy", "check", "--across", "2021-03-01"),
        ("walk", "no-such-case"),
        ("walk", "nail-bar", "--auto", "--script", "x.yaml"),
        ("walk", "nail-bar", "--script", "missing.yaml"),
        ("walk", "nail-bar", "--frobnicate"),
        ("process", "diagram", "--format", "png"),
        ("play",),
        ("dance",),
    ],
)
def test_what_cannot_be_understood_is_told_on_stderr_with_exit_2(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_under_json_is_one_object_on_stderr(shell: Shell) -> None:
    done = shell.run("walk", "nail-baar", "--json")
    error = json.loads(done.stderr)["error"]
    assert set(error) >= {"code", "what", "why", "do", "file", "line"}
    assert "nail-bar" in error["do"]


def test_a_random_walk_acknowledges_each_step_and_can_be_told_again(shell: Shell) -> None:
    done = shell.run("walk", "county-lines", "--auto", "--seed", "3")
    saved = [int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("saved ")]
    [kept] = shell.json("attempts")["attempts"]
    assert done.returncode == 0
    assert kept["ended"]
    assert kept["seq"] == saved[-1] == len(saved) + 1
    assert shell.run("verify").returncode == 0


def test_the_same_seed_takes_the_same_steps(shell: Shell) -> None:
    first, second = (shell.json("walk", "nail-bar", "--auto", "--seed", "8") for _ in range(2))
    assert [event["kind"] for event in first["events"]] == [event["kind"] for event in second["events"]]
    assert first["attempt"] != second["attempt"]


def test_a_script_that_meets_a_refusal_it_does_not_expect_stops_with_exit_1(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "early.yaml"
    script.write_text("- {step: accept_referral}\n- {step: serve_cg_negative}\n", encoding="utf-8")
    done = shell.run("walk", "nail-bar", "--script", str(script), "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(refusal["step"], refusal["reasons"][0]["guard"]) for refusal in told["refusals"]] == [
        ("serve_cg_negative", "stage")
    ]


def test_a_broken_script_is_told_with_file_and_line(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "odd.yaml"
    script.write_text("- step: accept_referral\n- step: acept\n  wiht: {}\n", encoding="utf-8")
    done = shell.run("walk", "nail-bar", "--script", str(script))
    assert done.returncode == 2
    assert f"{script}:2" in done.stderr
    assert f"{script}:3" in done.stderr


def test_a_case_is_walked_by_answering_and_gone_on_with(shell: Shell) -> None:
    done = shell.run("walk", "nail-bar", typed="1\n\nwhy 99\nnonsense\n")
    assert done.returncode == 0
    assert "saved 2" in done.stdout
    [kept] = shell.json("attempts")["attempts"]
    assert (kept["stage"], kept["ended"]) == ("rg_consideration", False)
    again = shell.run("resume", kept["attempt"], "--auto", "--seed", "1")
    assert again.returncode == 0
    assert shell.json("attempts")["attempts"][0]["ended"]


def test_an_attempt_under_a_variant_says_so_and_goes_on_under_it(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "one.yaml"
    script.write_text("- {step: accept_referral}\n", encoding="utf-8")
    done = shell.run("walk", "nail-bar", "-p", "no-panel", "--script", str(script))
    assert "no-panel" in done.stdout
    attempt = done.stdout.split()[1]
    assert "no-panel" in shell.run("resume", attempt, "--plain", typed="").stdout


def test_erasing_removes_what_was_typed_and_the_chain_still_verifies(shell: Shell) -> None:
    shell.run("walk", "county-lines", "--name", "Somebody", typed="1\nA private note\n")
    [kept] = shell.json("attempts")["attempts"]
    assert shell.run("erase", kept["attempt"], "--yes").returncode == 0
    assert b"A private note" not in shell.store.read_bytes()
    assert b"Somebody" not in shell.store.read_bytes()
    assert shell.run("verify").returncode == 0


def test_a_changed_record_is_found(shell: Shell) -> None:
    shell.run("walk", "county-lines", typed="1\nA note\n")
    data = shell.store.read_bytes()
    shell.store.write_bytes(data.replace(b'"actor":"', b'"actoR":"', 1))
    assert shell.run("verify").returncode == 1


def test_terminated_while_it_asks_it_leaves_quietly_and_keeps_what_was_saved(shell: Shell) -> None:
    with subprocess.Popen(
        [*COMMAND, "walk", "county-lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=shell.env
    ) as walking:
        assert walking.stdin is not None
        assert walking.stdout is not None
        walking.stdin.write("1\n\n")
        walking.stdin.flush()
        while not walking.stdout.readline().startswith("saved 2"):
            pass
        walking.send_signal(signal.SIGTERM)
        walking.stdout.read()
    assert walking.returncode == 143
    assert shell.json("attempts")["attempts"][0]["seq"] == 2


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment_it_has_kept_every_step_that_it_acknowledged(shell: Shell, seed: int) -> None:
    walking = shell.begin("walk", "nail-bar", "--auto", "--seed", str(seed))
    assert walking.stdout is not None
    saved = 0
    for line in walking.stdout:
        if line.startswith("saved "):
            saved = int(line.split()[1])
            if saved >= 3 + seed:
                break
    walking.kill()
    walking.stdout.close()
    walking.wait()
    assert shell.json("attempts")["attempts"][0]["seq"] >= saved
    assert shell.run("verify").returncode == 0


def test_the_table_of_a_date_shows_only_what_that_date_s_rules_can_use(shell: Shell) -> None:
    rows = shell.json("process", "table", "--on", "2021-03-01")["transitions"]
    assert all(set(row) == {"from", "step", "to", "by", "when", "guards", "end"} for row in rows)
    answers = {row["step"]: row["by"] for row in rows if row["from"] == "further_consideration"}
    assert answers["direct_further_consideration"] == ["manager", "experienced_staff"]
    leads = {row["to"] for row in rows if row["step"] == "uphold_cg_negative"}
    later = shell.json("process", "table", "--on", "2024-03-01")["transitions"]
    assert leads == {"panel_listing", "ready_to_serve"}
    assert {row["to"] for row in later if row["step"] == "uphold_cg_negative"} == {"ready_to_serve"}


def test_doctor_finds_everything_in_order(shell: Shell) -> None:
    done = shell.run("doctor", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["format"] == 1


def test_a_check_says_what_holds_and_what_is_broken(shell: Shell) -> None:
    sound = shell.run("policy", "check", "--on", "2021-06-01", "--members", "2", "--json")
    assert sound.returncode == 0
    broken = shell.run("policy", "check", "-p", "binding-referral-back", "--members", "2", "--json")
    verdicts = {one["id"]: one for one in json.loads(broken.stdout)["invariants"]}
    assert broken.returncode == 1
    assert verdicts["referral-back-is-advisory"]["verdict"] == "broken"
    assert verdicts["referral-back-is-advisory"]["expected"] is True
    assert verdicts["referral-back-is-advisory"]["trace"][-1]["step"] == "refer_back"
    cut = shell.run("policy", "check", "--on", "2021-06-01", "--limit", "50", "--json")
    assert cut.returncode == 4
