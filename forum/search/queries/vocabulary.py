"""What words mean and how common they are; those that found nothing, those made equal."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from forum.core import clock, version
from forum.core.actor import Actor
from forum.core.db import connection, db
from forum.core.errors import Forbidden
from forum.i18n import locale, searching
from forum.i18n.catalog import N_
from forum.i18n.searching import Lexicon, Wanted
from forum.search import limits, policy, sources
from forum.search.backends.registry import backend_of
from forum.search.frequency import Frequent
from forum.search.models import SearchFrequent, Synonym
from forum.search.rows import Miss, SynonymRow


def _load_lexicon() -> Lexicon:
    with db.engine.connect() as connection:
        groups = [tuple(row) for row in connection.execute(select(Synonym.words)).scalars()]
    return Lexicon.of(groups)


def _load_frequent() -> Frequent:
    with db.engine.connect() as connection:
        rows = connection.execute(
            select(SearchFrequent.board, SearchFrequent.term, SearchFrequent.share)
        )
        return Frequent({(row.board, row.term): row.share for row in rows})


_lexicon = version.Kept(_load_lexicon)
# Counted now and then, by no change of the structure; loading some thousand takes a while.
_frequent = version.Kept(_load_frequent, longest=1_000.0)


def lexicon() -> Lexicon:
    """The shipped equal words and those of the administrators, from memory."""
    return _lexicon.get()


def frequent() -> Frequent:
    """The frequent lexemes as they were last counted, from memory."""
    return _frequent.get()


def wanted(text: str, *, is_typing: bool = False) -> tuple[Wanted, ...]:
    """What the current reader means by this text; () when there is no word in it."""
    language = locale.base(locale.current().language)
    typed = text[: limits.LONGEST_QUERY]
    return searching.wanted(typed, language, lexicon(), is_typing=is_typing)


def misses(actor: Actor, *, days: int = 30, limit: int = 100) -> list[Miss]:
    """What was searched and not found in the last days, the most wanted first.

    Raises Forbidden for whoever does not keep the site.
    """
    _keeper(actor)
    since = clock.now().date() - timedelta(days=days)
    rows = connection().execute(sources.MISSES, {"since": since, "limit": limit})
    return [Miss(row.language, row.words, int(row.times), row.last_on) for row in rows]


def synonyms(actor: Actor) -> list[SynonymRow]:
    """The groups that administrators added, the newest first. Raises Forbidden."""
    _keeper(actor)
    rows = db.session.execute(
        select(Synonym.id, Synonym.words, Synonym.created_at).order_by(Synonym.id.desc())
    )
    return [SynonymRow(row.id, tuple(row.words), row.created_at) for row in rows]


def _keeper(actor: Actor) -> None:
    if not policy.may_keep_words(actor):
        raise Forbidden(N_("You may not manage the words of the search."))


def sampled() -> Iterator[list[str]]:
    """The lexemes of each of the newest entries, for counting."""
    opened = connection()
    return backend_of(opened).sample(opened, limits.FREQUENT_SAMPLE)


def forget_frequent() -> None:
    """Read the frequent lexemes again at the next call."""
    _frequent.forget()
