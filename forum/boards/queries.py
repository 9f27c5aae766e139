"""Reading boards. `visible_to` is the one filter of who sees which board."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, literal, or_, select, true

from forum.accounts.models import Person
from forum.boards import policy
from forum.boards.models import Board, BoardMember, Category
from forum.core.actor import Actor, Via
from forum.core.db import db, dialect_name
from forum.core.errors import N_, Missing
from forum.core.permissions import Permission, Role

_PERSON = select(Person.name, Person.role, Person.language).where(
    Person.blocked_at.is_(None), Person.erased_at.is_(None)
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """SQL: the boards this reader may see (policy.may_see says the same of one)."""
    if actor.is_administrator:
        return true()
    if actor.is_guest:
        return Board.visibility == "public"
    open_to_all = Board.visibility.in_(("public", "signed_in"))
    named = Board.id.in_(tuple(actor.grants)) if actor.grants else literal(False)
    return or_(open_to_all, named, _admits_role(actor.role))


def _admits_role(role: str | None) -> ColumnElement[bool]:
    """SQL: `roles` (a JSON list) holds the role."""
    if role is None:
        return literal(False)
    if dialect_name() == "postgresql":
        return Board.roles.op("@>")(func.jsonb_build_array(str(role)))
    each = func.json_each(Board.roles).table_valued("value")
    return select(literal(1)).select_from(each).where(each.c.value == str(role)).exists()


def grants_of(person_id: int) -> Mapping[int, frozenset[Permission]]:
    """Board id → permissions, for the boards that name this person."""
    rows = db.session.execute(
        select(BoardMember.board_id, BoardMember.role).where(BoardMember.person_id == person_id)
    )
    return {board_id: policy.GRANTS[role] for board_id, role in rows}


def actor_for(person_id: int, via: Via = "web") -> Actor:
    """Who this person is as an actor, without a session (handlers, jobs).

    Raises Missing when nobody is behind the id, or he is blocked or erased.
    """
    row = db.session.execute(_PERSON.where(Person.id == person_id)).one_or_none()
    if row is None:
        raise Missing(N_("This account does not exist."))
    return Actor(
        person_id=person_id,
        name=row.name,
        role=Role(row.role),
        grants=grants_of(person_id),
        language=row.language,
        via=via,
    )


def visible_boards(actor: Actor) -> Sequence[Board]:
    """The boards this reader may see, in their order."""
    return db.session.scalars(
        select(Board).where(visible_to(actor)).order_by(Board.position, Board.id)
    ).all()


def get(actor: Actor, board_id: int) -> Board:
    """One board. Raises Missing, also when it is not for this reader."""
    board = db.session.scalar(select(Board).where(Board.id == board_id, visible_to(actor)))
    if board is None:
        raise Missing(N_("This board does not exist."))
    return board


def by_slug(actor: Actor, slug: str) -> Board:
    """One board by its address. Raises Missing, also when it is not for this reader."""
    board = db.session.scalar(select(Board).where(Board.slug == slug, visible_to(actor)))
    if board is None:
        raise Missing(N_("This board does not exist."))
    return board


def categories_of(board_id: int, *, with_archived: bool = False) -> Sequence[Category]:
    """The categories of a board, in their order."""
    query = select(Category).where(Category.board_id == board_id)
    if not with_archived:
        query = query.where(Category.archived_at.is_(None))
    return db.session.scalars(query.order_by(Category.position, Category.id)).all()


def name_in(names: Mapping[str, str], language: str, own: str) -> str:
    """The name in the reader's language, else in the board's own, else any."""
    return names.get(language) or names.get(own) or next(iter(names.values()), "")


def names_by_id(actor: Actor, language: str) -> dict[int, str]:
    """Board id → name in `language`, of the boards this reader may see, in their order."""
    rows = db.session.execute(
        select(Board.id, Board.names, Board.language)
        .where(visible_to(actor))
        .order_by(Board.position, Board.id)
    )
    return {row.id: name_in(row.names, language, row.language) for row in rows}


def category_names(board_ids: Sequence[int], language: str) -> dict[int, str]:
    """Category id → name in `language`, of these boards, in their order; archived ones too."""
    rows = db.session.execute(
        select(Category.id, Category.names, Board.language)
        .join(Board, Board.id == Category.board_id)
        .where(Category.board_id.in_(board_ids))
        .order_by(Category.board_id, Category.position, Category.id)
    )
    return {row.id: name_in(row.names, language, row.language) for row in rows}
