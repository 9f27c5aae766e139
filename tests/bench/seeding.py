"""Fills a migrated database in bulk: deterministic, tallies and heat true."""

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine

from forum.i18n import folding, texts
from forum.suggestions import ranking
from tests.bench import sized
from tests.bench.sized import Size

SOURCES = json.loads(
    (Path(__file__).parent.parent / "data" / "demo_suggestions.json").read_text("utf-8")
)
_NAMES = {"fa": "سارا محمدی", "ar": "ليلى حسن", "en": "Dana Miller"}
_CATEGORIES = {
    "fa": ("موبایل", "پرداخت", "گزارش‌ها"),
    "ar": ("الجوال", "الدفع", "التقارير"),
    "en": ("Mobile", "Payments", "Reports"),
}
_RESPONSE = {
    "fa": "از پیشنهادتان سپاسگزاریم. این کار را برای فصل آینده برنامه‌ریزی کرده‌ایم.",
    "ar": "شكرًا على اقتراحكم. خططنا لهذا العمل في الربع القادم.",
    "en": "Thank you for this. We have **planned** it for the next quarter.",
}
_YEAR = 360 * 86_400  # seconds over which it all happened
_STEP = 20_000  # rows a batch


@dataclass
class _Row:
    """What of a suggestion is counted while its votes and comments are made."""

    at: datetime
    board_id: int
    status_id: int
    category_id: int | None
    votes: int = 0
    comments: int = 0
    heat: float = 0.0


@dataclass
class _Made:
    """Everything that has to stay in memory until the suggestions are written."""

    size: Size
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    rows: list[_Row] = field(default_factory=list)


def seed(url: str, size: Size) -> None:
    """Write it all in one transaction, and let PostgreSQL's planner look at it.

    SQLite's looks at nothing by itself; told that the tables of its full-text index are empty, as
    they are here, it reads all of them for each part that it drops.
    """
    engine = create_engine(url)
    made = _Made(size)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        made.rows = [_row(made, at) for at in range(size.suggestions)]
        _people(connection, size)
        _boards(connection)
        _bulk(connection, "vote", ("suggestion_id", "voter_id", "created_at"), _votes(made))
        _comments(connection, made)
        _suggestions(connection, made)
        _tallies(connection, made)
        connection.exec_driver_sql("UPDATE content_version SET value = value + 1")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
    _set_sequences(engine)
    engine.dispose()


