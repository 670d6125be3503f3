"""Every guard's refusal, word for word, in ``golden/refusals.txt``.

``SCA_FLOW_UPDATE_GOLDEN=1`` writes the file anew; look at what changed before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sca_flow.reasons import Reason
from sca_flow.states.table import TABLE

from .refused import CASES

GOLDEN = Path(__file__).parent / "golden" / "refusals.txt"
HEADER = "=== "
TITLES = [(guard, title) for guard, cases in CASES.items() for title in cases]
OF_THE_TABLE = {guard.id for row in TABLE.rows for guard in row.guards}


def reason(guard: str, title: str) -> Reason:
    reasons = CASES[guard][title]()
    assert guard in reasons, f"refused by {', '.join(reasons)}"
    return reasons[guard]


def golden() -> dict[str, str]:
    """The texts on record by ``guard: title``."""
    found: dict[str, str] = {}
    for part in GOLDEN.read_text(encoding="utf-8").split(HEADER)[1:]:
        title, text = part.split("\n", 1)
        found[title] = text.strip()
    return found


def test_every_guard_of_the_table_has_a_refusal_and_no_other_has() -> None:
    assert set(CASES) == OF_THE_TABLE | {"stage"}


def test_the_texts_on_record_are_those_of_these_cases() -> None:
    if "SCA_FLOW_UPDATE_GOLDEN" in os.environ:
        texts = [f"{HEADER}{guard}: {title}\n{reason(guard, title)}\n" for guard, title in TITLES]
        GOLDEN.write_text("\n".join(texts), encoding="utf-8")

    assert list(golden()) == [f"{guard}: {title}" for guard, title in TITLES]


@pytest.mark.parametrize(("guard", "title"), TITLES)
def test_a_refusal_reads_as_it_did(guard: str, title: str) -> None:
    assert str(reason(guard, title)) == golden()[f"{guard}: {title}"]


@pytest.mark.parametrize(("guard", "title"), TITLES)
def test_a_refusal_says_whose_step_it_is_what_is_missing_on_what_it_rests_and_whether_that_is_confirmed(
    guard: str, title: str
) -> None:
    found = reason(guard, title)
    first, *rest = str(found).splitlines()

    assert len(first) > 20
    assert first.endswith(".")
    assert guard == "stage" or any(line.startswith("  Whose step it is: ") for line in rest)
    assert found.rules
    for citation in found.rules:
        assert citation.source in str(found)
        assert f"{citation.rule} = {citation.value} (on {citation.on}" in str(found)
        assert citation.confidence in ("verified", "derived", "memory", "assumed")
    assert rest[-1] in ("  This is confirmed.", "  This is a working assumption, not confirmed.")


def test_a_confirmed_refusal_rests_on_something_read() -> None:
    """At least one of the rules it cites was read in a source, and is not this simulator's own."""
    for guard, title in TITLES:
        found = reason(guard, title)
        if found.confirmed:
            assert any(citation.confidence in ("verified", "derived") for citation in found.rules), (guard, title)
        else:
            assert any(citation.confidence in ("memory", "assumed") for citation in found.rules), (guard, title)
