"""What the driver reports, told to the person as what happened, why, and what to do."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from sca_flow.errors import StoreError
from sca_flow.store.address import Address
from sca_flow.store.file import PATIENCE

NOTHING = "Nothing was recorded"
BUSY = (
    "The store is busy.",
    f"{NOTHING}: another program has been writing to it for more than {PATIENCE} seconds.",
    "Try again; if it stays so, close other windows.",
)
FULL = ("There is no room left for the store.", f"{NOTHING}: the disk is full.", "Make room, then try again.")
READ_ONLY = (
    "The store may only be read.",
    f"{NOTHING}: the file or the account lets nobody write to it.",
    "Change its permissions, or name another store.",
)
TWICE = (
    "Something with this id is recorded already, elsewhere.",
    f"{NOTHING}: ids are made once.",
    "Take the step again.",
)
DAMAGED = (
    "The store is damaged.",
    f"{NOTHING}: the database reports that its file is not sound.",
    "Do not go on with it; restore it from a backup.",
)
UNWRITTEN = (
    "The store could not be written or read.",
    f"{NOTHING}: the system reports an input or output error.",
    "Check the disk and its free space, then try again.",
)
UNOPENED = (
    "The store cannot be opened.",
    f"{NOTHING}: the file, or the journal that SQLite keeps beside it, cannot be opened.",
    "Check that the file is there and that its folder may be written to.",
)

BY_SQLITE_NAME = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CONSTRAINT_PRIMARYKEY": TWICE,
    "SQLITE_CONSTRAINT_UNIQUE": TWICE,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_IOERR": UNWRITTEN,
    "SQLITE_CANTOPEN": UNOPENED,
}
BY_SQLSTATE = {
    "55P03": BUSY,
    "40P01": BUSY,
    "53100": FULL,
    "42501": READ_ONLY,
    "25006": READ_ONLY,
    "23505": TWICE,
}


def store_error(error: Exception, address: Address) -> StoreError:
    """The error to raise for what SQLAlchemy or a driver raised."""
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        cause = error.orig
    name = str(getattr(cause, "sqlite_errorname", ""))  # such as SQLITE_IOERR_WRITE
    told = BY_SQLITE_NAME.get(name) or BY_SQLITE_NAME.get("_".join(name.split("_")[:2]))
    told = told or BY_SQLSTATE.get(str(getattr(cause, "sqlstate", "")))
    if told is not None:
        what, why, do = told
        return StoreError(what, why=f"{why} ({address})", do=do)
    if isinstance(error, OperationalError) and address.path is None:
        return _lost(cause, address)
    return StoreError("The store failed.", why=_first_line(cause), do=f"Look at the store {address}.")


def unopened(error: SQLAlchemyError, address: Address) -> StoreError:
    """The error for a store that does not let us in."""
    if address.path is not None:
        return store_error(error, address)
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return StoreError(
        f"The store {address} cannot be reached.",
        why=f"It answers: {_first_line(cause)}.",
        do="Check the address, the account, and that the server runs.",
    )


def _lost(cause: BaseException, address: Address) -> StoreError:
    return StoreError(
        "The connection to the store was lost.",
        why=f"{address} went away, and may have recorded the step before it did: {_first_line(cause)}",
        do="Take the step again; it is recorded once.",
    )


def _first_line(cause: BaseException) -> str:
    lines = str(cause).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(cause).__name__
