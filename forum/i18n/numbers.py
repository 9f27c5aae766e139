"""Numbers as the reader writes them, and back.

Babel prints Latin digits for Persian and Arabic, so the symbols are ours; they
equal those of browsers' Intl.NumberFormat.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_compact_decimal

from forum.i18n import digits as digit_scripts
from forum.i18n import letters, locale
from forum.i18n.locale import Profile

Number = int | float | Decimal

_LRM = "\u200e"
_ALM = "\u061c"
_MINUS = "\u2212"

# CLDR lacks some of these in Persian and Arabic, and its short ones are Latin.
_UNITS = {
    "fa": ("بایت", "کیلوبایت", "مگابایت", "گیگابایت", "ترابایت"),
    "ar": ("بايت", "كيلوبايت", "ميغابايت", "غيغابايت", "تيرابايت"),
    "en": ("B", "KB", "MB", "GB", "TB"),
}
# Longer than any count, sum or year; int() of a huge text costs quadratic time.
_LONGEST = 40

_TYPED_SIGNS = str.maketrans({"٫": ".", "٬": ",", "−": "-", "－": "-", "﹣": "-", "＋": "+"})
_TYPED_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


@dataclass(frozen=True)
class _Symbols:
    decimal: str
    group: str
    minus: str
    percent: str


@lru_cache(maxsize=64)
def _symbols(language: str, digits: str) -> _Symbols:
    language = locale.base(language)
    if digits == "arab":
        return _Symbols("٫", "٬", f"{_ALM}-", "٪" if language == "fa" else f"٪{_ALM}")
    if digits == "arabext":
        minus = f"{_LRM}{_MINUS}" if language == "fa" else f"{_LRM}-{_LRM}"
        return _Symbols("٫", "٬", minus, "٪")
    if language == "fa":
        return _Symbols(".", ",", f"{_LRM}{_MINUS}", "%")
    if language == "ar":
        return _Symbols(".", ",", f"{_LRM}-", f"{_LRM}%{_LRM}")
    return _Symbols(".", ",", "-", "%")


def number(value: Number, profile: Profile | None = None) -> str:
    """*value* with the reader's digits, separators and minus: ۱٬۲۳۴ or 1,234.

    At most three decimals, rounded half up. Raises ValueError for NaN and infinity.
    """
    reader = profile or locale.current()
    return _number(value, reader.digits, reader.language)


@lru_cache(maxsize=16384, typed=True)
def _number(value: Number, digits: str, language: str) -> str:
    if isinstance(value, int):
        plain = f"{value:,}"
    else:
        rounded = _rounded(value, 3)
        plain = f"{rounded:,f}"
        if "." in plain:
            plain = plain.rstrip("0").rstrip(".")
    return _dressed(plain, digits, _symbols(language, digits))


def percent(value: float, profile: Profile | None = None, decimals: int = 0) -> str:
    """The fraction *value* as a percentage, 0.25 as ۲۵٪, with *decimals* places.

    Raises ValueError for NaN and infinity.
    """
    reader = profile or locale.current()
    return _percent(value, decimals, reader.digits, reader.language)


@lru_cache(maxsize=4096)
def _percent(value: float, decimals: int, digits: str, language: str) -> str:
    symbols = _symbols(language, digits)
    rounded = _rounded(Decimal(str(value)) * 100, decimals)
    return _dressed(f"{rounded:,f}", digits, symbols) + symbols.percent


def compact(value: int, profile: Profile | None = None) -> str:
    """*value* shortened to one decimal: ۱٫۲ هزار, 1.2 ألف, 1.2K; exact below 1,000."""
    reader = profile or locale.current()
    return _compact(value, reader)


@lru_cache(maxsize=4096)
def _compact(value: int, reader: Profile) -> str:
    if abs(value) < 1000:
        return number(value, reader)
    symbols = _symbols(reader.language, reader.digits)
    place = locale.babel_locale(reader)
    # Rounded before Babel picks the word, or 999,950 would come out as 1000K.
    unit = 1000 ** ((len(str(abs(value))) - 1) // 3)
    size = int(_rounded(Decimal(abs(value)) / unit, 1) * unit)
    shortened = format_compact_decimal(
        size, locale=place, fraction_digits=1, numbering_system="latn"
    )
    return _dressed(f"{'-' if value < 0 else ''}{shortened}", reader.digits, symbols)


def file_size(size: int, profile: Profile | None = None) -> str:
    """*size* in bytes, in the largest fitting unit of 1,024 steps: ۵ مگابایت, 5 MB."""
    return _file_size(size, profile or locale.current())


@lru_cache(maxsize=4096)
def _file_size(size: int, reader: Profile) -> str:
    units = _UNITS[locale.base(reader.language)]
    step = 0
    while step < len(units) - 1 and size >= 1024 ** (step + 1):
        step += 1
    decimals = 1 if size < 10 * 1024**step else 0
    amount = number(_rounded(Decimal(size) / 1024**step, decimals), reader)
    return f"{amount}\u00a0{units[step]}"


def _rounded(value: float | Decimal, decimals: int) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        raise ValueError("not a finite number")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    # No reader wants to see minus zero.
    return rounded if rounded else abs(rounded)


_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")


def _dressed(plain: str, digits: str, symbols: _Symbols) -> str:
    """A plain English number, alone or before its unit, in the reader's symbols."""
    negative = plain.startswith("-")
    body = plain[1:] if negative else plain
    if digits != "latn":
        body = _POINT.sub(symbols.decimal, body.replace(",", symbols.group))
        body = digit_scripts.localize(body, digits)
    return symbols.minus + body if negative else body


def parse_int(text: str) -> int:
    """The whole number typed in any digits, grouping in threes allowed.

    Raises ValueError for anything else: «۱۲/۵», "12,5", "²", "".
    """
    exact = parse_decimal(text)
    if exact != exact.to_integral_value():
        raise ValueError("not a whole number")
    return int(exact)


def parse_decimal(text: str) -> Decimal:
    """The number typed in any digits, with `.` or `٫`, `-` or `−`, and `,` or `٬` in threes.

    Direction marks and spaces around it are forgiven. Raises ValueError for
    anything else, and for more than 40 characters.
    """
    typed = text.translate(letters.STRAY).strip()
    if len(typed) > _LONGEST:
        raise ValueError("too long for a number")
    plain = digit_scripts.to_ascii(typed).translate(_TYPED_SIGNS)
    if not _TYPED_NUMBER.fullmatch(plain):
        raise ValueError("not a number")
    return Decimal(plain.replace(",", ""))
