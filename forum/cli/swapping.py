"""Putting another database file in the place of the present one, which is kept aside."""

import os
import sqlite3
from pathlib import Path

from forum.core import clock

_PARTS = ("-wal", "-shm")


def swap(path: Path, fresh: Path, *, why: str) -> Path | None:
    """Make `fresh` the database at `path`; where the old one lies now, None if there was none.

    The caller holds the folder's lock, so that nobody has either file open.
    """
    settle(fresh)
    if not path.exists():
        os.replace(fresh, path)
        return None
    aside = path.with_name(f"{path.name}.before-{why}-{clock.now():%Y%m%d-%H%M%S}")
    settle(path)
    for part in _PARTS:  # still there only when the old one could not be read
        beside = path.with_name(path.name + part)
        if beside.exists():
            os.replace(beside, aside.with_name(aside.name + part))
    # Two names for the old file first: at no moment is there no database at `path`.
    os.link(path, aside)
    os.replace(fresh, path)
    return aside


def settle(path: Path) -> None:
    """Move the write-ahead log into the file, which nobody else has open; a damaged one stays
    as it is."""
    try:
        connection = sqlite3.connect(path)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return
    for part in _PARTS:
        beside = path.with_name(path.name + part)
        if beside.exists() and not (part == "-wal" and beside.stat().st_size):
            beside.unlink()


def discard(path: Path) -> None:
    """Remove a database file that did not become one, with what lies beside it."""
    for name in (path.name, *(path.name + part for part in _PARTS)):
        path.with_name(name).unlink(missing_ok=True)
