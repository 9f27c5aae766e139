"""The export page, its files and their progress."""

from hashlib import sha256
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file

from forum.boards import queries as boards
from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.exports import actions as exports
from forum.exports import definition, making, naming, queries
from forum.exports.actions import Fetched
from forum.exports.formats.registry import FORMATS
from forum.http import access, answers, csrf, once, reader
from forum.http.addresses import absolute
from forum.i18n import bidi
from forum.suggestions.queries import status_rows
from forum.web.exports.forms import ExportForm

bp = Blueprint("exports", __name__)


@bp.get("/exports")
@access.requires(Permission.EXPORT, somewhere=True)
def index() -> Response:
    return _page(ExportForm.prefilled(request.args.to_dict()), 200)


@bp.post("/exports")
@access.requires(Permission.EXPORT, somewhere=True)
def ask() -> Response:
    form = ExportForm(request.form)
    if form.validate():
        with form.catching():
            return answers.go(once.done(_token(), lambda: _ask(form)))
    return _page(form, form.http_status)


def _ask(form: ExportForm) -> str:
    """Where the file, or its progress, is to be found."""
    profile = reader.current().profile
    export = exports.ask(
        actor=reader.actor(),
        definition=form.definition(profile),
        format=form.format.data,
        profile=profile,
        base_url=absolute(""),
    )
    is_small = export.rows_total <= queries.SMALL
    return f"/exports/{export.id}/file" if is_small else f"/exports#export-{export.id}"


def _token() -> str | None:
    """The once-token of exactly this order: other choices sent from the same page, which stays
    open behind a download, are another export."""
    token = once.sent()
    chosen = sorted(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in (once.FIELD, csrf.FIELD)
    )
    return token and f"{token[:60]}.{sha256(repr(chosen).encode()).hexdigest()[:16]}"


@bp.get("/exports/<id:export_id>/file")
@access.requires(Permission.EXPORT, somewhere=True)
def file(export_id: int) -> Response:
    making.ensure(reader.actor(), export_id, absolute(""))
    with writing():
        found = exports.fetch(actor=reader.actor(), export_id=export_id)
    return _attachment(found)


@bp.get("/exports/<id:export_id>/row")
@access.requires(Permission.EXPORT, somewhere=True)
def row(export_id: int) -> Response:
    """The line of one export, for as long as it is being made."""
    job = queries.mine_of(reader.actor(), export_id)
    return answers.page("exports/_job.html", job=job, **_words())


def _attachment(found: Fetched) -> Response:
    made = FORMATS[found.format]
    response = send_file(found.path.resolve(), conditional=False, etag=False)
    response.content_type = made.mimetype
    plain = naming.ascii_name(found.definition, made.extension, found.made_at)
    named = quote(naming.file_name(found.definition, made.extension, found.made_at), safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(form: ExportForm, code: int) -> Response:
    return answers.page(
        "exports/index.html",
        code,
        view=form.view(),
        chosen=form.columns.data or definition.COLUMNS,
        statuses=[(status.key, status.name) for status in status_rows.statuses()],
        jobs=queries.mine(reader.actor()),
        example=definition.example_day(reader.current().profile),
        **_choices(),
        **_words(),
    )


def _choices() -> dict[str, Any]:
    """Boards and their categories, as far as this reader may export them."""
    language = reader.current().profile.language
    found = queries.exportable_boards(reader.actor())
    return {
        "boards": [(board.id, board.name_in(language)) for board in found],
        "categories": [
            (row.id, _category_label(board, row, language, several=len(found) > 1))
            for board in found
            for row in board.categories
        ],
    }


def _category_label(
    board: boards.BoardRow, row: boards.CategoryRow, language: str, *, several: bool
) -> str:
    name = boards.name_in(row.names, language, board.language)
    if not several:
        return name
    return f"{bidi.isolate(board.name_in(language))} / {bidi.isolate(name)}"


def _words() -> dict[str, Any]:
    language = reader.current().profile.language
    return {
        "board_names": boards.names_by_id(reader.actor(), language),
        "headings": naming.HEADINGS,
        "titles": naming.TITLES,
    }
