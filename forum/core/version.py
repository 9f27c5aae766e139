"""Two integers that move with what is public: `content` with everything that a page may show,
`structure` with boards, people's rights on them, statuses and settings only.

SQLite: rows, raised in the same transaction. PostgreSQL: sequences, raised after the commit,
because a row would make all writers queue behind each other's fsync; should the process die in
between, cached pages and what is kept here are old for at most their own time limit.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    Engine,
    Integer,
    RootTransaction,
    Sequence,
    bindparam,
    literal_column,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, TimeoutError
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base, Model, db, dialect_name
from forum.core.postgres import commit_then
from forum.core.statements import Statement

T = TypeVar("T")
CONTENT, STRUCTURE = 1, 2
_SEQUENCES = {CONTENT: "content_version_seq", STRUCTURE: "structure_version_seq"}
_MAX_AGE = 0.1  # seconds between two looks at the database
MAX_AGE_KEPT = 60.0  # seconds; for the change whose process died before it raised the version

for _name in _SEQUENCES.values():
    Sequence(_name, metadata=Base.metadata)

# The structure is raised before the content, and read after it: whoever sees the new content may
# not see the old structure beside it.
_RAISE_STRUCTURE = "SELECT nextval('structure_version_seq')"
# A sequence nobody called yet says the same last_value before and after its first call.
_COLUMNS = {
    "sqlite": (
        "(SELECT value FROM content_version WHERE id = 1)",
        "(SELECT value FROM content_version WHERE id = 2)",
    ),
    "postgresql": (
        "(SELECT last_value + is_called::int FROM content_version_seq)",
        "(SELECT last_value + is_called::int FROM structure_version_seq)",
    ),
}
_RAISE_CONTENT = f"SELECT 1 + nextval('content_version_seq'), {_COLUMNS['postgresql'][1]}"


class ContentVersion(Model):
    """Row 1: content; row 2: structure."""

    __tablename__ = "content_version"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    value: Mapped[int] = mapped_column(Integer, default=1)


_RAISE_ROW = Statement(
    update(ContentVersion)
    .where(ContentVersion.id == bindparam("which"))
    .values(value=ContentVersion.value + 1)
    .returning(ContentVersion.value, literal_column(_COLUMNS["sqlite"][1], Integer))
)


class Versions(NamedTuple):
    content: int
    structure: int


@dataclass
class _Seen:
    """What one engine's database said last."""

    versions: Versions
    until: float


_seen: WeakKeyDictionary[Engine, _Seen] = WeakKeyDictionary()
_seeing = threading.Lock()
_loading = threading.Lock()


def commit(transaction: RootTransaction, *, is_structure: bool) -> None:
    """Commit a change of what is public, and raise the versions with it."""
    if dialect_name() == "sqlite":
        if is_structure:
            _RAISE_ROW.run(which=STRUCTURE)
        raised = _RAISE_ROW.first(which=CONTENT)
        transaction.commit()
    else:
        first = [_RAISE_STRUCTURE] if is_structure else []
        raised = commit_then(transaction, [*first, _RAISE_CONTENT])
    saw(Versions(*raised))


def current() -> Versions:
    """The versions, at most 100 ms old, read on a connection of their own."""
    return _current(db.engine)


def _current(engine: Engine) -> Versions:
    seen = _seen.get(engine)
    if seen is not None and time.monotonic() < seen.until:
        return seen.versions
    with engine.connect() as opened:
        versions = Versions._make(opened.execute(select(*columns(engine.dialect.name))).one())
    with _seeing:
        if _seen.get(engine) is seen:  # what another read saw meanwhile is newer
            _seen[engine] = _Seen(versions, time.monotonic() + _MAX_AGE)
    return versions


def saw(versions: Versions) -> None:
    """Another read saw these: do not go on with older ones."""
    engine = db.engine
    with _seeing:
        seen = _seen.get(engine)
        if seen is None or versions.content >= seen.versions.content:
            _seen[engine] = _Seen(versions, time.monotonic() + _MAX_AGE)


def columns(dialect: str) -> list[ColumnElement[int]]:
    """SQL: the columns of Versions, for a statement that reads something else too."""
    names = Versions._fields
    return [
        literal_column(sql, Integer).label(name)
        for name, sql in zip(names, _COLUMNS[dialect], strict=True)
    ]


def forget() -> None:
    """Look again at the next call."""
    seen = _seen.get(db.engine)
    if seen is not None:
        seen.until = 0.0


@dataclass(frozen=True)
class _Loaded(Generic[T]):
    """What was loaded for which structure, and when (monotonic seconds)."""

    structure: int
    at: float
    value: T


class Kept(Generic[T]):
    """Something small that is read often, kept in memory until the structure moves, or for
    `longest` seconds (by default MAX_AGE_KEPT)."""

    def __init__(self, load: Callable[[], T], *, longest: float | None = None) -> None:
        self._load, self._longest = load, longest
        self._kept: WeakKeyDictionary[Engine, _Loaded[T]] = WeakKeyDictionary()

    def get(self) -> T:
        """What `load` gave for the structure as it stands."""
        engine = db.engine
        structure = _current(engine).structure
        found = self._kept.get(engine)
        now, longest = time.monotonic(), self._longest or MAX_AGE_KEPT
        if found is None or found.structure != structure or now - found.at > longest:
            with _loading:
                found = self._kept[engine] = _Loaded(structure, now, self._load())
        return found.value

    def at_hand(self, default: T) -> T:
        """As `get`; while the database is away what it gave last, or else `default`."""
        try:
            return self.get()
        except (DBAPIError, TimeoutError):
            found = self._kept.get(db.engine)
            return found.value if found is not None else default

    def forget(self) -> None:
        """Load again at the next call."""
        self._kept.pop(db.engine, None)
