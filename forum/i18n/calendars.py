"""The Persian (Jalali) and the Umm al-Qura calendar: days to dates and back."""

from datetime import date
from typing import Any

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

from forum.i18n import calendar_names

# The library carries no types.
_Jalali: Any = JalaliDate

YearMonthDay = tuple[int, int, int]


def to_persian(day: date) -> YearMonthDay:
    """Year, month and day of *day* in the Persian calendar. Raises ValueError before 622."""
    found = _Jalali(date(day.year, day.month, day.day))
    return found.year, found.month, found.day


def from_persian(year: int, month: int, day: int) -> date:
    """The day with this Persian date. Raises ValueError when there is none: 1404-12-30."""
    found: date = _Jalali(year, month, day).to_gregorian()
    return found


def to_umalqura(day: date) -> YearMonthDay:
    """Year, month and day of *day* in the Umm al-Qura calendar.

    Raises ValueError outside 1924-08-01 to 2077-11-16, where it is not defined.
    """
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError as error:
        raise ValueError(str(error)) from error
    return found.year, found.month, found.day


def from_umalqura(year: int, month: int, day: int) -> date:
    """The day with this Umm al-Qura date. Raises ValueError when there is none."""
    try:
        found = Hijri(year, month, day).to_gregorian()
    except OverflowError as error:
        raise ValueError(str(error)) from error
    return date(found.year, found.month, found.day)


def persian_month(month: int, language: str, region: str = "") -> str:
    """The name of Persian month 1 to 12 in "fa", "ar" or "en"; Dari names in Afghanistan."""
    key = "fa_AF" if (language, region) == ("fa", "AF") else language
    return calendar_names.PERSIAN[key][month - 1]


def umalqura_month(month: int, language: str) -> str:
    """The name of Islamic month 1 to 12 in "fa", "ar" or "en"."""
    return calendar_names.UMALQURA[language][month - 1]
