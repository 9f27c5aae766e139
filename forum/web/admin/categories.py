"""The categories of a board."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.boards import queries
from forum.boards.actions import categories
from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.http.forms import Form
from forum.i18n.catalog import gettext
from forum.web.admin.boards import way_asked
from forum.web.admin.forms import NamesForm

bp = Blueprint("categories", __name__, url_prefix="/boards/<id:board_id>/categories")


@bp.get("")
@access.requires(Permission.MANAGE_BOARDS)
def index(board_id: int) -> Response:
    return _page(NamesForm(), 200, board_id)


@bp.post("")
@access.requires(Permission.MANAGE_BOARDS)
def add(board_id: int) -> Response:
    form = NamesForm(request.form)
    if form.validate():
        with form.catching(), writing():
            categories.add(actor=reader.actor(), board_id=board_id, names=form.names())
        if not form.is_refused:
            answers.say("success", gettext("The category is there."))
            return _back(board_id)
    return _page(form, form.http_status, board_id)


@bp.get("/<id:category_id>")
@access.requires(Permission.MANAGE_BOARDS)
def edit(board_id: int, category_id: int) -> Response:
    row = queries.category(reader.actor(), board_id, category_id)
    form = NamesForm(data={f"name_{key}": name for key, name in row.names.items()})
    return _page(form, 200, board_id, row)


@bp.post("/<id:category_id>")
@access.requires(Permission.MANAGE_BOARDS)
def rename(board_id: int, category_id: int) -> Response:
    row = queries.category(reader.actor(), board_id, category_id)
    form = NamesForm(request.form)
    if form.validate():
        with form.catching(), writing():
            categories.rename(actor=reader.actor(), category_id=row.id, names=form.names())
        if not form.is_refused:
            answers.say("success", gettext("The category is saved."))
            return _back(board_id)
    return _page(form, form.http_status, board_id, row)


@bp.post("/<id:category_id>/order")
@access.requires(Permission.MANAGE_BOARDS)
def reorder(board_id: int, category_id: int) -> Response:
    row = queries.category(reader.actor(), board_id, category_id)
    with writing():
        categories.reorder(actor=reader.actor(), category_id=row.id, way=way_asked())
    return _back(board_id)


@bp.post("/<id:category_id>/archive")
@access.requires(Permission.MANAGE_BOARDS)
def archive(board_id: int, category_id: int) -> Response:
    row = queries.category(reader.actor(), board_id, category_id)
    with writing():
        categories.archive(actor=reader.actor(), category_id=row.id)
    return _back(board_id)


@bp.post("/<id:category_id>/restore")
@access.requires(Permission.MANAGE_BOARDS)
def restore(board_id: int, category_id: int) -> Response:
    row = queries.category(reader.actor(), board_id, category_id)
    with writing():
        categories.restore(actor=reader.actor(), category_id=row.id)
    return _back(board_id)


def _back(board_id: int) -> Response:
    return answers.go(f"/admin/boards/{board_id}/categories")


def _page(
    form: Form, status: int, board_id: int, edited: queries.CategoryRow | None = None
) -> Response:
    board = queries.get(reader.actor(), board_id)
    return answers.page(
        "admin/categories.html", status, view=form.view(), board=board, edited=edited
    )
