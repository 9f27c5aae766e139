"""Who reads: language, region, digits, calendar and time zone of one reader."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from forum.i18n import regions

LANGUAGES = ("fa", "ar", "en")
NAMES = {"fa": "فارسی", "ar": "العربية", "en": "English"}
PSEUDO_LANGUAGES = ("en-XA", "ar-XB")
DIGITS = ("latn", "arab", "arabext")
CALENDARS = ("gregorian", "persian", "umalqura")

_RTL = frozenset(("fa", "ar", "ur", "ps", "ckb", "he", "yi", "sd", "ug", "dv"))
# CLDR's likely region of the bare language. Without a region Babel answers with
# the world's week (Monday, Saturday and Sunday off), wrong for Iran and Egypt.
_DEFAULT_REGION = {"fa": "IR", "ar": "EG", "en": "001"}
# The pseudo-languages hold English text, so dates and numbers are English too.
_BASE = {"en-XA": "en", "ar-XB": "en"}
# A header longer than this is no browser's.
_HEADER_LIMIT = 1000


@dataclass(frozen=True)
class Profile:
    """How one reader wants words, digits and days. Hashable, so formatters cache by it.

    digits: "latn", "arab" or "arabext". calendar: "gregorian", "persian" or
    "umalqura". zone: an IANA name. week_start: 0 (Monday) to 6, None by region.
    """

    language: str = "en"
    region: str = ""
    digits: str = "latn"
    calendar: str = "gregorian"
    zone: str = "UTC"
    week_start: int | None = None

    def __post_init__(self) -> None:
        # Hashed once: every cached formatter looks its reader up several times a row.
        fields = (self.language, self.region, self.digits, self.calendar, self.zone)
        self.__dict__["_hash"] = hash((*fields, self.week_start))

    def __hash__(self) -> int:
        kept: int = self.__dict__["_hash"]
        return kept


_DEFAULT = Profile()
_current: ContextVar[Profile] = ContextVar("profile", default=_DEFAULT)


@lru_cache(maxsize=4096)
def profile_for(
    language: str,
    *,
    region: str | None = None,
    digits: str | None = None,
    calendar: str | None = None,
    zone: str | None = None,
    arabic_digits: str = "latn",
    week_start: int | None = None,
) -> Profile:
    """A Profile of *language* with its usual region, digits and calendar filled in.

    Unknown languages become English, and unknown digits, calendars and zones the
    usual ones: a stale cookie must not break a page. *arabic_digits* is the
    site's choice for Arabic readers who made none.
    """
    if language not in LANGUAGES and language not in PSEUDO_LANGUAGES:
        language = "en"
    usual_digits = {"fa": "arabext", "ar": arabic_digits}.get(language, "latn")
    usual_calendar = "persian" if language == "fa" else "gregorian"
    return Profile(
        language=language,
        region=region or ("" if base(language) == "en" else _DEFAULT_REGION[language]),
        digits=digits if digits in DIGITS else usual_digits,
        calendar=calendar if calendar in CALENDARS else usual_calendar,
        zone=zone if zone and is_zone(zone) else "UTC",
        week_start=week_start if week_start in range(7) else None,
    )


def current() -> Profile:
    """The Profile of whoever reads now; plain English when none was set."""
    return _current.get()


def activate(profile: Profile) -> Token[Profile]:
    """Make *profile* the current one; hand the token to `reset` afterwards."""
    return _current.set(profile)


def reset(token: Token[Profile]) -> None:
    """Undo the `activate` that returned *token*."""
    _current.reset(token)


@contextmanager
def use(profile: Profile) -> Iterator[Profile]:
    """Write for *profile* inside the block, for instance one reader's mail."""
    token = _current.set(profile)
    try:
        yield profile
    finally:
        _current.reset(token)


def base(language: str) -> str:
    """The real language behind a pseudo-language; other languages unchanged."""
    return _BASE.get(language, language)


def direction(language: str) -> str:
    """ "rtl" or "ltr" for a language tag such as "fa", "fa-AF" or "ar-XB"."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    return "rtl" if primary in _RTL else "ltr"


def region(profile: Profile) -> str:
    """The reader's region code: the chosen one, or the usual one of the language."""
    return profile.region or _DEFAULT_REGION.get(base(profile.language), "001")


def babel_locale(profile: Profile) -> Locale:
    """The region-qualified Babel locale: bare `fa` and `ar` have the wrong week."""
    return _babel_locale(base(profile.language), region(profile))


@lru_cache(maxsize=256)
def _babel_locale(language: str, territory: str) -> Locale:
    for tag in (f"{language}_{territory}", f"{language}_{_DEFAULT_REGION.get(language, '')}"):
        try:
            found = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
        if found.language == language and found.territory:
            return found
    return Locale("en", "001")


def week_start(profile: Profile) -> int:
    """First day of the reader's week: 0 is Monday, 5 Saturday, 6 Sunday."""
    if profile.week_start is not None:
        return profile.week_start
    return regions.FIRST_DAY.get(region(profile), 0)


def weekend(profile: Profile) -> tuple[int, ...]:
    """The days off in the reader's region, 0 being Monday: (4,) in Iran."""
    return regions.WEEKEND.get(region(profile), (5, 6))


@lru_cache(maxsize=512)
def zone_info(name: str) -> ZoneInfo:
    """The time zone *name*; UTC when this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Whether *name* is an IANA time zone that this machine knows."""
    return zone_info(name).key == name


def negotiate(
    accept_language_header: str | None,
    available: Sequence[str] = LANGUAGES,
    default: str = "en",
) -> str:
    """The language of *available* that an Accept-Language header asks for first.

    The reader's order decides: "en-US,fa;q=0.9" is "en", "fa-AF,en;q=0.9" is "fa".
    Dari (prs) is Persian. A neighbour such as Central Kurdish (ckb) counts only
    when the header names nothing nearer.
    """
    asked = _asked_languages(accept_language_header or "")
    offered = {language.lower(): language for language in available}
    for table in (regions.SAME_LANGUAGE, regions.NEAR_LANGUAGE):
        for tag in asked:
            primary = tag.partition("-")[0]
            for candidate in (tag, table.get(primary, primary)):
                if candidate in offered:
                    return offered[candidate]
    return default


def _asked_languages(header: str) -> list[str]:
    """Lower-case tags, most wanted first; malformed and refused ones left out."""
    weighted = []
    for position, part in enumerate(header[:_HEADER_LIMIT].split(",")):
        tag, _, parameter = part.partition(";")
        tag = tag.strip().replace("_", "-").lower()
        if not tag or not tag.replace("-", "").isalnum() or not tag.isascii():
            continue
        weight = _weight(parameter.strip())
        if weight > 0:
            weighted.append((-weight, position, tag))
    return [tag for _, _, tag in sorted(weighted)]


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if not parameter:
        return 1.0
    try:
        weight = float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
    return weight if 0 < weight <= 1 else 0.0
