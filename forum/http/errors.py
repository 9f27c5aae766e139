"""Whatever goes wrong ends on a page in the reader's language, with what to do next."""

import secrets
import sqlite3

import structlog
from flask import Flask, request
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers.response import Response as BaseResponse

from forum.core import unit_of_work
from forum.core.errors import DomainError
from forum.http import answers
from forum.http.statuses import STATUS
from forum.i18n import catalog
from forum.i18n.catalog import N_

log = structlog.get_logger()
_TITLES = {
    400: N_("This request is not valid"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("This address cannot do that"),
    409: N_("Something changed in the meantime"),
    413: N_("That is too much at once"),
    415: N_("This kind of content is not accepted"),
    422: N_("This cannot be used"),
    429: N_("Too often"),
    500: N_("Something broke on our side"),
    503: N_("Cannot save right now"),
}
_TEXTS = {
    400: N_("Go back and try again."),
    403: N_("You may not see this page."),
    404: N_("It was removed, it moved, or it is not for you to see."),
    405: N_("Go back and try again."),
    413: N_("Please shorten the text and send it again."),
    500: N_("We have noted it. Please try again in a moment."),
    503: N_("Please wait a moment and send it again. Reading still works."),
}
_RETRY_AFTER = 5  # seconds


def install(app: Flask) -> None:
    """Handlers for refusals, HTTP errors, database faults and everything else."""
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(TimeoutError, _database)
    app.register_error_handler(Exception, _unexpected)


def error_page(
    status: int,
    text: str | None = None,
    *,
    retry_after: int | None = None,
    reference: str = "",
) -> BaseResponse:
    """The error page of this status; `text` is translated already."""
    response = answers.page(
        "error.html",
        status,
        status=status,
        heading=catalog.gettext(_TITLES.get(status, _TITLES[400])),
        text=text or catalog.gettext(_TEXTS.get(status, _TEXTS[400])),
        typed=_typed(),
        reference=reference,
    )
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _typed() -> list[str]:
    """Longer texts of the refused form, so that nobody has to write them again."""
    if request.method != "POST":
        return []
    try:
        values = [value for name, value in request.form.items() if "password" not in name]
    except HTTPException:
        return []
    return [value for value in values if len(value.split()) > 2 and "\x00" not in value]


def _refusal(error: DomainError) -> BaseResponse:
    unit_of_work.end_read()
    text = answers.refusal_text(error)
    return error_page(STATUS[error.kind], text, retry_after=error.retry_after)


def _http(error: HTTPException) -> BaseResponse:
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    response = error_page(error.code or 500)
    if error.code == 405:
        response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or ())
    return response


def _database(error: Exception) -> BaseResponse:
    """Locked, full or away: 503 and come again. Anything else of the database is our fault."""
    unit_of_work.end_read()
    if _is_outage(error):
        # One line: in an outage there is one for each request.
        what = str(getattr(error, "orig", error)).partition("\n")[0]
        log.warning("database not available", what=what, path=request.path)
        return error_page(503, retry_after=_RETRY_AFTER)
    return _unexpected(error)


def _is_outage(error: Exception) -> bool:
    if isinstance(error, TimeoutError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        return True
    # SQLite's plain error is for a statement that cannot be: SQL of ours, or the wrong schema.
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    return isinstance(error, OperationalError) and code & 0xFF != sqlite3.SQLITE_ERROR


def _unexpected(error: Exception) -> BaseResponse:
    unit_of_work.end_read()
    number = secrets.token_hex(4)
    log.exception("unexpected error", number=number, path=request.path)
    return error_page(500, reference=number)
