"""Reading boards: all of them lie in memory until the structure moves.

`visible_ids` is the one filter of who sees which board; every other room's `visible_to` rests
on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.models import Person
from forum.boards import policy
from forum.boards.models import Board, BoardMember, Category
from forum.core import version
from forum.core.actor import Actor, Via
from forum.core.db import db
from forum.core.errors import N_, Forbidden, Missing
from forum.core.permissions import Permission, Role
from forum.core.statements import Statement

_PERSON = Statement(
    select(Person.name, Person.role, Person.language).where(
        Person.id == bindparam("person"), Person.blocked_at.is_(None), Person.erased_at.is_(None)
    )
)


@dataclass(frozen=True)
class CategoryRow:
    id: int
    board_id: int
    names: Mapping[str, str]
    is_archived: bool


@dataclass(frozen=True)
class BoardRow:
    """A board as readers need it; `categories` in their order, archived ones included."""

    id: int
    slug: str
    language: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    visibility: str
    roles: tuple[str, ...]
    approval: str
    is_open: bool
    is_demo: bool
    categories: tuple[CategoryRow, ...] = ()

    def name_in(self, language: str) -> str:
        """The name in the reader's language, else in the board's own, else any."""
        return name_in(self.names, language, self.language)

    def category(self, category_id: int | None) -> CategoryRow | None:
        """The category of this id, None when it is not of this board."""
        return next((row for row in self.categories if row.id == category_id), None)

    def offered(self, present: int | None = None) -> list[CategoryRow]:
        """What can be chosen: all but the archived, of which the present one may stay."""
        return [row for row in self.categories if not row.is_archived or row.id == present]


@dataclass(frozen=True)
class Directory:
    """All boards in their order, and who is named on which with what rights."""

    boards: tuple[BoardRow, ...] = ()
    by_id: Mapping[int, BoardRow] = field(default_factory=dict)
    by_slug: Mapping[str, BoardRow] = field(default_factory=dict)
    grants: Mapping[int, Mapping[int, frozenset[Permission]]] = field(default_factory=dict)


_CATEGORIES = select(Category.id, Category.board_id, Category.names, Category.archived_at).order_by(
    Category.position, Category.id
)
_BOARDS = select(*Board.__table__.columns).order_by(Board.position, Board.id)
_GRANTS = select(BoardMember.person_id, BoardMember.board_id, BoardMember.role)


def _load() -> Directory:
    """Read on a connection of its own: a reader's transaction stays his."""
    with db.engine.connect() as connection:
        categories: dict[int, list[CategoryRow]] = {}
        for category_id, board_id, names, archived_at in connection.execute(_CATEGORIES):
            row = CategoryRow(category_id, board_id, names, archived_at is not None)
            categories.setdefault(board_id, []).append(row)
        boards = tuple(
            _board_row(row, categories.get(row.id, [])) for row in connection.execute(_BOARDS)
        )
        grants: dict[int, dict[int, frozenset[Permission]]] = {}
        for person_id, board_id, role in connection.execute(_GRANTS):
            grants.setdefault(person_id, {})[board_id] = policy.GRANTS[role]
    return Directory(
        boards=boards,
        by_id={board.id: board for board in boards},
        by_slug={board.slug: board for board in boards},
        grants=grants,
    )


def _board_row(row: Any, categories: Sequence[CategoryRow]) -> BoardRow:
    return BoardRow(
        id=row.id,
        slug=row.slug,
        language=row.language,
        names=row.names,
        descriptions=row.descriptions,
        visibility=row.visibility,
        roles=tuple(row.roles),
        approval=row.approval,
        is_open=row.is_open,
        is_demo=row.is_demo,
        categories=tuple(categories),
    )


_directory = version.Kept(_load)


def directory() -> Directory:
    """Every board there is, for whoever asks on behalf of the forum itself."""
    return _directory.get()


def visible_boards(actor: Actor) -> Sequence[BoardRow]:
    """The boards this reader may see, in their order."""
    return [board for board in directory().boards if policy.may_see(actor, board)]


def visible_ids(actor: Actor) -> tuple[int, ...]:
    """The ids of the boards this reader may see: the filter of every room."""
    return tuple(board.id for board in visible_boards(actor))


def grants_of(person_id: int) -> Mapping[int, frozenset[Permission]]:
    """Board id → permissions, for the boards that name this person."""
    return directory().grants.get(person_id, {})


def actor_for(person_id: int, via: Via = "web") -> Actor:
    """Who this person is as an actor, without a session (handlers, jobs).

    Raises Missing when nobody is behind the id, or he is blocked or erased.
    """
    row = _PERSON.first(person=person_id)
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


def get(actor: Actor, board_id: int) -> BoardRow:
    """One board. Raises Missing, also when it is not for this reader."""
    board = directory().by_id.get(board_id)
    if board is None or not policy.may_see(actor, board):
        raise Missing(N_("This board does not exist."))
    return board


def by_slug(actor: Actor, slug: str) -> BoardRow:
    """One board by its address. Raises Missing, also when it is not for this reader."""
    board = directory().by_slug.get(slug)
    if board is None or not policy.may_see(actor, board):
        raise Missing(N_("This board does not exist."))
    return board


def category(actor: Actor, board_id: int, category_id: int) -> CategoryRow:
    """One category of a board this reader may see. Raises Missing."""
    found = get(actor, board_id).category(category_id)
    if found is None:
        raise Missing(N_("This category does not exist."))
    return found


def name_in(names: Mapping[str, str], language: str, own: str) -> str:
    """The name in the reader's language, else in the board's own, else any."""
    return names.get(language) or names.get(own) or next(iter(names.values()), "")


def names_by_id(actor: Actor, language: str) -> dict[int, str]:
    """Board id → name in `language`, of the boards this reader may see, in their order."""
    return {board.id: board.name_in(language) for board in visible_boards(actor)}


def category_names(actor: Actor, language: str) -> dict[int, str]:
    """Category id → name in `language`, of the boards this reader may see; archived ones too."""
    return {
        row.id: name_in(row.names, language, board.language)
        for board in visible_boards(actor)
        for row in board.categories
    }


@dataclass(frozen=True)
class MemberRow:
    """A person named on a board, for the administrator's eyes."""

    person_id: int
    name: str
    email: str
    role: str


def members_of(actor: Actor, board_id: int) -> Sequence[MemberRow]:
    """Who is named on the board, by name. Raises Forbidden for whoever manages no boards."""
    if not actor.may(Permission.MANAGE_BOARDS):
        raise Forbidden(N_("You may not manage boards."))
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email, BoardMember.role)
        .join(Person, Person.id == BoardMember.person_id)
        .where(BoardMember.board_id == board_id)
        .order_by(Person.name, Person.id)
    )
    return [MemberRow(row.id, row.name, row.email or "", row.role) for row in rows]


def memberships_of(person_id: int) -> list[dict[str, Any]]:
    """The boards that name this person, for his own download."""
    rows = db.session.execute(
        select(Board.slug, BoardMember.role)
        .join(Board, Board.id == BoardMember.board_id)
        .where(BoardMember.person_id == person_id)
        .order_by(Board.id)
    )
    return [{"board": row.slug, "role": row.role} for row in rows]
