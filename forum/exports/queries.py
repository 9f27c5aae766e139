"""Reading for exports: what may go into a file, its rows from one snapshot, and one's own files."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from forum.boards import queries as boards
from forum.core import clock
from forum.core.actor import Actor
from forum.core.conditions import among, given
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Missing
from forum.core.permissions import Permission
from forum.exports.definition import Definition
from forum.exports.models import Export
from forum.exports.rows import Row
from forum.i18n import locale
from forum.i18n.catalog import N_
from forum.i18n.locale import Profile
from forum.suggestions.models import OfficialResponse, Suggestion
from forum.suggestions.queries import single as suggestions
from forum.suggestions.queries import status_rows

BATCH = 500  # rows a SELECT; ids alone are held for the whole file
SMALL = 2_000  # rows up to which the file is made while its owner waits
LISTED = 20

_ORDERS: dict[str, Any] = {
    "votes": Suggestion.vote_count,
    "trending": Suggestion.heat,
    "new": Suggestion.published_at,
    "comments": Suggestion.comment_count,
}
_ROW = select(
    Suggestion.id,
    Suggestion.board_id,
    Suggestion.title,
    Suggestion.status_id,
    Suggestion.category_id,
    Suggestion.vote_count,
    Suggestion.comment_count,
    Suggestion.created_at,
    Suggestion.updated_at,
    OfficialResponse.body,
).outerjoin(OfficialResponse, OfficialResponse.suggestion_id == Suggestion.id)
_ROWS = {dialect: _ROW.where(among(Suggestion.id, dialect)) for dialect in ("sqlite", "postgresql")}


@dataclass(frozen=True)
class Snapshot:
    """The rows of one moment: how many, of which boards, and themselves, to be read once."""

    total: int
    board_ids: tuple[int, ...]
    rows: Iterator[Row]


@dataclass(frozen=True)
class ExportRow:
    """An export as its owner sees it; `share` is what is done of it, 0.0 to 1.0."""

    id: int
    definition: Definition
    format: str
    state: str
    rows_done: int
    rows_total: int
    is_small: bool
    created_at: datetime
    expires_at: datetime | None

    @property
    def share(self) -> float:
        return min(1.0, self.rows_done / self.rows_total) if self.rows_total else 0.0

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched: a small one is made at that moment."""
        return self.state == "done" or (self.state == "waiting" and self.is_small)

    @property
    def is_under_way(self) -> bool:
        return self.state in ("waiting", "running") and not self.is_ready


def exportable_boards(actor: Actor) -> Sequence[boards.BoardRow]:
    """The boards this reader sees and may export from, in their order."""
    return [
        board for board in boards.visible_boards(actor) if actor.may(Permission.EXPORT, board.id)
    ]


def scope(actor: Actor, definition: Definition) -> tuple[int, ...]:
    """Ids of the boards the definition means for this reader."""
    wanted = definition.board_ids
    return tuple(board.id for board in exportable_boards(actor) if not wanted or board.id in wanted)


def check(actor: Actor, definition: Definition) -> None:
    """Raises Forbidden for whoever may export nothing, Invalid (with the field) when the
    definition names a board, status or category there is not for this reader."""
    if not actor.may_somewhere(Permission.EXPORT):
        raise Forbidden(N_("You may not export."))
    if len(scope(actor, definition)) < len(definition.board_ids):
        raise Invalid(N_("This board does not exist."), field="board")
    for key in definition.status_keys:
        status_rows.status_by_key(key)
    known = boards.category_names(actor, actor.language)
    if any(category_id not in known for category_id in definition.category_ids):
        raise Invalid(N_("This category does not exist."), field="category")


def count_up_to(actor: Actor, definition: Definition, most: int) -> int:
    """How many rows the file would have, counted no further than `most`."""
    some = select(Suggestion.id).where(*_conditions(actor, definition)).limit(most).subquery()
    counted = db.session.scalar(select(func.count()).select_from(some)) or 0
    return min(counted, definition.limit or counted)


@contextmanager
def snapshot(
    actor: Actor, definition: Definition, profile: Profile, base_url: str
) -> Iterator[Snapshot]:
    """The rows of this moment, read on a connection of their own while the block lasts.

    Votes cast meanwhile are not in it, not even halfway. Memory stays flat: eight bytes for
    each id, and BATCH rows.
    """
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        ids = array("q", connection.execute(_ids(actor, definition)).scalars())
        with locale.use(profile):
            names = _Names(actor, profile.language, base_url)
        rows = _rows(connection, ids, names)
        yield Snapshot(len(ids), scope(actor, definition), rows)


