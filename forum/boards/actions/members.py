"""People named on a board: who enters a private one, who has a team's rights there."""

from sqlalchemy import delete, select

from forum.accounts import emails
from forum.accounts.queries import people
from forum.boards import policy
from forum.boards.actions.keeping import announce, authorise, locked
from forum.boards.models import BoardMember
from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Invalid, Missing
from forum.i18n.catalog import N_


def set_role(*, actor: Actor, board_id: int, email: str, role: str) -> None:
    """Name the person of this address on the board, or give him another role there.

    Raises Forbidden, Missing for the board, or Invalid for a role or an address that cannot be.
    """
    authorise(actor)
    locked(board_id)
    if role not in policy.GRANTS:
        raise Invalid(N_("Choose one of the list."), field="role")
    person_id = _person_id(email)
    member = _member(board_id, person_id)
    before = member.role if member else None
    if before == role:
        return
    if member is None:
        db.session.add(BoardMember(board_id=board_id, person_id=person_id, role=role))
    else:
        member.role = role
    subject = ("person", person_id)
    was = {"role": before} if before else None
    announce(actor, "boards.member_set", subject, board_id, before=was, after={"role": role})


def remove(*, actor: Actor, board_id: int, person_id: int) -> None:
    """Take a person off the board. Raises Forbidden, or Missing when he is not named there."""
    authorise(actor)
    locked(board_id)
    member = _member(board_id, person_id)
    if member is None:
        raise Missing(N_("This person is not named on the board."))
    db.session.delete(member)
    was = {"role": member.role}
    announce(actor, "boards.member_removed", ("person", person_id), board_id, before=was)


def forget(*, person_id: int) -> None:
    """Take an erased person off every board."""
    gone = db.session.scalars(
        delete(BoardMember).where(BoardMember.person_id == person_id).returning(BoardMember.id)
    ).all()
    if gone:
        unit_of_work.structure_changed()


def _person_id(email: str) -> int:
    person = people.by_email(emails.normalised(email))
    if person is None:
        raise Invalid(N_("Nobody has an account with this address yet."), field="email")
    return person.id


def _member(board_id: int, person_id: int) -> BoardMember | None:
    return db.session.scalar(
        select(BoardMember).where(
            BoardMember.board_id == board_id, BoardMember.person_id == person_id
        )
    )
