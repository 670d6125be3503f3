"""The comparison with Rumur: reading what it says, noticing that it says otherwise, and doing without it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.checking import against_rumur
from oracle.__main__ import main
from oracle.compare import ON, Compared, compare
from oracle.rumur import explored, missing, seen
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Dates
from sca_flow.states.names import Stage
from sca_flow.workbench.check import Check, check
from sca_flow.workbench.explore import explore
from sca_flow.workbench.invariants import SHIPPED, read_invariants
from sca_flow.workbench.murphi import cover

VARIANT = "binding-referral-back"
RUMUR = """
*options, source = sys.argv[1:]
told_apart, model = "--symmetry-reduction=off" in options, Path(source).read_text()
if "startstate" not in model:
    sys.exit("that is no model")
kind = "apart" if told_apart else "finishing" if "liveness" in model else "suite"
output = next(one for one in options if one.startswith("--output=")).removeprefix("--output=")
Path(output).write_text(Path(__file__).with_name(kind).read_text())
"""
GCC = """
_, checker, code, _ = sys.argv[-4:]
Path(checker).write_text(f"#!{sys.executable}\\nprint({Path(code).read_text()!r})\\n")
Path(checker).chmod(0o755)
"""


def said(states: int, covers: dict[str, int], violated: str = "") -> str:
    """What a checker of Rumur's prints, as far as it is read."""
    error = f'<error includes_trace="true"><message>{violated}</message></error>' if violated else ""
    counted = "".join(f'<cover_result message="{name}" count="{count}"/>' for name, count in covers.items())
    return f'<rumur_run>{error}{counted}<summary states="{states}" rules_fired="1" errors="0"/></rumur_run>'


@pytest.fixture(scope="module")
def ours() -> Check:
    """What the explorer finds under the variant asked about."""
    policy = shipped_variants().apply(shipped(), [VARIANT])
    return check(policy, shipped(), read_invariants(SHIPPED, policy.sources), ON, members=2)


Says = Callable[..., None]


