"""Rows with plain defaults, written as the rooms write them: tallies and heat stay true.

What is returned is detached: its values are those of the moment it was made; `fresh` reads it
again. Call outside of `writing()`.
"""

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from forum.accounts.models import Person
from forum.boards import queries as boards
from forum.boards.models import Board, BoardMember, Category
from forum.comments.models import Comment
from forum.core import clock, unit_of_work
from forum.core.actor import GUEST as GUEST
from forum.core.actor import Actor, Via
from forum.core.db import Model, db
from forum.core.permissions import Role
from forum.core.unit_of_work import writing
from forum.i18n import folding, texts
from forum.search.actions import entries
from forum.suggestions import ranking
from forum.suggestions.models import Status, Suggestion, SuggestionTally
from forum.votes.models import Vote

Row = TypeVar("Row", bound=Model)
_numbers = itertools.count(1)


def _kept(row: Row) -> Row:
    """Written in a unit of its own, and let go of."""
    with writing() as session:
        session.add(row)
        session.flush()
        unit_of_work.structure_changed()
    db.session.expunge(row)
    return row


def fresh(row: Row) -> Row:
    """The row as the database has it now."""
    unit_of_work.end_read()
    key = db.inspect(row).identity
    found = db.session.get(type(row), key, populate_existing=True)
    assert found is not None, f"{row} is gone"
    db.session.expunge(found)
    unit_of_work.end_read()
    return found


def change(model: type[Row], row_id: int, **values: Any) -> Row:
    """Set columns of a row directly, as an administrator's change of everything would."""
    with writing() as session:
        row = session.get_one(model, row_id)
        for name, value in values.items():
            setattr(row, name, value)
        unit_of_work.structure_changed()
    db.session.expunge_all()
    return row


def person(
    name: str | None = None,
    *,
    email: str | None = None,
    role: str = "customer",
    language: str = "fa",
    at: datetime | None = None,
    **more: Any,
) -> Person:
    """A confirmed person; without a name a numbered سارا."""
    number = next(_numbers)
    called = name or f"سارا {number}"
    moment = at or clock.now()
    values: dict[str, Any] = {"confirmed_at": moment, "created_at": moment, **more}
    return _kept(
        Person(
            name=called,
            name_key=folding.unique_key(called),
            email=email or f"person{number}@example.com",
            role=role,
            language=language,
            **values,
        )
    )


def actor(someone: Person, *, via: Via = "web", fresh: bool = True) -> Actor:
    """The person as rooms see him, with his rights on boards."""
    return Actor(
        person_id=someone.id,
        name=someone.name,
        role=Role(someone.role),
        grants=boards.grants_of(someone.id),
        language=someone.language,
        via=via,
        fresh=fresh,
    )


def board(
    slug: str | None = None,
    *,
    name: str = "پیشنهادها",
    language: str = "fa",
    names: dict[str, str] | None = None,
    approval: str = "none",
    **more: Any,
) -> Board:
    """A public, open board without approval."""
    number = next(_numbers)
    return _kept(
        Board(
            slug=slug or f"board-{number}",
            language=language,
            names=names or {language: name},
            approval=approval,
            created_at=clock.now(),
            **more,
        )
    )


def category(on: Board, name: str = "موبایل", **more: Any) -> Category:
    return _kept(Category(board_id=on.id, names={on.language: name}, **more))


def member(on: Board, someone: Person, role: str = "member") -> BoardMember:
    """Name a person on a board."""
    return _kept(BoardMember(board_id=on.id, person_id=someone.id, role=role))


def suggestion(
    on: Board | None = None,
    author: Person | None = None,
    *,
    title: str = "حالت تاریک برای برنامه",
    body: str = "شب‌ها صفحه چشم را می‌زند.",
    state: str = "published",
    status: str = "new",
    category: Category | None = None,
    at: datetime | None = None,
    is_indexed: bool = True,
    **more: Any,
) -> Suggestion:
    """A suggestion, counted on its board and to be found when it is published; nobody votes for
    it yet."""
    on, author, moment = on or board(), author or person(), at or clock.now()
    prepared = texts.prepare(body, on.language, context=title)
    with writing() as session:
        status_id = session.scalars(select(Status.id).where(Status.key == status)).one()
        row = Suggestion(
            board_id=on.id,
            category_id=category.id if category else None,
            author_id=author.id,
            status_id=status_id,
            state=state,
            title=title,
            title_key=folding.narrowing_key(title),
            body=prepared.source,
            body_html=prepared.html,
            excerpt=prepared.excerpt,
            renderer=prepared.renderer,
            language=prepared.language,
            dir=prepared.dir,
            created_at=moment,
            published_at=moment if state == "published" else None,
            updated_at=moment,
            **more,
        )
        session.add(row)
        if state == "published":
            _count_on_board(row)
        session.flush()
        if state == "published" and is_indexed:
            entries.index(suggestion_id=row.id)
        unit_of_work.content_changed()
    db.session.expunge(row)
    return row


def _count_on_board(row: Suggestion) -> None:
    key = (row.board_id, row.status_id, row.category_id or 0)
    tally = db.session.get(SuggestionTally, key)
    if tally is None:
        board_id, status_id, category_id = key
        tally = SuggestionTally(
            board_id=board_id, status_id=status_id, category_id=category_id, count=0
        )
        db.session.add(tally)
    tally.count += 1


def vote(on: Suggestion, voter: Person | None = None, *, at: datetime | None = None) -> Vote:
    """A vote, counted and warming its suggestion; `on` itself is not refreshed."""
    voter, moment = voter or person(), at or clock.now()
    row = Vote(suggestion_id=on.id, voter_id=voter.id, created_at=moment)
    with writing() as session:
        session.add(row)
        counted = session.get_one(Suggestion, on.id)
        counted.vote_count += 1
        counted.heat += ranking.vote_heat(moment)
        session.flush()
        unit_of_work.content_changed()
    db.session.expunge_all()
    return row


def comment(
    on: Suggestion,
    author: Person | None = None,
    *,
    body: str = "من هم همین را می‌خواهم.",
    parent: Comment | None = None,
    at: datetime | None = None,
    **more: Any,
) -> Comment:
    """A published comment, counted; `on` itself is not refreshed."""
    author, moment = author or person(), at or clock.now()
    prepared = texts.prepare(body, on.language)
    row = Comment(
        suggestion_id=on.id,
        parent_id=parent.id if parent else None,
        author_id=author.id,
        body=prepared.source,
        body_html=prepared.html,
        renderer=prepared.renderer,
        language=prepared.language,
        dir=prepared.dir,
        created_at=moment,
        **more,
    )
    with writing() as session:
        session.add(row)
        counted = session.get_one(Suggestion, on.id)
        counted.comment_count += 1
        counted.heat += ranking.comment_heat(moment)
        session.flush()
        entries.index(suggestion_id=on.id)
        unit_of_work.content_changed()
    db.session.expunge_all()
    return row


@dataclass(frozen=True)
class Cast:
    """People whose names exercise the scripts."""

    sara: Person
    omid: Person
    layla: Person
    reza: Person
    dana: Person


def cast() -> Cast:
    """Two customers, a moderator, somebody of the product team, an administrator."""
    return Cast(
        sara=person("سارا", email="sara@example.com"),
        omid=person("امید", email="omid@example.com"),
        layla=person("ليلى", email="layla@example.com", role="moderator", language="ar"),
        reza=person("رضا", email="reza@example.com", role="product"),
        dana=person("Dana", email="dana@example.com", role="administrator", language="en"),
    )
