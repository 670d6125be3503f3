"""Stepping through what a check has just found, without a file between: the counter-example becomes a trace."""

from __future__ import annotations

from sca_flow.reading import parse_yaml
from sca_flow.workbench.check import Check, Judged
from sca_flow.workbench.rule_test_files import as_yaml, tests_in
from sca_flow.workbench.story import as_test, story
from sca_flow.workbench.trace_files import TraceFile
from sca_flow.workbench.traces import Walked, walked


def stepped(check: Check, judged: Judged) -> Walked | None:
    """The case that breaks an invariant, a moment for every step; None when nothing is broken.

    Raises:
        DoesNotReplay: the real door does not follow the case that the search found.
    """
    told = story(check, judged)
    if told is None:
        return None
    tree = parse_yaml(as_yaml([as_test(told)]), "the check")  # each problem would have its line, as in a file
    ((test, _),) = tests_in(tree)
    ruled = test.ruled(check.policy, test.on[0])
    found = judged.invariant
    return walked(TraceFile(tree, (0,), test, ruled, check.policy.variants, found.id, found.says, found, ()))
