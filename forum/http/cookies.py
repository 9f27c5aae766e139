"""Names and attributes of our cookies, by the scheme of the base URL."""

from collections.abc import Container

from flask import Response, current_app

from forum.core.config import Config

PREFERENCES = "sada_prefs"  # not secret, not HttpOnly-critical, part of the page cache's key
_YEAR = 365 * 24 * 3600


def config() -> Config:
    """The process's settings."""
    found: Config = current_app.extensions["forum_config"]
    return found


def name_of(short: str, settings: Config) -> str:
    """`__Host-` binds the cookie to this host over https; plain http cannot carry it."""
    return f"__Host-sada_{short}" if settings.is_https else f"sada_{short}"


def session_name(settings: Config) -> str:
    return name_of("session", settings)


def note_name(settings: Config) -> str:
    """Flask's signed cookie: flashes and the CSRF secret of a guest."""
    return name_of("note", settings)


def names_visitor(sent: Container[str], settings: Config) -> bool:
    """Whether a cookie was sent that makes a page one person's own."""
    return session_name(settings) in sent or note_name(settings) in sent


def set_cookie(response: Response, name: str, value: str, *, max_age: int | None = None) -> None:
    """Host-only, whole site, HttpOnly, SameSite=Lax; Secure over https."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path="/",
        secure=config().is_https,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", secure=config().is_https, httponly=True, samesite="Lax")


def set_preferences(response: Response, value: str) -> None:
    set_cookie(response, PREFERENCES, value, max_age=_YEAR)
