"""Writing the index, and what search proposes and reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, delete, func, select, update

from forum.audit import actions as audit
from forum.core import clock, jobs, unit_of_work
from forum.core.actor import Actor
from forum.core.db import connection, db, dialect_name, insert_for
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.core.statements import Statement
from forum.i18n import bidi, folding
from forum.i18n.catalog import N_
from forum.search import indexing, lexemes, limits, policy, queries, sources
from forum.search.backends.protocol import Entry
from forum.search.backends.registry import backend_of
from forum.search.frequency import Shares
from forum.search.lexemes import Facets
from forum.search.models import (
    DuplicatePair,
    SearchEntry,
    SearchFrequent,
    SearchMiss,
    SearchVector,
    Synonym,
)
from forum.search.rows import Similar
from forum.search.sources import Source
from forum.suggestions import queries as suggestions

INDEX = "search.index"
GATHER = "search.gather"
_MISS_KEY = ("day", "language", "words")

_MOVED = Statement(update(SearchEntry).where(SearchEntry.suggestion_id == bindparam("entry")))
_DROPPED = tuple(
    delete(model).where(model.suggestion_id.in_(bindparam("ids", expanding=True)))
    for model in (SearchEntry, SearchVector)
)
_DUE = Statement(
    update(SearchEntry)
    .where(SearchEntry.suggestion_id == bindparam("entry"))
    .values(pairs_due_at=bindparam("at"))
)
_LOOKED = Statement(
    update(SearchEntry)
    .where(SearchEntry.suggestion_id == bindparam("entry"))
    .where(SearchEntry.pairs_due_at == bindparam("at"))
    .values(pairs_due_at=None)
)
_OPEN_PAIRS = Statement(
    delete(DuplicatePair).where(
        (DuplicatePair.low_id == bindparam("one")) | (DuplicatePair.high_id == bindparam("one")),
        DuplicatePair.dismissed_at.is_(None),
    )
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
    _OPEN_PAIRS.run(one=suggestion_id)


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


def look_for_pairs(*, suggestion_id: int) -> None:
    """Have it looked again, at the next turn of the clock, what else says the same."""
    _DUE.run(entry=suggestion_id, at=clock.now())


def looked_for_pairs(*, suggestion_id: int, due_at: datetime) -> None:
    """It was looked for what was due then; what has become due since stays so."""
    _LOOKED.run(entry=suggestion_id, at=due_at)


def propose(*, suggestion_id: int, likely: Sequence[Similar]) -> None:
    """Keep what is likely to say the same, in place of what was found before; a pair that was
    dismissed stays so."""
    opened = connection()
    _OPEN_PAIRS.run(one=suggestion_id)
    rows = [
        {
            "low_id": min(suggestion_id, one.id),
            "high_id": max(suggestion_id, one.id),
            "score": one.score,
            "reasons": list(one.reasons),
            "found_at": clock.now(),
        }
        for one in likely
    ]
    if rows:
        statement = insert_for(dialect_name())(DuplicatePair)
        opened.execute(statement.on_conflict_do_nothing(index_elements=["low_id", "high_id"]), rows)


def dismiss_pair(*, actor: Actor, low_id: int, high_id: int) -> None:
    """These two do not say the same, once and for all. Raises Missing, Forbidden."""
    pair = queries.pair_between(actor, low_id, high_id)
    if pair.dismissed_at is None:
        pair.dismissed_at, pair.dismissed_by = clock.now(), actor.person_id
        _judged(actor, "search.pair_dismissed", pair)


def restore_pair(*, actor: Actor, low_id: int, high_id: int) -> None:
    """Propose a dismissed pair again. Raises Missing, Forbidden."""
    pair = queries.pair_between(actor, low_id, high_id)
    if pair.dismissed_at is not None:
        pair.dismissed_at = pair.dismissed_by = None
        _judged(actor, "search.pair_restored", pair)


def _judged(actor: Actor, action: str, pair: DuplicatePair) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_kind="suggestion",
        subject_id=pair.low_id,
        after={"other": pair.high_id},
    )


def note_miss(*, language: str, words: str) -> None:
    """Count that these words found nothing. What could name somebody (an address, a long number)
    is not kept, nor are more than limits.MISSES_A_DAY different ones."""
    kept = folding.unique_key(bidi.clean_line(words))[: limits.MISS_WORDS].strip()
    digits = sum(char.isdigit() for char in kept)
    if not kept or "@" in kept or digits > 6:
        return
    opened, day = connection(), clock.now().date()
    key = {"day": day, "language": language[:8], "words": kept}
    again = (
        update(SearchMiss)
        .where(*(getattr(SearchMiss, name) == value for name, value in key.items()))
        .values(count=SearchMiss.count + 1)
        .returning(SearchMiss.count)
    )
    if opened.execute(again).first() is not None:
        return
    today = select(func.count()).select_from(SearchMiss).where(SearchMiss.day == day)
    if opened.execute(today).scalar_one() >= limits.MISSES_A_DAY:
        return
    statement = insert_for(dialect_name())(SearchMiss).values(**key, count=1)
    added = {"count": SearchMiss.count + 1}
    opened.execute(statement.on_conflict_do_update(index_elements=_MISS_KEY, set_=added))


def forget_misses(*, before_days: int = limits.MISSES_KEPT) -> None:
    """Drop what was not found long ago."""
    oldest = clock.now().toordinal() - before_days
    day = clock.now().date().fromordinal(oldest)
    connection().execute(delete(SearchMiss).where(SearchMiss.day < day))


def add_synonyms(*, actor: Actor, words: Sequence[str]) -> int:
    """Words or phrases that mean the same from now on, whatever their language; the group's id.

    Raises Forbidden, Invalid for fewer than two, too many or too long ones, Conflict when there
    are limits.SYNONYM_GROUPS already.
    """
    _may_keep_words(actor)
    group = list(dict.fromkeys(filter(None, (bidi.clean_line(word) for word in words))))
    if len({folding.unique_key(word) for word in group}) < 2:
        raise Invalid(N_("Give at least two words that mean the same."), field="words")
    if len(group) > limits.SYNONYM_WORDS or max(map(len, group)) > limits.SYNONYM_LENGTH:
        raise Invalid(N_("These are too many words, or too long ones."), field="words")
    groups = db.session.scalar(select(func.count()).select_from(Synonym)) or 0
    if groups >= limits.SYNONYM_GROUPS:
        raise Conflict(N_("There are too many groups of words already."))
    added = Synonym(words=group, created_at=clock.now())
    db.session.add(added)
    db.session.flush()
    _kept_words(actor, "search.synonyms_added", added)
    return added.id


def remove_synonyms(*, actor: Actor, synonym_id: int) -> None:
    """These words mean no longer the same. Raises Forbidden, Missing."""
    _may_keep_words(actor)
    found = db.session.get(Synonym, synonym_id)
    if found is None:
        raise Missing(N_("This group of words does not exist."))
    _kept_words(actor, "search.synonyms_removed", found)
    db.session.delete(found)


def _may_keep_words(actor: Actor) -> None:
    if not policy.may_keep_words(actor):
        raise Forbidden(N_("You may not manage the words of the search."))


def _kept_words(actor: Actor, action: str, group: Synonym) -> None:
    unit_of_work.structure_changed()
    words = {"words": list(group.words)}
    audit.record(
        actor=actor, action=action, subject_kind="synonym", subject_id=group.id, after=words
    )


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


def keep_vector(*, suggestion_id: int, model: str, vector: bytes) -> None:
    """Keep what a model makes of a title."""
    statement = insert_for(dialect_name())(SearchVector)
    kept = {"model": model, "vector": vector}
    connection().execute(
        statement.values(suggestion_id=suggestion_id, **kept).on_conflict_do_update(
            index_elements=["suggestion_id"], set_=kept
        )
    )
