"""Cross-site requests: a token bound to the session row, for a guest to a signed cookie.

It has no time limit, and holds when a proof gives the session a new cookie: what was typed before
can be sent after. A mismatch is answered by the gate with the form filled in again.
"""

import hmac
import secrets

from flask import Request, g, request, session
from markupsafe import Markup

from forum.accounts.queries.browsers import SignedIn
from forum.http.cookies import config

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token() -> str:
    """The token of this visitor; for a guest it sets the cookie, so only on uncached pages."""
    found: str | None = g.get("csrf_token")
    if found is None:
        found = g.csrf_token = _token_for(_secret(make=True))
    return found


def field() -> Markup:
    """The hidden input that a form carries it in."""
    return Markup(f'<input type="hidden" name="{FIELD}" value="{token()}">')  # noqa: S704 - hex


def is_safe(asked: Request) -> bool:
    """Whether it is a request that changes nothing."""
    return asked.method in _SAFE


def is_valid(asked: Request) -> bool:
    """Whether the request carries the token of this visitor."""
    secret = _secret(make=False)
    sent = asked.form.get(FIELD, "") or asked.headers.get(HEADER, "")
    if not secret or not sent:
        return False
    return any(
        hmac.compare_digest(_token_for(secret, key).encode(), sent.encode()) for key in _keys()
    )


def is_same_origin() -> bool:
    """Whether the browser says the form was on a page of ours (never when it says nothing)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and origin == config().base_url


def _secret(*, make: bool) -> str:
    signed_in: SignedIn | None = g.get("signed_in")
    if signed_in is not None:
        return signed_in.key
    found = session.get("csrf")
    if not isinstance(found, str):
        found = secrets.token_urlsafe(24) if make else ""
        if make:
            session["csrf"] = found
    return found


def _keys() -> tuple[str, ...]:
    settings = config()
    return (settings.secret_key, *settings.secret_key_fallbacks)


def _token_for(secret: str, key: str | None = None) -> str:
    chosen = key or config().secret_key
    return hmac.digest(chosen.encode(), f"csrf:{secret}".encode(), "sha256").hex()
