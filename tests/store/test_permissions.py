"""Files and folders that the account may not write to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sca_flow.errors import StoreError
from sca_flow.store import describe, open_journal

from . import children
from .children import Say
from .making import head, ids, step

NOBODY = 65534


def refused(url: str, says: str) -> bool:
    try:
        open_journal(url).close()
    except StoreError as error:
        return says in str(error)
    return False


def as_nobody() -> None:
    """Root may write everywhere, so stop being root."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def test_a_folder_that_may_not_be_written_to_gets_no_store(open_folder: Path) -> None:
    open_folder.chmod(0o555)

    def work(say: Say) -> None:
        as_nobody()
        say(str(refused(str(open_folder / "attempts.db"), "Permission denied")))
        say(str(refused(str(open_folder / "more" / "attempts.db"), "Permission denied")))

    assert children.told(work) == ["True", "True"]
    assert list(open_folder.iterdir()) == []


@pytest.mark.parametrize(("mode", "folder"), [(0o444, 0o555), (0o444, 0o777), (0o666, 0o555)])
def test_a_store_that_may_only_be_read_can_be_read(open_folder: Path, mode: int, folder: int) -> None:
    file = open_folder / "attempts.db"
    with open_journal(str(file)) as journal:
        journal.begin(head(), "Ann")
        journal.append("a1", 0, step("s1"), stage="x", ended=False)
    file.chmod(mode)
    open_folder.chmod(folder)
    before = file.read_bytes()

    def work(say: Say) -> None:
        as_nobody()
        with open_journal(str(file)) as journal:
            say(" ".join(ids(journal.read("a1"))))
            for refused in (
                lambda: journal.append("a1", 2, step("s2"), stage="y", ended=False),
                lambda: journal.erase("a1"),
                lambda: journal.begin(head("a2")),
            ):
                with pytest.raises(StoreError, match="Nothing was recorded"):
                    refused()
            say(" ".join(ids(journal.read("a1"))) + " " + journal.name("p1"))

    assert children.told(work) == ["s1.0 s1.1", "s1.0 s1.1 Ann"]
    assert file.read_bytes() == before


def test_a_file_that_may_not_be_read_is_refused(open_folder: Path) -> None:
    file = open_folder / "attempts.db"
    open_journal(str(file)).close()

    def work(say: Say) -> None:
        as_nobody()
        file_is_closed = os.geteuid() != file.stat().st_uid
        say(str(not file_is_closed or refused(str(file), "cannot be opened")))

    assert children.told(work) == ["True"]


@pytest.mark.parametrize(("mode", "folder"), [(0o444, 0o777), (0o666, 0o555)])
def test_the_doctor_says_when_a_store_may_only_be_read(open_folder: Path, mode: int, folder: int) -> None:
    file = open_folder / "attempts.db"
    open_journal(str(file)).close()
    file.chmod(mode)
    open_folder.chmod(folder)

    def work(say: Say) -> None:
        as_nobody()
        say(str(describe(str(file))["writable"]))

    assert children.told(work) == ["False"]
