"""Writing the entries of the index, and what is counted in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, delete, update

from forum.core import clock, jobs
from forum.core.db import connection, db, dialect_name, insert_for
from forum.core.statements import Statement
from forum.i18n import folding
from forum.search import indexing, lexemes, limits, sources
from forum.search.actions import pairs
from forum.search.backends.protocol import Entry
from forum.search.backends.registry import backend_of
from forum.search.frequency import Shares
from forum.search.lexemes import Facets
from forum.search.models import SearchEntry, SearchFrequent, SearchVector
from forum.search.sources import Source
from forum.suggestions.queries import single as suggestions

INDEX = "search.index"
GATHER = "search.gather"
_MOVED = Statement(update(SearchEntry).where(SearchEntry.suggestion_id == bindparam("entry")))
_DROPPED = tuple(
    delete(model).where(model.suggestion_id.in_(bindparam("ids", expanding=True)))
    for model in (SearchEntry, SearchVector)
)


def index_new(*, suggestion_id: int) -> None:
    """Make the entry of a suggestion that was published just now, with nothing said about it;
    its likes are looked for at the next turn of the clock."""
    source = sources.of_new(suggestions.posted(suggestion_id))
    made = indexing.entry(source.id, source.texts, source.facets)
    backend_of(connection()).add(_row(source, pairs_due_at=clock.now()), made.words)
    if suggestion_id % limits.GATHER_EVERY == 0 and backend_of(connection()).puts_off:
        jobs.enqueue(GATHER)


def index(*, suggestion_id: int, at_once: bool = False) -> None:
    """Make the entry of a suggestion as its texts stand in this unit of work; none when it is
    not published.

    A long discussion would hold everybody up: its words are out until a job has tokenised them,
    unless `at_once`.
    """
    db.session.flush()
    found = sources.read(connection(), [suggestion_id])
    if not found or not found[0].is_published:
        drop(suggestion_id=suggestion_id)
        return
    texts = found[0].texts
    if texts.comment_size > limits.AT_ONCE_CHARACTERS and not at_once:
        texts = texts._replace(comments=())
        later(suggestion_id=suggestion_id)
    _write([(found[0], indexing.entry(suggestion_id, texts, found[0].facets))])


def _putting(dialect: str) -> Insert:
    statement = insert_for(dialect)(SearchEntry)
    columns = [column.name for column in SearchEntry.__table__.columns]
    mine = ("suggestion_id", "pairs_due_at")
    kept = {name: statement.excluded[name] for name in columns if name not in mine}
    put: Insert = statement.on_conflict_do_update(index_elements=["suggestion_id"], set_=kept)
    return put


_PUT = Statement(_putting)


def _row(source: Source, *, pairs_due_at: datetime | None) -> dict[str, Any]:
    """Of SearchEntry."""
    return {
        "suggestion_id": source.id,
        **source.facets._asdict(),
        "language": source.texts.body.language,
        "title_key": folding.unique_key(source.texts.title)[:1000],
        "rules": limits.RULES,
        "pairs_due_at": pairs_due_at,
    }


def _write(made: Sequence[tuple[Source, Entry]]) -> None:
    """Write entries (at least one); their words only where they are not so already."""
    for source, _ in made:
        _PUT.run(**_row(source, pairs_due_at=None))
    backend_of(connection()).put([entry for _, entry in made])


def write_unchanged(*, read: Sequence[Source], made: Sequence[Entry]) -> None:
    """Write entries that were made before this unit of work began; those whose texts changed
    since are made again."""
    opened = connection()
    now = {source.id: source for source in sources.read(opened, [one.id for one in read])}
    same = []
    for source, entry in zip(read, made, strict=True):
        if now.get(source.id) != source:
            index(suggestion_id=source.id, at_once=True)
        elif source.is_published:
            same.append((source, entry))
    if same:
        _write(same)


def make_all_old() -> None:
    """Every entry is owed to a reindex from now on."""
    connection().execute(update(SearchEntry).values(rules=0))


def drop(*, suggestion_id: int) -> None:
    """Take a suggestion out of the index, and what was proposed about it."""
    drop_all([suggestion_id])
    pairs.drop_open(suggestion_id=suggestion_id)


def drop_all(ids: Sequence[int]) -> None:
    """Take entries out of the index."""
    opened = connection()
    backend_of(opened).drop(ids)
    for statement in _DROPPED:
        opened.execute(statement, {"ids": list(ids)})


def refacet(*, suggestion_id: int) -> None:
    """Follow another status or category: words are not tokenised anew."""
    db.session.flush()
    for source in sources.read(connection(), [suggestion_id], only_own=True):
        _put_under(suggestion_id, source.facets)


def _put_under(suggestion_id: int, facets: Facets) -> None:
    backend = backend_of(connection())
    words = backend.words_of(suggestion_id)
    if words is not None:
        backend.set_words(suggestion_id, lexemes.with_facets(words, facets))
        _MOVED.run(entry=suggestion_id, **facets._asdict())


def add_comment(*, suggestion_id: int, comment_id: int) -> None:
    """Add the words of a new comment; the others need not be read for that."""
    db.session.flush()
    opened = connection()
    backend = backend_of(opened)
    words = backend.words_of(suggestion_id)
    if words is None:
        return
    text, count = sources.comment(opened, comment_id)
    grown = indexing.with_comment(words, text)
    if grown != words:
        backend.set_words(suggestion_id, grown)
    if count > limits.COMMENTS and count % 50 == 0:
        later(suggestion_id=suggestion_id)  # what the oldest said falls out


def later(*, suggestion_id: int) -> None:
    """Let a worker make the whole entry."""
    jobs.enqueue(INDEX, {"suggestion_id": suggestion_id})


def keep_frequent(*, shares: Shares) -> None:
    """Note which lexemes stand in many texts, in place of what was noted before."""
    opened = connection()
    opened.execute(delete(SearchFrequent))
    rows = [
        {"board": board, "term": term, "share": share} for (board, term), share in shares.items()
    ]
    if rows:
        opened.execute(insert_for(dialect_name())(SearchFrequent), rows)


def mark_top(*, board_ids: Sequence[int], limit: int) -> int:
    """Mark the most voted of each board in the index, and take the mark from those that are so
    no more, at most `limit` of them; how many were changed."""
    opened = connection()
    risen, fallen = sources.top_changes(opened, board_ids)
    changed = sorted(risen | fallen)[:limit]
    for source in sources.read(opened, changed, only_own=True) if changed else ():
        _put_under(source.id, source.facets._replace(is_top=source.id in risen))
    return len(changed)


def gather(*, is_all: bool) -> bool:
    """One step of making the index as quick as one that was written at once; whether there is
    more to do. `is_all`: the step that begins with all of it, not with what was added."""
    opened = connection()
    return backend_of(opened).gather(opened, is_all=is_all)
