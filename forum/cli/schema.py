"""The schema of the database: where it stands against this release, and bringing it up.

Only `forum up` (embedded database) and `forum db upgrade` change it; workers never do.
"""

import pkgutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from forum.cli import demo_removal, swapping
from forum.core import revisions, version
from forum.core.config import Config
from forum.core.db import db, prepare_engine, to_write
from forum.core.db import let_go as give_back

_CHECK_BELOW = 64 * 2**20  # bytes; a bigger file is checked only after an unclean end
RESTORE_HINT = "Nothing was changed. Bring a backup back with: forum restore FILE"


class Unusable(Exception):
    """The database cannot be served; the text says why and what to do."""


@dataclass(frozen=True)
class Standing:
    """`found`: the revision of the database, None when it has no tables of ours."""

    found: str | None
    expected: str
    is_newer: bool

    @property
    def is_current(self) -> bool:
        return self.found == self.expected

    @property
    def problem(self) -> str:
        """One sentence with the exact command; empty when all is well."""
        if self.is_current:
            return ""
        if self.is_newer:
            return (
                f"The database was made by a newer release (schema {self.found}); this one knows"
                f" up to {self.expected}. Install the newer release again."
            )
        return (
            f"The database stands at schema {self.found or 'none'}, this release needs"
            f" {self.expected}. Run: forum db upgrade"
        )


def sqlite_path(config: Config) -> Path:
    """The database file of an embedded forum."""
    return Path(make_url(config.database_url).database or "")


def standing() -> Standing:
    """Where the database stands. Raises Unusable when it does not answer."""
    try:
        with db.engine.connect() as connection:
            found = None
            if inspect(connection).has_table("alembic_version"):
                row = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
                found = row.scalar()
    except SQLAlchemyError as error:
        raise Unusable(f"The database does not answer: {_cause(error)}") from error
    return Standing(
        found=found,
        expected=revisions.newest(),
        is_newer=found is not None and found not in revisions.known(),
    )


def _cause(error: SQLAlchemyError) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split())


def upgrade() -> Standing:
    """Bring the schema to this release, whole or not at all; where it stood before.

    Raises Unusable for a database of a newer release.
    """
    before = standing()
    if before.is_newer:
        raise Unusable(before.problem)
    if not before.is_current:
        with db.engine.connect() as connection:
            _migrate(connection)
    return before


def _migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    raw = connection.connection.driver_connection
    if is_sqlite and raw is not None:
        # Tables are made anew when they change: rows that point at them must not notice.
        raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with _all_or_nothing(connection):
            _alembic("upgrade")(connection)
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise Unusable("The upgrade would leave rows that point nowhere; nothing was done.")
    finally:
        if is_sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _all_or_nothing(connection: Connection) -> Iterator[None]:
    with to_write():
        transaction = connection.begin()
    with transaction:
        yield


def remove_demo(config: Config) -> Path | None:
    """Start afresh with what is real; where the old database file lies now (SQLite).

    Raises Unusable naming the real people whose posts and votes would be lost.
    """
    with db.engine.connect() as connection:
        if not demo_removal.has_demo(connection):
            raise Unusable("There is no demo data.")
        traces = demo_removal.real_traces(connection)
    if traces:
        names = "".join(f"\n  {one.name} <{one.email}>: {one.count}" for one in traces)
        raise Unusable(f"Real people have posted, voted or commented; nothing was removed.{names}")
    if config.is_sqlite:
        return _remove_from_file(config)
    _remove_from_server()
    return None


def _remove_from_server() -> None:
    before = version.current()
    with db.engine.connect() as connection, _all_or_nothing(connection):
        remake = partial(_alembic("remake"), connection)
        demo_removal.remove_from_server(connection, before, remake)


def _alembic(verb: str) -> Callable[[Connection], None]:
    found: Callable[[Connection], None] = pkgutil.resolve_name(f"forum.cli.migrating:{verb}")
    return found


def _remove_from_file(config: Config) -> Path | None:
    path = sqlite_path(config)
    fresh = path.with_name(f"{path.name}.fresh")
    swapping.discard(fresh)
    before = version.current()
    with db.engine.connect() as connection:
        rows = demo_removal.kept_rows(connection)
    engine = create_engine(f"sqlite:///{fresh}")
    prepare_engine(engine, sqlite_sync="FULL")
    try:
        with engine.connect() as connection:
            _migrate(connection)
        with engine.connect() as connection, _all_or_nothing(connection):
            demo_removal.write(connection, rows, before)
    except BaseException:
        swapping.discard(fresh)
        raise
    finally:
        engine.dispose()
    let_go()
    return swapping.swap(path, fresh, why="demo-removal")


def let_go() -> None:
    """Close the connections of this process (before a fork, or before the file is swapped)."""
    db.session.remove()
    give_back()
    db.engine.dispose()


def check_file(path: Path, *, thoroughly: bool) -> None:
    """Look at the file of an embedded database before anything opens it for writing.

    Raises Unusable when it is damaged, empty or without its main part; a missing one is well
    (it will be made). `thoroughly`: read every page, whatever its size.
    """
    if not path.exists():
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise Unusable(f"{path} is gone but {wal.name} is there. {RESTORE_HINT}")
        return
    if path.stat().st_size == 0:
        raise Unusable(
            f"{path} is empty. {RESTORE_HINT}\nTo start with nothing, remove the file first."
        )
    problem = file_problem(path, thoroughly=thoroughly or path.stat().st_size < _CHECK_BELOW)
    if problem:
        raise Unusable(f"{path} is damaged: {problem}. {RESTORE_HINT}")


def file_problem(path: Path, *, thoroughly: bool) -> str:
    """What SQLite finds wrong with a database file; empty when nothing is."""
    try:
        with path.open("r+b"):
            connection = sqlite3.connect(path, timeout=5)
    except OSError as error:
        return f"it cannot be written ({error.strerror})"
    try:
        if not thoroughly:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return ""
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
        return "" if found and found[0] == "ok" else str(found[0] if found else "unreadable")
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
