"""What lies there and is never used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sca_flow.workshop.checks.files import MOST_NAMES
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check


@check(
    "SC008",
    severity="warning",
    why="Nobody sees it: it is left over, or something that should use it is missing.",
    cure="Let the model path come to it (ask for the document, wait for its day, rely on the mark), or take it out.",
    note="A document is used when it comes on file on the model path; a passage, when its document does: the debrief "
    "shows it there. A mark of the model path that has an id is used when a decision relies on it. Files that lie "
    "among the documents and are not named are told of too.",
    example="""
documents:   # the model path asks no police
  - {id: police-letter, answers: police, after: 20, ...}
""",
)
def unused(draft: ScenarioDraft) -> Iterator[Spot]:
    """A document or mark that is never used."""
    yield from _never_on_file(draft)
    yield from _never_relied_on(draft)
    yield from _lying_about(draft)


def _never_on_file(draft: ScenarioDraft) -> Iterator[Spot]:
    if not draft.walked.through or draft.walked.attempt is None:
        return
    there = {document.id for _, document in draft.walked.attempt.documents()}
    for at, document in enumerate(draft.file.documents):
        if document.id not in there:
            how = f"on {document.arrives}" if document.arrives else f"when '{document.answers}' is asked"
            what = f"document '{document.id}' comes {how}, and is never on file on the model path."
            yield Spot(draft.at("documents", at), what)


def _never_relied_on(draft: ScenarioDraft) -> Iterator[Spot]:
    """Marks of the model path with a name that no decision uses."""
    relied = {
        name
        for line in draft.file.model
        if line.write
        for name in (*line.write.mitigation, *(one for many in line.write.relied.values() for one in many))
    }
    for at, line in enumerate(draft.file.model):
        for number, mark in enumerate(line.marks):
            if mark.id is not None and mark.id not in relied:
                what = f"mark '{mark.id}' of the model path is relied on by no decision."
                yield Spot(draft.at("model", at, "marks", number), what)


def _lying_about(draft: ScenarioDraft) -> Iterator[Spot]:
    """Files among the documents that the scenario does not name."""
    named = {os.path.normpath(document.file) for document in draft.file.documents}
    folder = draft.folder / "documents"
    if folder.is_symlink() or not folder.is_dir():
        return
    try:
        with os.scandir(folder) as entries:
            found = sorted(entry.name for entry in islice(entries, MOST_NAMES) if not entry.name.startswith("."))
    except OSError:
        return
    for name in found:
        if str(Path("documents") / name) not in named:
            yield Spot(draft.at("documents"), f"'documents/{name}' lies in the folder, and no document names it.")