@pytest.fixture
def rumur_says(ours: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Says:
    """A Rumur and a gcc that agree with the explorer but in what is given."""

    def says(*, more: int = 0, broken: str = "", stuck: str = "", apart: str = "") -> None:
        for tool, code in (("rumur", RUMUR), ("gcc", GCC)):
            path = tmp_path / tool
            path.write_text(f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\n{code}", encoding="utf-8")
            path.chmod(0o755)
        covers: dict[str, int] = {}
        for judged in ours.judged:
            name = judged.invariant.id
            covers[cover(name, False)] = int(judged.verdict != "vacuous")
            covers[cover(name, True)] = int(judged.verdict == "broken" or name == broken)
        rules = ours.policy.in_force(Dates.all_on(ON)).values
        one_by_one = len(explore(rules, members=(1, 1, 0, 0, 0)).order)
        staying = sum(position.stage != Stage.WITHDRAWN for position in ours.found.order)
        (tmp_path / "suite").write_text(said(ours.states + more, covers), encoding="utf-8")
        (tmp_path / "finishing").write_text(said(staying, {}, stuck), encoding="utf-8")
        (tmp_path / "apart").write_text(apart or said(one_by_one, {}), encoding="utf-8")

    monkeypatch.setenv("PATH", str(tmp_path))
    return says


def one(*, alike: bool = True) -> Compared:
    """A comparison in which both say the same, or nothing alike."""
    states, verdict = (7, "holds") if alike else (8, "broken")
    return Compared(
        "no-panel", 3, (7, states), (6, states - 1), (9, states + 2), {"quorate": ("holds", verdict)}, (1, 1)
    )


def test_what_rumur_prints_is_read() -> None:
    found = seen(
        """<?xml version="1.0" encoding="utf-8"?>
<rumur_run>
<information state_size_bits="2" state_size_bytes="1" hash_table_slots="32768"/>
<error includes_trace="true">
<message>liveness property &quot;an end can be reached&quot; violated</message>
<transition>Startstate &quot;1&quot;</transition>
<state>
<state_component name="stage" value="stage_received"/>
</state>
</error>
<cover_result message="quorate: comes up" count="2"/>
<cover_result message="quorate: broken" count="0"/>
<cover_result message="quorate: comes up" count="3"/>
<summary states="804" rules_fired="5812" errors="1" duration_seconds="0"/>
</rumur_run>
""",
        0.5,
    )
    assert (found.states, found.seconds) == (804, 0.5)
    assert found.covers == {"quorate: comes up": 5, "quorate: broken": 0}
    assert found.violated == ['liveness property "an end can be reached" violated']


@pytest.mark.parametrize("text", ["", "<rumur_run>", "<rumur_run></rumur_run>", "Segmentation fault"])
def test_a_checker_that_breaks_off_is_told_and_never_read_as_agreeing(text: str) -> None:
    with pytest.raises(RuntimeError, match=f"the checker .*{text}"):
        seen(text, 0.1)


def test_a_model_that_rumur_refuses_is_told_with_its_words(rumur_says: Says) -> None:
    rumur_says()
    with pytest.raises(RuntimeError, match="that is no model"):
        explored("nonsense")


def test_where_they_say_the_same_nothing_is_listed() -> None:
    assert not list(one().disagreements)


def test_every_count_and_verdict_that_differs_is_listed() -> None:
    told = list(one(alike=False).disagreements)
    assert [text.partition(", 3 members, ")[2] for text in told] == [
        "states: the explorer says 7, Rumur says 8.",
        "states where nobody withdraws: the explorer says 6, Rumur says 7.",
        "states, members told apart: the explorer says 9, Rumur says 10.",
        "quorate: the explorer says holds, Rumur says broken.",
    ]


ASKED = (VARIANT, "--members", "2")


def test_the_command_says_that_they_agree(rumur_says: Says, capsys: pytest.CaptureFixture[str]) -> None:
    rumur_says()
    assert main(ASKED) == 0
    assert "They agree in all 1 comparisons." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("otherwise", "told"),
    [
        ({"more": 1}, r"2 members, states: the explorer says (\d+), Rumur says \d+\."),
        (
            {"broken": "no-outcome-without-quorum"},
            "no-outcome-without-quorum: the explorer says holds, Rumur says broken.",
        ),
        ({"stuck": "an end cannot be reached"}, "every-case-can-finish: the explorer says holds, Rumur says broken."),
        ({"apart": said(5, {})}, r"states, members told apart: the explorer says \d+, Rumur says 5\."),
    ],
)
def test_the_command_fails_and_says_on_what_they_do_not_agree(
    otherwise: dict[str, Any], told: str, rumur_says: Says, capsys: pytest.CaptureFixture[str]
) -> None:
    rumur_says(**otherwise)
    assert main(ASKED) == 1
    *_, last = capsys.readouterr().out.strip().splitlines()
    assert re.search(told, last)


def test_a_day_on_which_the_sources_leave_the_rules_open_is_not_compared() -> None:
    with pytest.raises(ValueError, match="compare on another day"):
        compare(None, 1, date(2022, 12, 10))


@pytest.mark.skipif(bool(missing()), reason="rumur and gcc are not both here")
def test_rumur_itself_is_run_and_read() -> None:
    start, rule = (
        'startstate "1" begin on := false; end;',
        'rule "go" !on ==> begin cover true "goes"; on := true; end;',
    )
    found = explored(f'var on: boolean;\n{start}\n{rule}\nliveness "goes back" !on;\n')
    assert (found.states, found.covers, len(found.violated)) == (2, {"goes": 1}, 1)


def test_without_the_tools_nothing_is_compared_and_the_exit_code_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing() == ["rumur", "gcc"]
    assert main(["--members", "1"]) == 2
    said = capsys.readouterr()
    assert "Nothing was compared: rumur and gcc missing here" in said.err
    assert not said.out


def test_without_the_tools_the_speed_against_rumur_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (row,) = against_rumur(3)
    assert str(row).startswith("skipped")
    assert "rumur and gcc missing here" in str(row)
    assert row.met
