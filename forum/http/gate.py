"""Before all views: the body read whole within limits, clean text, the actor, CSRF, access."""

import re
from urllib.parse import quote

import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge
from werkzeug.wrappers.response import Response as BaseResponse

from forum.core.actor import GUEST, Actor
from forum.core.errors import N_, Forbidden, Invalid
from forum.http import access, answers, cookies, csrf, headers, reader, sessions, shared, turns
from forum.http.preferences import Preferences

log = structlog.get_logger()
MAX_BODY = 1_100_000  # bytes: a text of 1 MB still comes back to its writer
MAX_FIELDS = 200
MAX_QUERY = 8_000
_UNCLEAN = re.compile("[\x00\ud800-\udfff]")
_BAD_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")


def install(app: Flask) -> None:
    """Put the gate before and the headers behind every view."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY, MAX_FORM_PARTS=MAX_FIELDS
    )
    app.before_request(_enter)
    app.after_request(_leave)


def _enter() -> BaseResponse | None:
    # The server ends a body that broke off as if it were whole. Without its word for it the
    # declared length counts: what is shorter is refused, not done by halves.
    request.environ.pop("wsgi.input_terminated", None)
    wanted = _declared()
    g.is_cacheable = bool(wanted and wanted.cached and _is_plain_guest())
    if g.is_cacheable:
        reader.set_for_request(reader.of_guest(), GUEST)
        _check_text()
        return None
    broken = _broken_body()
    turns.take()
    actor = sessions.load_actor()
    reader.set_for_request(_reader_of(actor), actor)
    if broken is not None:
        raise broken
    _check_text()
    if request.endpoint is None or request.routing_exception is not None:
        return None
    if not csrf.is_safe_method() and not csrf.is_valid():
        return _refilled()
    return _admit(wanted, actor) or (shared.answer(actor) if wanted and wanted.cached else None)


def _declared() -> access.Access | None:
    return access.declared(current_app.view_functions.get(request.endpoint or ""))


def _is_plain_guest() -> bool:
    """A GET without any cookie of ours that could change the page."""
    return (
        request.method in ("GET", "HEAD")
        and not answers.is_htmx()
        and not cookies.names_visitor(request.cookies, cookies.config())
    )


def _reader_of(actor: Actor) -> reader.Reader:
    if actor.is_guest:
        return reader.of_guest()
    found = g.signed_in
    chosen = Preferences(
        language=found.language,
        theme=found.theme,
        digits=found.digits or "",
        calendar=found.calendar or "",
        zone=found.zone or "",
    )
    return reader.of_person(chosen, has_shortcuts=found.has_shortcuts)


def _broken_body() -> HTTPException | None:
    """Take the body in before the database is asked: one that drips holds no connection of it.
    What is wrong is said once the reader is known."""
    if request.content_length is not None and request.content_length > MAX_BODY:
        return RequestEntityTooLarge()
    if csrf.is_safe_method():
        return None
    try:
        _ = request.form  # read whole, and kept by Werkzeug
    except HTTPException as error:
        return error
    return None


def _check_text() -> None:
    """Refuse what no text of ours may hold, before anything else sees it."""
    raw_query = request.query_string
    if len(raw_query) > MAX_QUERY or _BAD_PERCENT.search(raw_query.decode("latin-1")):
        raise BadRequest
    try:
        raw_query.decode("ascii")
    except UnicodeDecodeError:
        raise BadRequest from None
    form = None if csrf.is_safe_method() else request.form
    if form is not None and sum(len(values) for _, values in form.lists()) > MAX_FIELDS:
        raise RequestEntityTooLarge
    sources = (request.args, form) if form is not None else (request.args,)
    for source in sources:
        for name, value in source.items(multi=True):
            if _UNCLEAN.search(name) or _UNCLEAN.search(value) or "\ufffd" in name:
                raise Invalid(N_("This is not valid text."))


def _admit(wanted: access.Access | None, actor: Actor) -> BaseResponse | None:
    if wanted is None:
        log.error("route declares no access", endpoint=request.endpoint)
        raise Forbidden(N_("You may not do this."))
    if not wanted.admits(actor):
        if actor.is_guest:
            return _to_sign_in()
        raise Forbidden(N_("You may not see this page."))
    if wanted.fresh and not actor.fresh:
        return answers.go(f"/account/confirm?next={_next()}")
    if wanted.kind != "public":
        g.no_store = request.path.startswith(("/account", "/exports", "/admin"))
    return None


def _to_sign_in() -> BaseResponse:
    response = answers.go(f"/account/sign-in?next={_next()}")
    if answers.is_htmx():
        response = Response(status=204)
        response.headers["HX-Redirect"] = f"/account/sign-in?next={_next()}"
    return response


def _next() -> str:
    """Where to come back to: this page, or after an act the page it was done from."""
    here = request.full_path.rstrip("?") if csrf.is_safe_method() else _page_above(request.path)
    return quote(here, safe="/")


def _page_above(path: str) -> str:
    """The path, or the nearest one above it that can be read: /s/4/follow leads to /s/4."""
    addresses = current_app.url_map.bind("")
    while path and not addresses.test(path, method="GET"):
        path = path.rpartition("/")[0]
    return path or "/"


def _refilled() -> BaseResponse:
    """The form again, with everything typed and a fresh token; never sent by itself."""
    kept = [
        (name, value)
        for name, values in request.form.lists()
        if name not in (csrf.FIELD, "password", "new_password", "code")
        for value in values
    ]
    if not csrf.is_same_origin():
        kept = []  # another site wrote this form: nobody should send it on with one click
    path = request.full_path.rstrip("?")
    response = answers.page("csrf.html", 400, kept=kept, action=path)
    response.headers["Cache-Control"] = "no-store"
    return response


def _leave(response: Response) -> Response:
    return headers.apply(response, cookies.config(), reader.current().profile.language)
