"""Before all views: the body read whole within limits, clean text, the actor, CSRF, access."""

import re
from typing import Literal
from urllib.parse import quote

import structlog
from flask import Flask, Request, Response, current_app, g, request
from flask.globals import request_ctx
from werkzeug.datastructures import MultiDict
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
_FEW = 3  # fields
_First = Literal["sign in", "confirm"]
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
    asked = request_ctx.request  # the proxy would look it up at each mention
    # The server ends a body that broke off as if it were whole. Without its word for it the
    # declared length counts: what is shorter is refused, not done by halves.
    asked.environ.pop("wsgi.input_terminated", None)
    wanted = access.declared(current_app.view_functions.get(asked.endpoint or ""))
    g.is_cacheable = bool(wanted and wanted.cached and _is_plain_guest(asked))
    if g.is_cacheable:
        reader.set_for_request(reader.of_guest(), GUEST)
        _check_text(asked)
        return None
    broken = _broken_body(asked)
    turns.take()
    actor = sessions.load_actor()
    reader.set_for_request(_reader_of(actor), actor)
    if broken is not None:
        raise broken
    _check_text(asked)
    if asked.endpoint is None or asked.routing_exception is not None:
        return None
    if not csrf.is_safe(asked) and not csrf.is_valid(asked):
        is_ours = csrf.is_same_origin() and _is_long(wanted)
        return _refilled(_first(wanted, actor), is_trusted=is_ours)
    return _admit(wanted, actor) or (shared.answer(actor) if wanted and wanted.cached else None)


def _is_plain_guest(asked: Request) -> bool:
    """A GET without any cookie of ours that could change the page."""
    return (
        asked.method in ("GET", "HEAD")
        and not answers.is_htmx()
        and not cookies.names_visitor(asked.cookies, cookies.config())
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


def _broken_body(asked: Request) -> HTTPException | None:
    """Take the body in before the database is asked: one that drips holds no connection of it.
    What is wrong is said once the reader is known."""
    if asked.content_length is not None and asked.content_length > MAX_BODY:
        return RequestEntityTooLarge()
    if csrf.is_safe(asked):
        return None
    try:
        _ = asked.form  # read whole, and kept by Werkzeug
    except HTTPException as error:
        return error
    return None


def _check_text(asked: Request) -> None:
    """Refuse what no text of ours may hold, before anything else sees it."""
    raw_query = asked.query_string
    if len(raw_query) > MAX_QUERY or _BAD_PERCENT.search(raw_query.decode("latin-1")):
        raise BadRequest
    if not raw_query.isascii():
        raise BadRequest
    sources: list[MultiDict[str, str]] = [asked.args] if raw_query else []
    if not csrf.is_safe(asked):
        sources.append(asked.form)
        if sum(map(len, asked.form.listvalues())) > MAX_FIELDS:
            raise RequestEntityTooLarge
    for source in sources:
        for name, values in source.lists():
            if "\ufffd" in name or _UNCLEAN.search(name) or any(map(_UNCLEAN.search, values)):
                raise Invalid(N_("This is not valid text."))


def _first(wanted: access.Access | None, actor: Actor) -> _First | None:
    """What is to be done before the view does anything."""
    if wanted is None:
        return None
    if actor.is_guest and not wanted.admits(actor):
        return "sign in"
    return "confirm" if wanted.fresh and wanted.admits(actor) and not actor.fresh else None


def _admit(wanted: access.Access | None, actor: Actor) -> BaseResponse | None:
    if wanted is None:
        log.error("route declares no access", endpoint=request.endpoint)
        raise Forbidden(N_("You may not do this."))
    first = _first(wanted, actor)
    if first == "sign in":
        # Without scripts a text is nowhere but in this request.
        is_lost = not answers.is_htmx() and _has_text()
        return _refilled(first, is_trusted=True) if is_lost else _to_sign_in()
    if not wanted.admits(actor):
        raise Forbidden(N_("You may not see this page."))
    if first == "confirm":
        if not csrf.is_safe(request) and not answers.is_htmx() and _is_long(wanted):
            return _refilled(first, is_trusted=True)
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
    is_page = csrf.is_safe(request)
    here = request.full_path.rstrip("?") if is_page else _page_above(request.path)
    return quote(here, safe="/")


def _page_above(path: str) -> str:
    """The path, or the nearest one above it that can be read: /s/4/follow leads to /s/4."""
    addresses = current_app.url_map.bind("")
    while path and not addresses.test(path, method="GET"):
        path = path.rpartition("/")[0]
    return path or "/"


def _typed() -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.form.lists()
        if name not in (csrf.FIELD, "password", "new_password", "code")
        for value in values
    ]


def _is_long(wanted: access.Access | None) -> bool:
    """Whether a form is worth sending on as it is. What wants a proof and is a few choices (who
    goes, who may what) is soon made again, with its warnings before the eyes."""
    is_delicate = wanted is not None and wanted.fresh
    return not is_delicate or _has_text() or len(_typed()) > _FEW


def _has_text() -> bool:
    return any(len(value.split()) > 1 for _, value in _typed())


def _refilled(first: _First | None, *, is_trusted: bool) -> BaseResponse:
    """The form again, with everything typed and a fresh token; never sent by itself. `first`:
    what whoever sends it has to do before."""
    # Another site may have written this form: nobody should send it on with one click.
    kept = _typed() if is_trusted else []
    path = request.full_path.rstrip("?")
    response = answers.page("csrf.html", 400, kept=kept, action=path, first=first)
    response.headers["Cache-Control"] = "no-store"
    return response


def _leave(response: Response) -> Response:
    return headers.apply(response, cookies.config(), reader.current().profile.language)
