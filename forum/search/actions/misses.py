"""Counting what was not found."""

from sqlalchemy import delete, func, select, update

from forum.core import clock
from forum.core.db import connection, dialect_name, insert_for
from forum.i18n import bidi, folding
from forum.search import limits
from forum.search.models import SearchMiss

_KEY = ("day", "language", "words")


def note(*, language: str, words: str) -> None:
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
    opened.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=added))


def forget(*, before_days: int = limits.MISSES_KEPT) -> None:
    """Drop what was not found long ago."""
    oldest = clock.now().toordinal() - before_days
    day = clock.now().date().fromordinal(oldest)
    connection().execute(delete(SearchMiss).where(SearchMiss.day < day))
