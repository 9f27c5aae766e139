"""What search keeps beside each database's own full-text index (`search_index…`, made by the
migration: SQLite's FTS5 tables, PostgreSQL's table of tsvectors)."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Json, Model, Moment
from forum.search import limits


class SearchEntry(Model):
    """A suggestion that can be found; only published ones have an entry.

    `rules` is the version of the rules that made its terms; `is_top` says that it was among the
    most voted of its board when that was looked at last; `pairs_due_at` is set while nobody has
    looked yet what else says the same.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        Index(
            "ix_search_entry_pairs_due",
            "pairs_due_at",
            sqlite_where=text("pairs_due_at IS NOT NULL"),
            postgresql_where=text("pairs_due_at IS NOT NULL"),
        ),
    )

    suggestion_id: Mapped[int] = mapped_column(
        ForeignKey("suggestion.id"), primary_key=True, autoincrement=False
    )
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    language: Mapped[str] = mapped_column(String(8))
    title_key: Mapped[str] = mapped_column(String(1000))
    rules: Mapped[int] = mapped_column(Integer)
    is_top: Mapped[bool] = mapped_column(default=False)
    pairs_due_at: Mapped[datetime | None] = mapped_column(Moment)


class SearchFrequent(Model):
    """A lexeme of more than one in a hundred texts. `share`: of the texts, 0..1; with `board` (its
    lexeme, else "") of those on it."""

    __tablename__ = "search_frequent"
    board: Mapped[str] = mapped_column(String(20), primary_key=True)
    term: Mapped[str] = mapped_column(String(60), primary_key=True)
    share: Mapped[float] = mapped_column(Float)


class SearchMiss(Model):
    """Words that found nothing, how often on one day; who searched is not kept."""

    __tablename__ = "search_miss"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    words: Mapped[str] = mapped_column(String(limits.MISS_WORDS), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class SearchVector(Model):
    """The meaning of a title as `model` sees it: 32-bit floats, unit length."""

    __tablename__ = "search_vector"
    suggestion_id: Mapped[int] = mapped_column(
        ForeignKey("suggestion.id"), primary_key=True, autoincrement=False
    )
    model: Mapped[str] = mapped_column(String(60))
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class DuplicatePair(Model):
    """Two suggestions that may say the same. Dismissed once, a pair is never proposed again.

    `reasons`: of "words", "spelling", "meaning". `score`: 0..1.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        CheckConstraint("low_id < high_id", name="order"),
        UniqueConstraint("low_id", "high_id"),
        Index("ix_duplicate_pair_high_id", "high_id"),
        Index("ix_duplicate_pair_best", "dismissed_at", "score", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    score: Mapped[float] = mapped_column(Float)
    reasons: Mapped[list[str]] = mapped_column(Json)
    found_at: Mapped[datetime] = mapped_column(Moment)
    dismissed_at: Mapped[datetime | None] = mapped_column(Moment)
    dismissed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Synonym(Model):
    """A group of words or phrases that mean the same, added by an administrator."""

    __tablename__ = "synonym"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    words: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Moment)
