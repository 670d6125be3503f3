"""What is sound is left in peace: a false alarm teaches authors to look away."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.scenario.model import LIBRARY
from sca_flow.workshop.starting import TEMPLATES

from .making import Spoilt, begun, checked, told


@pytest.mark.parametrize("folder", [LIBRARY, TEMPLATES], ids=["library", "templates"])
def test_what_ships_is_clean(folder: Path) -> None:
    report = checked(folder)

    assert not report.findings, told(report.findings)
    assert report.scenarios == len(list(folder.glob("**/scenario.yaml")))


@pytest.mark.parametrize("template", ["county-lines", "nail-bar", "domestic-servitude"])
def test_a_copy_of_what_ships_is_clean(tmp_path: Path, template: str) -> None:
    assert begun(tmp_path, template).codes() == []


def test_a_sitting_that_is_adjourned_for_want_of_a_quorum_is_a_lesson_and_no_mistake(panel: Spoilt) -> None:
    """The case is convened again; a panel that is too small is not told of when the path itself adjourns it."""
    again = "  - {step: adjourn_sitting, by: s-wold, why: Too few., sources: [V-2019]}\n"
    sitting = "  - step: convene_panel\n    by: s-wold\n    with: {chair: j-beck, members: [p-garth]}\n"
    sitting += "    why: Too few are invited.\n    sources: [V-2019]\n"
    panel.change(
        "  - step: convene_panel\n    by: s-wold\n    on:",
        f"{sitting}{again}  - step: convene_panel\n    by: s-wold\n    on:",
    )

    assert panel.codes() == []


def test_a_refusal_that_the_model_path_shows_may_be_a_known_mistake_too(panel: Spoilt) -> None:
    assert "refused_by: [quorum.members_besides_chair]" in panel.text
    assert "{refused: publish_agreement, by: [quorum.members_besides_chair]}" in panel.text
    assert panel.codes() == []


def test_the_birthday_of_the_fictional_person_may_stand_in_the_file(panel: Spoilt) -> None:
    panel.change("nationality: Slovak}", "nationality: Slovak, born: 1990-07-04}")
    panel.change(
        "Date of birth     Withheld in training copy",
        "Date of birth     4 July 1990",
        file="documents/referral-form.txt",
    )

    assert panel.codes() == []