def _ids(actor: Actor, definition: Definition) -> Any:
    order = _ORDERS[definition.order]
    found = select(Suggestion.id).where(*_conditions(actor, definition))
    found = found.order_by(order.desc(), Suggestion.id.desc()).limit(definition.limit)
    return found.execution_options(yield_per=BATCH * 10)


def _conditions(actor: Actor, definition: Definition) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Suggestion.board_id.in_(scope(actor, definition)),
        Suggestion.state == "published",
        suggestions.visible_to(actor),
    ]
    if definition.status_keys:
        statuses = [status_rows.status_by_key(key).id for key in definition.status_keys]
        found.append(Suggestion.status_id.in_(statuses))
    if definition.category_ids:
        found.append(Suggestion.category_id.in_(definition.category_ids))
    if definition.starts_at:
        found.append(Suggestion.created_at >= definition.starts_at)
    if definition.ends_at:
        found.append(Suggestion.created_at < definition.ends_at)
    return found


class _Names:
    """What ids are called, in the language of whoever reads now."""

    def __init__(self, actor: Actor, language: str, base_url: str) -> None:
        self.boards = boards.names_by_id(actor, language)
        self.categories = boards.category_names(actor, language)
        self.statuses = {row.id: (row.key, row.name) for row in status_rows.statuses()}
        self.address = f"{base_url}/s/"


def _rows(connection: Connection, ids: Sequence[int], names: _Names) -> Iterator[Row]:
    rank = 0
    source = iter(ids)
    dialect = connection.dialect.name
    while batch := list(islice(source, BATCH)):
        read = connection.execute(_ROWS[dialect], {"ids": given(batch, dialect)}).all()
        found = {row[0]: row for row in read}
        for suggestion_id in batch:
            rank += 1
            yield _row(rank, found[suggestion_id], names)


def _row(rank: int, found: Any, names: _Names) -> Row:
    """In places, not names: this runs for every row of a file of any length."""
    number, board, title, status, category, votes, comments, created, updated, answer = found
    key, status_name = names.statuses[status]
    return Row(
        rank,
        number,
        names.boards[board],
        title,
        key,
        names.categories.get(category, ""),
        votes,
        comments,
        created,
        updated,
        answer or "",
        f"{names.address}{number}",
        status_name,
    )


def mine(actor: Actor) -> list[ExportRow]:
    """This person's latest exports that can be fetched, are being made or failed."""
    rows = db.session.scalars(
        select(Export)
        .where(Export.person_id == actor.person_id)
        .where(Export.expires_at.is_(None) | (Export.expires_at > clock.now()))
        .order_by(Export.id.desc())
        .limit(LISTED)
    )
    return [_export_row(row) for row in rows]


def mine_of(actor: Actor, export_id: int) -> ExportRow:
    """One of this person's exports. Raises Missing for anybody else's."""
    return _export_row(get(actor, export_id))


def get(actor: Actor, export_id: int) -> Export:
    """The row. Raises Missing unless it is this person's, and once it has expired."""
    row = db.session.get(Export, export_id)
    if row is None or actor.person_id is None or row.person_id != actor.person_id:
        raise Missing(N_("This export does not exist."))
    if row.expires_at is not None and row.expires_at <= clock.now():
        raise Missing(N_("This export has expired. Please make it again."))
    return row


def _export_row(row: Export) -> ExportRow:
    return ExportRow(
        id=row.id,
        definition=Definition.from_json(row.definition),
        format=row.format,
        state=row.state,
        rows_done=row.rows_done,
        rows_total=row.rows_total,
        is_small=row.rows_total <= SMALL,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def expired(now: datetime, abandoned_before: datetime) -> list[tuple[int, str | None]]:
    """(id, storage key) of files past their day, and of those whose making was given up."""
    rows = db.session.execute(
        select(Export.id, Export.storage_key).where(
            (Export.expires_at <= now)
            | (Export.expires_at.is_(None) & (Export.created_at < abandoned_before))
        )
    )
    return [(row.id, row.storage_key) for row in rows]


def of_person(person_id: int) -> list[dict[str, Any]]:
    """What this person asked to export, for his own download."""
    rows = db.session.scalars(
        select(Export).where(Export.person_id == person_id).order_by(Export.id)
    )
    return [
        {
            "definition": row.definition,
            "format": row.format,
            "state": row.state,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]
