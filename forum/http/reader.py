"""Who reads: language, digits, calendar and theme of this request, set before any view."""

from dataclasses import dataclass
from functools import lru_cache

from flask import g, request

from forum.core.actor import GUEST, Actor
from forum.http import cookies, preferences
from forum.http.preferences import Preferences
from forum.i18n import locale
from forum.site import queries as site

_LONGEST = 300  # characters of what a browser says, which is kept in memory


@dataclass(frozen=True)
class Reader:
    """The profile that texts are made for, the theme ("", "light" or "dark"), and what of it
    was chosen."""

    profile: locale.Profile
    theme: str
    has_shortcuts: bool
    chosen: Preferences


def of_guest() -> Reader:
    """From the cookie and the browser's languages; reads no session and no account."""
    return _reader(Preferences(), has_shortcuts=True)


def of_person(chosen: Preferences, *, has_shortcuts: bool) -> Reader:
    """From the account, and from the cookie where the account chose nothing."""
    return _reader(chosen, has_shortcuts=has_shortcuts)


def _reader(chosen: Preferences, *, has_shortcuts: bool) -> Reader:
    settings = site.at_hand()
    return _made(
        chosen,
        request.cookies.get(cookies.PREFERENCES, "")[:_LONGEST],
        request.headers.get("Accept-Language", "")[:_LONGEST],
        settings.default_language,
        (settings.arabic_digits, settings.zone, settings.first_weekday),
        has_shortcuts,
    )


@lru_cache(maxsize=1024)
def _made(
    chosen: Preferences,
    cookie: str,
    accepted: str,
    default_language: str,
    of_site: tuple[str, str, int | None],
    has_shortcuts: bool,
) -> Reader:
    wanted = preferences.merged(chosen, preferences.decode(cookie))
    fallback = wanted.language or locale.negotiate(accepted, default=default_language)
    profile = preferences.profile_for(wanted, fallback, *of_site)
    return Reader(profile, wanted.theme, has_shortcuts, wanted)


def set_for_request(reader: Reader, actor: Actor) -> None:
    """Make this the reader and the actor of the request."""
    locale.activate(reader.profile)
    g.reader = reader
    g.actor = actor


def current() -> Reader:
    """The reader of this request (a guest's where the gate did not come that far)."""
    found: Reader | None = g.get("reader")
    if found is None:
        found = of_guest()
        set_for_request(found, GUEST)
    return found


def actor() -> Actor:
    """Who acts in this request."""
    found: Actor = g.get("actor", GUEST)
    return found
