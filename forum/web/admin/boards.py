"""Boards: the list, making and changing one."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response

from forum.boards import draft, queries, schema
from forum.boards.actions import boards
from forum.boards.actions.keeping import Way
from forum.core.errors import Invalid
from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.i18n.catalog import N_, gettext
from forum.site import queries as site
from forum.web.admin import log_words
from forum.web.admin.forms import BoardForm, BoardWordsForm, board_values

bp = Blueprint("boards", __name__)


@bp.get("/boards")
@access.requires(Permission.MANAGE_BOARDS)
def index() -> Response:
    rows = queries.visible_boards(reader.actor())
    return answers.page("admin/boards.html", boards=rows, visibility=names_of("visibility"))


@bp.get("/boards/new")
@access.requires(Permission.MANAGE_BOARDS)
def new() -> Response:
    defaults = {field.key: field.default for field in schema.FIELDS if field.type != "several"}
    values = defaults | {"language": site.current().default_language}
    return _page(BoardForm(data=values), 200)


@bp.post("/boards/new")
@access.requires(Permission.MANAGE_BOARDS)
def create() -> Response:
    form = BoardForm(request.form)
    if form.validate():
        with form.catching(), writing():
            made = boards.create(actor=reader.actor(), draft=form.draft())
        if not form.is_refused:
            answers.say("success", gettext("The board is there. Give it categories if you like."))
            return answers.go(f"/admin/boards/{made.id}/categories")
    return _page(form, form.http_status)


@bp.get("/boards/<id:board_id>")
@access.requires(Permission.MANAGE_BOARDS)
def show(board_id: int) -> Response:
    board = queries.get(reader.actor(), board_id)
    return _page(BoardForm(data=board_values(board)), 200, board)


@bp.post("/boards/<id:board_id>")
@access.requires(Permission.MANAGE_BOARDS)
def change(board_id: int) -> Response:
    form = BoardForm(request.form)
    if form.validate():
        with form.catching(), writing():
            boards.change(
                actor=reader.actor(),
                board_id=board_id,
                draft=form.draft(),
                seen=request.form.get("seen"),  # None: the form does not say
            )
        if not form.is_refused:
            answers.say("success", gettext("The board is saved."))
            return answers.go(f"/admin/boards/{board_id}")
    return _page(form, form.http_status, queries.get(reader.actor(), board_id))


@bp.post("/boards/<id:board_id>/order")
@access.requires(Permission.MANAGE_BOARDS)
def reorder(board_id: int) -> Response:
    with writing():
        boards.reorder(actor=reader.actor(), board_id=board_id, way=way_asked())
    return answers.go("/admin/boards")


def way_asked() -> Way:
    """Which of the two arrow buttons was pressed. Raises Invalid for neither."""
    match request.form.get("way"):
        case "up":
            return "up"
        case "down":
            return "down"
        case _:
            raise Invalid(N_("Choose one of the list."))


def names_of(key: str) -> dict[str, str]:
    """Value → translated name, of a setting of boards."""
    return {choice[0]: gettext(choice[1]) for choice in schema.BY_KEY[key].choices}


def _page(form: BoardWordsForm, status: int, board: queries.BoardRow | None = None) -> Response:
    """The form; after a conflict with what is stored by now beside what was typed."""
    stored = draft.fingerprint(board) if board else ""
    conflict = form.refusal is not None and form.refusal.kind == "conflict"
    return answers.page(
        "admin/board.html",
        status,
        view=form.view(),
        fields=schema.FIELDS,
        board=board,
        seen=stored if conflict else form.seen.data or stored,
        differences=_differences(form, board) if board and conflict else [],
    )


def _differences(form: BoardWordsForm, board: queries.BoardRow) -> list[log_words.Change]:
    """What is stored by now → what was typed."""
    typed = draft.stored_values(form.draft())
    typed["slug"] = typed["slug"] or board.slug
    return log_words.changes(draft.stored_values(board), typed)
