"""How this reader reads: from the person, else from a cookie, else from the browser."""

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode
from zoneinfo import available_timezones

from forum.i18n import locale

THEMES = ("", "light", "dark")
DIGITS = ("latn", "arab", "arabext")
CALENDARS = ("gregorian", "persian", "umalqura")
_MAX_COOKIE = 300


@dataclass(frozen=True)
class Preferences:
    """ "" means: not chosen, take the default of the language and the site."""

    language: str = ""
    theme: str = ""
    digits: str = ""
    calendar: str = ""
    zone: str = ""

    def encode(self) -> str:
        chosen = {name: value for name, value in vars(self).items() if value}
        return urlencode(chosen)


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Names of time zones a person may choose, sorted."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


@lru_cache(maxsize=1)
def _zone_set() -> frozenset[str]:
    return frozenset(zones())


@lru_cache(maxsize=2048)
def decode(cookie: str) -> Preferences:
    """What the cookie says; what we do not know in it is passed over."""
    found = dict(parse_qsl(cookie[:_MAX_COOKIE]))
    return Preferences(
        language=_one_of(found.get("language", ""), locale.LANGUAGES),
        theme=_one_of(found.get("theme", ""), THEMES),
        digits=_one_of(found.get("digits", ""), DIGITS),
        calendar=_one_of(found.get("calendar", ""), CALENDARS),
        zone=_one_of(found.get("zone", ""), _zone_set()),
    )


def _one_of(value: str, allowed: frozenset[str] | tuple[str, ...]) -> str:
    return value if value in allowed else ""


@lru_cache(maxsize=2048)
def profile_for(
    chosen: Preferences,
    fallback_language: str,
    arabic_digits: str,
    zone: str,
    week_start: int | None,
) -> locale.Profile:
    """The profile a reader with these preferences gets on this site."""
    return locale.profile_for(
        chosen.language or fallback_language,
        digits=chosen.digits or None,
        calendar=chosen.calendar or None,
        zone=chosen.zone or zone,
        arabic_digits=arabic_digits,
        week_start=week_start,
    )


def merged(over: Preferences, under: Preferences) -> Preferences:
    """`over` where it chose, else `under`."""
    return replace(under, **{name: value for name, value in vars(over).items() if value})
