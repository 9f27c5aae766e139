"""From a cookie to an actor, which Flask-Login keeps for the request."""

from typing import cast

import structlog
from flask import Flask, Request, Response, g, request
from flask.globals import request_ctx
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.exc import DBAPIError

from forum.accounts.actions import sessions as accounts
from forum.accounts.queries import browsers
from forum.boards import queries as boards
from forum.core import unit_of_work, version
from forum.core.actor import GUEST, Actor
from forum.http import cookies
from forum.http.addresses import client_address

log = structlog.get_logger()


class Visitor(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps as `current_user`: our actor."""

    def __init__(self, actor: Actor, session: browsers.SignedIn) -> None:
        self.actor = actor
        self.session = session

    def get_id(self) -> str:
        return str(self.actor.person_id)


class Notes(SecureCookieSessionInterface):
    """Flask's signed cookie, for what the next page says and a guest's token. Without it
    nothing is made to verify one."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if not request.cookies.get(self.get_cookie_name(app)):
            return self.session_class()
        return super().open_session(app, request)


class _Manager(LoginManager):  # type: ignore[misc]  # Flask-Login has no types
    """Without Flask-Login's own cookies: nobody gets them, and one that another site on this host
    set would keep our visitor out."""

    def _load_user(self) -> None:
        self._update_request_context_with_user(_load(request_ctx.request))

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def install(app: Flask) -> None:
    """Let Flask-Login find the visitor by our own session rows."""
    app.session_interface = Notes()
    _Manager().init_app(app, add_context_processor=False)  # templates know our actor


def _load(asked: Request) -> Visitor | None:
    token = asked.cookies.get(cookies.session_name(cookies.config()))
    found = browsers.signed_in(token) if token else None
    if found is None:
        return None
    actor = Actor(
        person_id=found.person_id,
        name=found.name,
        role=found.role,
        grants=boards.grants_of(found.person_id),
        language=found.language,
        session_id=found.session_id,
        fresh=found.is_fresh,
    )
    return Visitor(actor, found)


def load_actor() -> Actor:
    """Who sends this request; a stale "seen" is renewed."""
    if not request.cookies.get(cookies.session_name(cookies.config())):
        return GUEST
    visitor = current_user._get_current_object()  # the proxy would look it up at each mention
    if not visitor.is_authenticated:
        return GUEST
    signed_in: browsers.SignedIn = visitor.session
    g.signed_in = signed_in
    version.saw(signed_in.versions)  # what he did on another process is done here too
    if signed_in.wants_touch:
        _touch(signed_in.session_id)
    return cast(Actor, visitor.actor)


def _touch(session_id: int) -> None:
    """Note that the session is in use. Reading goes on where nothing can be written."""
    try:
        with unit_of_work.writing():
            accounts.touch(session_id=session_id)
    except DBAPIError:
        log.warning("use of a session not noted", exc_info=True)


def start(response: Response, person_id: int, proof: accounts.Proof) -> None:
    """Begin a session for the person and hand its cookie out (a new identifier each time)."""
    with unit_of_work.writing():
        token = accounts.start(
            person_id=person_id,
            user_agent=request.headers.get("User-Agent", ""),
            address=client_address(),
            ended_token=request.cookies.get(cookies.session_name(cookies.config())),
            proof=proof,
        )
    hand_out(response, token)


def hand_out(response: Response, token: str) -> None:
    """Set the cookie of a session that was just begun."""
    cookies.set_cookie(
        response,
        cookies.session_name(cookies.config()),
        token,
        max_age=int(browsers.CUSTOMER_SESSION.total_seconds()),
    )


def end(response: Response) -> None:
    """Forget the cookie here; the row is deleted by accounts."""
    cookies.drop_cookie(response, cookies.session_name(cookies.config()))
