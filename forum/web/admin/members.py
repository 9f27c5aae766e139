"""The people named on a board."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.boards import queries, schema
from forum.boards.actions import members
from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.i18n.catalog import gettext
from forum.web.admin.forms import MemberForm

bp = Blueprint("members", __name__, url_prefix="/boards/<id:board_id>/members")


@bp.get("")
@access.requires(Permission.MANAGE_BOARDS, fresh=True)
def index(board_id: int) -> Response:
    return _page(MemberForm(data={"role": "member"}), 200, board_id)


@bp.post("")
@access.requires(Permission.MANAGE_BOARDS, fresh=True)
def set_role(board_id: int) -> Response:
    form = MemberForm(request.form)
    if form.validate():
        with form.catching(), writing():
            members.set_role(
                actor=reader.actor(),
                board_id=board_id,
                email=form.email.data,
                role=form.role.data,
            )
        if not form.is_refused:
            answers.say("success", gettext("The person is named on the board."))
            return answers.go(f"/admin/boards/{board_id}/members")
    return _page(form, form.http_status, board_id)


@bp.get("/<id:person_id>/remove")
@access.requires(Permission.MANAGE_BOARDS)
def back(board_id: int, person_id: int) -> Response:
    """Where a fresh sign-in comes back to."""
    return answers.go(f"/admin/boards/{board_id}/members")


@bp.post("/<id:person_id>/remove")
@access.requires(Permission.MANAGE_BOARDS, fresh=True)
def remove(board_id: int, person_id: int) -> Response:
    with writing():
        members.remove(actor=reader.actor(), board_id=board_id, person_id=person_id)
    answers.say("success", gettext("The person is taken off the board."))
    return answers.go(f"/admin/boards/{board_id}/members")


def _page(form: MemberForm, status: int, board_id: int) -> Response:
    actor = reader.actor()
    return answers.page(
        "admin/members.html",
        status,
        view=form.view(),
        board=queries.get(actor, board_id),
        members=queries.members_of(actor, board_id),
        roles=[(value, gettext(name), gettext(hint)) for value, name, hint in schema.MEMBER_ROLES],
    )
