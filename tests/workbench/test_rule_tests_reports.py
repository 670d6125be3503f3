"""Rule tests where others read them: as a JUnit report, and as pytest's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from sca_flow.workbench.junit import junit
from sca_flow.workbench.rule_test_files import SHIPPED

from .telling import ran, written

TWO = """
    - name: A chair and some members
      on: 2021-06-01
      policies: [rules, chair-plus-three]
      given: {stage: panel_sitting, members: {police: present, ngo: present}}
      steps:
        - {step: publish_agreement, by: chair}
"""


def collected(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "sca_flow.workbench.pytest_plugin"]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )


def test_a_junit_report_has_a_suite_a_file_and_a_case_a_run(tmp_path: Path) -> None:
    root = ElementTree.fromstring(junit(ran(tmp_path, TWO)))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "2", "1")
    (suite,) = root
    names = [case.get("name") for case in suite]
    assert names == [
        "A chair and some members [2021-06-01, rules]",
        "A chair and some members [2021-06-01, chair-plus-three]",
    ]
    assert [case.get("line") for case in suite] == ["2", "2"]
    (failure,) = root.iter("failure")
    assert failure.get("message") == "'publish_agreement' was refused, but was expected to be taken."
    assert "It would be taken if quorum.members_besides_chair were 2 instead of 3." in (failure.text or "")


def test_pytest_collects_a_file_and_says_what_went_otherwise(tmp_path: Path) -> None:
    done = collected(written(tmp_path, TWO))
    assert done.returncode == 1, done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "It would be taken if quorum.members_besides_chair were 2 instead of 3." in done.stdout
    assert "Traceback" not in done.stdout


def test_pytest_says_in_which_line_a_file_cannot_be_used(tmp_path: Path) -> None:
    done = collected(written(tmp_path, TWO.replace("panel_sitting", "panel_siting")))
    assert done.returncode != 0
    assert "made-up.yaml:5" in done.stdout


def test_pytest_collects_a_folder() -> None:
    done = collected("-n", "0", "-k", "IECA", SHIPPED)
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
