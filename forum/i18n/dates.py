"""Days and moments as the reader writes them, in the reader's calendar and zone.

Babel has neither the Persian nor the Islamic calendar and no Persian digits, so
those are ours; Gregorian months and patterns are CLDR's. Everything is cached by
what it depends on: a list of fifty rows shows the same few days.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from babel.dates import format_date, format_time, format_timedelta, get_month_names

from forum.i18n import calendars, digits, letters, locale
from forum.i18n.locale import Profile

Style = Literal["short", "medium", "long", "full"]
MonthKey = tuple[int, int]

_WEEKDAYS = {
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_COMMA = {"fa": "،", "ar": "،", "en": ","}
# Babel says «0 روز دیگر» and «خلال 0 يوم» for the present moment.
_NOW = {"fa": "همین حالا", "ar": "الآن", "en": "just now"}
_HIJRI_ERA = {"fa": "ه‍.ق", "ar": "هـ", "en": "AH"}

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_TWO = tuple(f"{number:02d}" for number in range(60))
_STEPS = (
    (_HOUR, _MINUTE),
    (_DAY, _HOUR),
    (7 * _DAY, _DAY),
    (30 * _DAY, 7 * _DAY),
    (365 * _DAY, 30 * _DAY),
)

_TYPED_DAY = re.compile(r"([0-9]{1,4})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{1,4})")
# Below it a year is a Persian or Islamic one: both stand near 1400.
_FIRST_GREGORIAN_YEAR = 1700


def day(value: date | datetime, style: Style = "medium", profile: Profile | None = None) -> str:
    """*value* as a day: «۱ فروردین ۱۴۰۵», «٢١ مارس ٢٠٢٦», "21 Mar 2026".

    A moment is first taken to the reader's zone; without a zone it counts as UTC.
    """
    reader = profile or locale.current()
    if isinstance(value, datetime):
        value = _local(value, reader.zone).date()
    return _day(value, style, reader)


@lru_cache(maxsize=8192)
def _day(value: date, style: Style, reader: Profile) -> str:
    language = locale.base(reader.language)
    text = _in_own_calendar(value, style, reader, language)
    if text is None:
        # CLDR's medium Arabic day is all figures and slashes; the long one is as short.
        style = "long" if (language, style) == ("ar", "medium") else style
        text = format_date(value, format=style, locale=locale.babel_locale(reader))
    return digits.localize(text, reader.digits)


def _in_own_calendar(value: date, style: Style, reader: Profile, language: str) -> str | None:
    """The day in the Persian or Islamic calendar; None when it has no such date."""
    try:
        if reader.calendar == "persian":
            year, month, number = calendars.to_persian(value)
            name, era = calendars.persian_month(month, language, locale.region(reader)), ""
        elif reader.calendar == "umalqura":
            year, month, number = calendars.to_umalqura(value)
            name, era = calendars.umalqura_month(month, language), " " + _HIJRI_ERA[language]
        else:
            return None
    except ValueError:
        return None
    if style == "short":
        return f"{year}/{month}/{number}{era}"
    text = f"{number} {name} {year}{era}"
    if style != "full":
        return text
    comma = "" if language == "fa" else _COMMA[language]
    return f"{_WEEKDAYS[language][value.weekday()]}{comma} {text}"


def moment(dt: datetime, profile: Profile | None = None) -> str:
    """Day and time of day in the reader's zone: «۱ فروردین ۱۴۰۵، ۱۴:۰۵»."""
    reader = profile or locale.current()
    return _moment(_local(dt, reader.zone).replace(second=0, microsecond=0, tzinfo=None), reader)


@lru_cache(maxsize=8192)
def _moment(local: datetime, reader: Profile) -> str:
    place = locale.babel_locale(reader)
    # The world's English has no clock of its own in CLDR; 24 hours misleads nobody.
    pattern = "HH:mm" if place.territory == "001" else "short"
    time = digits.localize(format_time(local.time(), pattern, locale=place), reader.digits)
    comma = _COMMA[locale.base(reader.language)]
    return f"{_day(local.date(), 'medium', reader)}{comma} {time}"


def ago(dt: datetime, now: datetime, profile: Profile | None = None) -> str:
    """How far *dt* lies before or after *now*, in its largest unit: «۳ روز پیش», «قبل يومين».

    Less than a minute is "just now". Both moments without a zone count as UTC.
    """
    reader = profile or locale.current()
    apart = _aware(dt) - _aware(now)
    seconds = apart.days * _DAY + apart.seconds
    distance = abs(seconds)
    if distance < _MINUTE:
        return _NOW[locale.base(reader.language)]
    unit = next((unit for limit, unit in _STEPS if distance < limit), 365 * _DAY)
    whole = distance // unit * unit
    return _ago(whole if seconds > 0 else -whole, reader)


