"""People named on a board."""

import pytest
from sqlalchemy import select

from forum.accounts.events import PersonErased
from forum.audit.models import AuditEntry
from forum.boards import queries
from forum.boards.actions import members
from forum.core import events
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Missing
from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from tests import make


def name(cast, board, email, role="member", who="dana"):
    with writing():
        members.set_role(
            actor=make.actor(getattr(cast, who)), board_id=board.id, email=email, role=role
        )


def test_a_named_person_enters_a_private_board(cast):
    board = make.board(visibility="private")
    with pytest.raises(Missing):
        queries.get(make.actor(cast.sara), board.id)
    name(cast, board, " Sara@Example.com ")
    assert queries.get(make.actor(cast.sara), board.id).id == board.id
    with pytest.raises(Missing):
        queries.get(make.actor(cast.omid), board.id)


def test_a_role_on_the_board_counts_there_only(cast):
    here, there = make.board(name="اینجا"), make.board(name="آنجا")
    name(cast, here, cast.sara.email, "moderator")
    sara = queries.actor_for(cast.sara.id)
    assert sara.may(Permission.APPROVE, here.id)
    assert not sara.may(Permission.APPROVE, there.id)
    assert not sara.may(Permission.APPROVE)


def test_the_role_changes_and_the_audit_says_from_what(cast):
    board = make.board()
    name(cast, board, cast.sara.email, "moderator")
    name(cast, board, cast.sara.email, "product")
    name(cast, board, cast.sara.email, "product")
    assert [row.role for row in queries.members_of(make.actor(cast.dana), board.id)] == ["product"]
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.before, entry.after) for entry in entries] == [
        (None, {"role": "moderator"}),
        ({"role": "moderator"}, {"role": "product"}),
    ]
    assert {entry.subject_id for entry in entries} == {cast.sara.id}


def test_who_is_taken_off_loses_the_board_at_once(cast):
    board = make.board(visibility="private")
    name(cast, board, cast.sara.email)
    with writing():
        members.remove(actor=make.actor(cast.dana), board_id=board.id, person_id=cast.sara.id)
    with pytest.raises(Missing):
        queries.get(queries.actor_for(cast.sara.id), board.id)
    with pytest.raises(Missing), writing():
        members.remove(actor=make.actor(cast.dana), board_id=board.id, person_id=cast.sara.id)


@pytest.mark.parametrize(
    ("email", "role", "field"),
    [
        ("nobody@example.com", "member", "email"),
        ("", "member", "email"),
        ("sara@example.com", "administrator", "role"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, email, role, field):
    with pytest.raises(Invalid) as refused:
        name(cast, make.board(), email, role)
    assert refused.value.field == field


def test_a_boards_moderator_names_nobody_and_reads_no_addresses(cast):
    board = make.board()
    make.member(board, cast.sara, "moderator")
    with pytest.raises(Forbidden):
        name(cast, board, cast.omid.email, who="sara")
    with pytest.raises(Forbidden):
        queries.members_of(make.actor(cast.sara), board.id)


def test_an_erased_person_is_named_nowhere(cast):
    board = make.board(visibility="private")
    make.member(board, cast.sara)
    make.member(board, cast.omid)
    with writing():
        events.publish(PersonErased(person_id=cast.sara.id, keeps_texts=True))
    rows = queries.members_of(make.actor(cast.dana), board.id)
    assert [row.person_id for row in rows] == [cast.omid.id]
    assert queries.grants_of(cast.sara.id) == {}
