"""Which store a command uses, and opening it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sca_flow.errors import StoreError

if TYPE_CHECKING:
    from sca_flow.journal import Journal
    from sca_flow.training.attempt import Attempt

MEMORY = "memory:"
VARIABLE = "SCA_FLOW_STORE"
"""The environment variable that names a store."""


def data_folder() -> Path:
    """Where the platform keeps a program's data."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("sca-flow", appauthor=False))


def chosen(url: str | None) -> str:
    """The store that was named, or the file in the platform's data folder."""
    return url or str(data_folder() / "attempts.db")


def shown(url: str | None) -> str:
    """The store's address as it may be shown: without passwords."""
    if url == MEMORY:
        return "memory (gone when the program ends)"
    from sca_flow.store.address import address_of

    return str(address_of(chosen(url)))


@contextmanager
def opened(url: str | None) -> Iterator[Journal]:
    """The journal of a store, made when it is missing."""
    if url == MEMORY:
        from sca_flow.journal import MemoryJournal

        yield MemoryJournal()
        return
    from sca_flow.store import open_journal

    with closing(open_journal(chosen(url))) as journal:
        yield journal


@contextmanager
def reading(url: str | None) -> Iterator[Journal]:
    """The journal of a store that is there already.

    Raises:
        StoreError: the file that was named is missing; nothing is made in its place.
    """
    if url != MEMORY and not _there(url):
        if url is not None:
            raise StoreError(f"There is no store at {shown(url)}.", do="Correct the address, or walk a case first.")
        url = MEMORY  # nobody has walked a case yet: there are no attempts
    with opened(url) as journal:
        yield journal


@contextmanager
def resumed(url: str | None, attempt: str) -> Iterator[Attempt]:
    """An attempt that is kept in a store, where it was left; see `Attempt.resume` for what it raises."""
    from sca_flow.rules.loader import shipped
    from sca_flow.scenario.loader import Library
    from sca_flow.training.attempt import Attempt

    policy = shipped()
    with reading(url) as journal:
        yield Attempt.resume(attempt, Library(policy).find, policy, journal)


def _there(url: str | None) -> bool:
    from sca_flow.store.address import address_of

    path = address_of(chosen(url)).path
    return path is None or path.exists()