def _row(made: _Made, at: int) -> _Row:
    board_id = at % 3 + 1
    moment = sized.END - timedelta(seconds=made.chance.randrange(86_400, _YEAR))
    status = 1 if at % 5 < 3 else at % 6 + 1
    return _Row(moment, board_id, status, (board_id - 1) * 3 + at // 3 % 3 + 1 if at % 4 else None)


def _after(made: _Made, moment: datetime) -> datetime:
    """Some moment between this one and the end."""
    return moment + made.chance.random() * (sized.END - moment)


def _people(connection: Connection, size: Size) -> None:
    joined, now = sized.END - timedelta(seconds=_YEAR), datetime.now(UTC)
    names = ("id", "email", "name", "name_key", "role", "stamp", "language", "theme")
    names += ("has_shortcuts", "confirmed_at", "is_demo", "created_at")

    def people() -> Iterator[tuple[Any, ...]]:
        for person in range(1, size.administrator + 1):
            language = sized.BOARDS[person % 3][1]
            name = f"{_NAMES[language]} {person}"
            role = "administrator" if person == size.administrator else "customer"
            yield (
                *(person, f"person{person}@example.com", name, folding.unique_key(name), role, 0),
                *(language, "", True, joined, False, joined),
            )

    _bulk(connection, "person", names, people())
    began = sized.signed_in_at()
    signed_in = (
        (person, sized.token_hash(person), person, 0, "bench", "127.0.0.1", began, now, now)
        for person in (*range(1, size.people + 1), size.administrator)
    )
    names = ("id", "token_hash", "person_id", "stamp", "user_agent", "address")
    _bulk(connection, "session", (*names, "created_at", "seen_at", "fresh_at"), signed_in)


def _boards(connection: Connection) -> None:
    boards, categories = [], []
    for at, (slug, language) in enumerate(sized.BOARDS):
        names = json.dumps({language: slug}, ensure_ascii=False)
        shown = (at + 1, slug, language, names, "{}", at, "public", "[]")
        boards.append((*shown, "none", True, False, sized.END))
        for place, name in enumerate(_CATEGORIES[language]):
            named = json.dumps({language: name}, ensure_ascii=False)
            categories.append((at * 3 + place + 1, at + 1, named, place))
    names = ("id", "slug", "language", "names", "descriptions", "position", "visibility", "roles")
    _bulk(connection, "board", (*names, "approval", "is_open", "is_demo", "created_at"), boards)
    _bulk(connection, "category", ("id", "board_id", "names", "position"), categories)


def _votes(made: _Made) -> Iterator[tuple[Any, ...]]:
    first, among = made.size.first_voter, made.size.voters
    for at, row in enumerate(made.rows):
        count = made.size.hot_votes if at + 1 == sized.HOT else sized.VOTES
        start = at * 13
        for voter in range(count):
            moment = _after(made, row.at)
            row.votes += 1
            row.heat += ranking.vote_heat(moment)
            yield at + 1, first + (start + voter) % among, moment


def _comments(connection: Connection, made: _Made) -> None:
    names = ("suggestion_id", "author_id", "state", "body", "body_html", "renderer", "language")

    def comments() -> Iterator[tuple[Any, ...]]:
        for at, row in enumerate(made.rows):
            some = 2 if at % 10 == 0 else 0
            for number in range(sized.COMMENTS if at + 1 == sized.DISCUSSED else some):
                text = _text(SOURCES[(at + number * 7) % len(SOURCES)]["body"])
                moment = _after(made, row.at)
                row.comments += 1
                row.heat += ranking.comment_heat(moment)
                author = (at + number * 17) % made.size.people + 1
                yield (
                    *(at + 1, author, "published", text.source, text.html, text.renderer),
                    *(text.language, text.dir, 1, moment),
                )

    _bulk(connection, "comment", (*names, "dir", "revision", "created_at"), comments())


def _suggestions(connection: Connection, made: _Made) -> None:
    names = ("id", "board_id", "category_id", "author_id", "status_id", "state", "reason", "title")
    names += ("title_key", "body", "body_html", "excerpt", "renderer", "language", "dir")
    names += ("vote_count", "comment_count", "heat", "revision", "is_locked", "created_at")

    def suggestions() -> Iterator[tuple[Any, ...]]:
        for at, row in enumerate(made.rows):
            source = SOURCES[at % 3 * 20 + at // 3 % 20]
            title, text = f"{source['title']} ({at + 1})", _text(source["body"])
            words = sized.planted(at + 1)
            body, markup = f"{text.source}\n\n{words}", f"{text.html}<p>{words}</p>"
            author = at % made.size.people + 1
            yield (
                *(at + 1, row.board_id, row.category_id, author, row.status_id, "published", ""),
                *(title, folding.narrowing_key(title), body, markup, text.excerpt),
                *(text.renderer, text.language, text.dir, row.votes, row.comments, row.heat),
                *(1, False, row.at, row.at, row.at),
            )

    _bulk(connection, "suggestion", (*names, "published_at", "updated_at"), suggestions())
    _responses(connection, made)


def _responses(connection: Connection, made: _Made) -> None:
    """Every fifth suggestion is answered, the others' status is as they were posted with."""
    names = ("suggestion_id", "author_id", "body", "body_html", "excerpt", "renderer", "language")

    def responses() -> Iterator[tuple[Any, ...]]:
        for at, row in itertools.islice(enumerate(made.rows), 1, None, 5):
            text = _text(_RESPONSE[sized.BOARDS[at % 3][1]])
            yield (
                *(at + 1, made.size.administrator, text.source, text.html, text.excerpt),
                *(text.renderer, text.language, text.dir, 1, row.at, row.at),
            )

    names += ("dir", "revision", "created_at", "updated_at")
    _bulk(connection, "official_response", names, responses())
    changes = (
        (at + 1, 1, row.status_id, made.size.administrator, row.at)
        for at, row in enumerate(made.rows)
        if row.status_id != 1
    )
    names = ("suggestion_id", "from_status_id", "to_status_id", "actor_id", "at")
    _bulk(connection, "status_change", names, changes)


def _tallies(connection: Connection, made: _Made) -> None:
    counted = Counter((row.board_id, row.status_id, row.category_id or 0) for row in made.rows)
    rows = [(*key, count) for key, count in counted.items()]
    _bulk(connection, "suggestion_tally", ("board_id", "status_id", "category_id", "count"), rows)


@cache
def _text(source: str) -> texts.Prepared:
    return texts.prepare(source, "en")


def _bulk(
    connection: Connection, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Many rows by the driver's own quickest way."""
    cursor = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    source = (tuple(map(_plain, row)) for row in rows)
    while batch := list(itertools.islice(source, _STEP)):
        cursor.executemany(statement, batch)


def _plain(value: Any) -> Any:
    """As SQLAlchemy writes it to SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value


def _set_sequences(engine: Any) -> None:
    """PostgreSQL hands out ids behind those that were written."""
    if engine.dialect.name == "sqlite":
        return
    with engine.begin() as connection:
        for table in ("person", "session", "board", "category", "suggestion"):
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                f" (SELECT max(id) FROM {table}))"
            )
