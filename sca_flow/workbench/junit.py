"""Rule test runs as a JUnit report, which build servers read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from xml.etree import ElementTree

from sca_flow.reading import UNSEEN
from sca_flow.workbench.nearest import told
from sca_flow.workbench.rule_tests import Run


def junit(runs: Sequence[Run], tell: Callable[[Run], list[str]] = told) -> str:
    """The report: a suite for each file, a case for each run; ``tell`` says in lines what went otherwise."""
    root = ElementTree.Element("testsuites", _counts(runs))
    for file, of_file in groupby(runs, key=lambda run: run.file):
        found = list(of_file)
        suite = ElementTree.SubElement(root, "testsuite", {"name": file, **_counts(found)})
        for run in found:
            place = {"file": file, "line": str(run.line or 0)}
            case = ElementTree.SubElement(suite, "testcase", {"classname": file, "name": run.name, **place})
            if not run.passed:
                lines = [UNSEEN.sub("\N{REPLACEMENT CHARACTER}", line) for line in tell(run)]
                failure = ElementTree.SubElement(case, "failure", {"message": lines[0], "type": "rule-test"})
                failure.text = "\n".join(lines)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _counts(runs: Sequence[Run]) -> dict[str, str]:
    failed = sum(not run.passed for run in runs)
    return {"tests": str(len(runs)), "failures": str(failed), "errors": "0", "skipped": "0"}
