"""Where a store is: a file, or the address of a database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from sca_flow.errors import InputError

HOW = "Give the path of a file, sqlite:///PATH, or postgresql://USER@HOST/DATABASE."


@dataclass(frozen=True)
class Address:
    """A parsed address; printing it hides passwords.  ``path`` is the file of an SQLite store."""

    url: URL
    path: Path | None = None

    @property
    def kind(self) -> str:
        """Which database system: ``sqlite``, ``postgresql``, ..."""
        return self.url.get_backend_name()

    def __str__(self) -> str:
        if self.path is not None:
            return str(self.path)
        hidden = {key: "***" for key in self.url.query if "pass" in key.lower()}
        return self.url.update_query_dict(hidden).render_as_string(hide_password=True)


def address_of(text: str) -> Address:
    """Read what was typed.

    Raises:
        InputError: it is no address; what was typed is not repeated, since it may hold a password.
    """
    if "://" not in text:
        return _file(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise InputError("The address of the store cannot be read.", do=HOW) from None
    if url.get_backend_name() == "sqlite":
        if url.get_driver_name() != "pysqlite" or url.query or url.host:
            raise InputError("The address of the store asks for something that is not offered.", do=HOW)
        return _file(url.database or "")
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return Address(url)


def _file(text: str) -> Address:
    if not text or text == ":memory:" or text.startswith("file:") or "\0" in text:
        raise InputError(
            "The store must be a file.",
            why="A journal in memory would be gone when the program ends." if text == ":memory:" else "",
            do=HOW,
        )
    try:
        path = Path(text).expanduser().absolute()
    except RuntimeError:
        raise InputError("The home directory in the store's path is not known.", do=HOW) from None
    return Address(URL.create("sqlite", database=str(path)), path)