@lru_cache(maxsize=4096)
def _ago(seconds: int, reader: Profile) -> str:
    # Babel rounds up from 0.85 of the next unit; at threshold 1 it keeps ours.
    text = format_timedelta(
        timedelta(seconds=seconds),
        threshold=1,
        add_direction=True,
        locale=locale.babel_locale(reader),
    )
    return digits.localize(text, reader.digits)


def iso(dt: datetime) -> str:
    """*dt* in UTC for machines, to the second: 2026-03-21T10:00:00Z."""
    at = dt if dt.tzinfo is UTC else _aware(dt).astimezone(UTC)
    # isoformat() asks the zone and takes seven times as long: exports have two moments a row.
    day = at.date().isoformat()
    return f"{day}T{_TWO[at.hour]}:{_TWO[at.minute]}:{_TWO[at.second]}Z"


def parse_day(text: str, profile: Profile | None = None) -> date:
    """The day typed as year/month/day, in any digits, with `/`, `-` or `.` between.

    A year of four digits may also come last. Years before 1700 are read in the
    reader's calendar (Persian for every reader of Persian), later ones as
    Gregorian. Raises ValueError when there is no such day: 1404/12/30.
    """
    reader = profile or locale.current()
    typed = _TYPED_DAY.fullmatch(digits.to_ascii(text.translate(letters.STRAY)).strip())
    if not typed:
        raise ValueError("not a date")
    first, middle, last = typed.groups()
    if len(first) == 4 and len(last) <= 2:
        year, month, number = int(first), int(middle), int(last)
    elif len(last) == 4 and len(first) <= 2:
        year, month, number = int(last), int(middle), int(first)
        if reader.region == "US":
            month, number = number, month
    else:
        raise ValueError("not a date with a year of four digits")
    return _from_calendar(year, month, number, _calendar_of_year(year, reader))


def _calendar_of_year(year: int, reader: Profile) -> str:
    if year >= _FIRST_GREGORIAN_YEAR:
        return "gregorian"
    if reader.calendar != "gregorian":
        return reader.calendar
    if reader.language == "fa":
        return "persian"
    raise ValueError("not a year of our time")


def _from_calendar(year: int, month: int, number: int, calendar: str) -> date:
    if calendar == "persian":
        return calendars.from_persian(year, month, number)
    if calendar == "umalqura":
        return calendars.from_umalqura(year, month, number)
    return date(year, month, number)


def other_calendar(value: date | datetime, profile: Profile | None = None) -> str:
    """*value* in the calendar the reader does not use, for the `title` of a `<time>`.

    Gregorian for readers of another calendar; for Gregorian readers Umm al-Qura
    in Arabic, Persian otherwise.
    """
    reader = profile or locale.current()
    counterpart = _counterpart(reader)
    if isinstance(value, datetime):
        return moment(value, counterpart)
    return day(value, "full", counterpart)


@lru_cache(maxsize=256)
def _counterpart(reader: Profile) -> Profile:
    if reader.calendar != "gregorian":
        return replace(reader, calendar="gregorian")
    return replace(reader, calendar="umalqura" if reader.language == "ar" else "persian")


def month_key(value: date | datetime, profile: Profile | None = None) -> MonthKey:
    """(year, month) of *value* in the reader's calendar and zone: buckets of a report."""
    reader = profile or locale.current()
    if isinstance(value, datetime):
        value = _local(value, reader.zone).date()
    return _month_key(value, reader.calendar)


@lru_cache(maxsize=8192)
def _month_key(value: date, calendar: str) -> MonthKey:
    if calendar == "persian":
        return calendars.to_persian(value)[:2]
    if calendar == "umalqura":
        return calendars.to_umalqura(value)[:2]
    return value.year, value.month


def month_start(key: MonthKey, profile: Profile | None = None) -> date:
    """The first day of the month with this `month_key`, as the Gregorian calendar has it."""
    reader = profile or locale.current()
    return _from_calendar(key[0], key[1], 1, reader.calendar)


def month_label(key: MonthKey, profile: Profile | None = None) -> str:
    """The month with this `month_key` by name and year: «فروردین ۱۴۰۵», "March 2026"."""
    reader = profile or locale.current()
    language = locale.base(reader.language)
    year, month = key
    if reader.calendar == "persian":
        name = calendars.persian_month(month, language, locale.region(reader))
    elif reader.calendar == "umalqura":
        name = calendars.umalqura_month(month, language)
    else:
        place = locale.babel_locale(reader)
        name = get_month_names("wide", locale=place)[month]
    return digits.localize(f"{name} {year}", reader.digits)


def _aware(dt: datetime) -> datetime:
    # SQLite hands moments back without a zone; all of ours are UTC.
    return dt if dt.tzinfo else dt.replace(tzinfo=UTC)


def _local(dt: datetime, zone: str) -> datetime:
    return _aware(dt).astimezone(locale.zone_info(zone))
