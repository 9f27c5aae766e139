"""Digits and numbers, there and back. Expected values are those of Intl.NumberFormat."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.i18n import digits, locale, numbers
from forum.i18n.locale import profile_for

LRM, ALM = "\u200e", "\u061c"
FA = profile_for("fa")
ARAB = profile_for("ar", digits="arab")
AR = profile_for("ar")
EN = profile_for("en")

VALUES = (0, 12, 999, 1234, 1234567, -5, -1234567.89, 0.5, 2.25)
SHOWN = {
    FA: "۰ ۱۲ ۹۹۹ ۱٬۲۳۴ ۱٬۲۳۴٬۵۶۷ L−۵ L−۱٬۲۳۴٬۵۶۷٫۸۹ ۰٫۵ ۲٫۲۵",
    ARAB: "٠ ١٢ ٩٩٩ ١٬٢٣٤ ١٬٢٣٤٬٥٦٧ A-٥ A-١٬٢٣٤٬٥٦٧٫٨٩ ٠٫٥ ٢٫٢٥",
    AR: "0 12 999 1,234 1,234,567 L-5 L-1,234,567.89 0.5 2.25",
    EN: "0 12 999 1,234 1,234,567 -5 -1,234,567.89 0.5 2.25",
}
PERCENTS = {
    FA: "۰٪ ۲۵٪ ۱۰۰٪ L−۵٪ ۱۳٪ ۱٬۲۳۵٪",
    ARAB: "٠٪A ٢٥٪A ١٠٠٪A A-٥٪A ١٣٪A ١٬٢٣٥٪A",
    AR: "0L%L 25L%L 100L%L L-5L%L 13L%L 1,235L%L",
    EN: "0% 25% 100% -5% 13% 1,235%",
}


def marked(row: str) -> Iterator[str]:
    return iter(row.replace("L", LRM).replace("A", ALM).split(" "))


@pytest.mark.parametrize("profile", SHOWN)
def test_numbers_equal_those_of_browsers(profile: locale.Profile) -> None:
    assert [numbers.number(value, profile) for value in VALUES] == list(marked(SHOWN[profile]))


@pytest.mark.parametrize("profile", PERCENTS)
def test_percentages_equal_those_of_browsers(profile: locale.Profile) -> None:
    fractions = (0, 0.25, 1, -0.05, 0.125, 12.345)
    shown = [numbers.percent(value, profile) for value in fractions]
    assert shown == list(marked(PERCENTS[profile]))


def test_percentages_with_decimals() -> None:
    assert numbers.percent(0.125, FA, decimals=1) == "۱۲٫۵٪"
    assert numbers.percent(0.5, EN, decimals=1) == "50.0%"


def test_the_current_reader_is_the_default() -> None:
    with locale.use(FA):
        assert numbers.number(12) == "۱۲"
    with locale.use(ARAB):
        assert numbers.number(12) == "١٢"
    assert numbers.number(True, EN) != numbers.number(1.5, EN)


def test_nothing_is_minus_zero() -> None:
    assert numbers.number(-0.0001, EN) == "0"
    assert numbers.percent(-0.001, EN) == "0%"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        numbers.number(value, EN)


@pytest.mark.parametrize(
    ("value", "fa", "ar", "en"),
    [
        (999, "۹۹۹", "999", "999"),
        (1234, "۱٫۲ هزار", "1.2 ألف", "1.2K"),
        (999_950, "۱ میلیون", "1 مليون", "1M"),
        (-2_500_000, f"{LRM}−۲٫۵ میلیون", f"{LRM}-2.5 مليون", "-2.5M"),
    ],
)
def test_compact(value: int, fa: str, ar: str, en: str) -> None:
    shown = [numbers.compact(value, profile).replace("\xa0", " ") for profile in (FA, AR, EN)]
    assert shown == [fa, ar, en]


@pytest.mark.parametrize(
    ("size", "fa", "en"),
    [
        (0, "۰ بایت", "0 B"),
        (1536, "۱٫۵ کیلوبایت", "1.5 KB"),
        (5 * 2**20, "۵ مگابایت", "5 MB"),
        (2**60, "۱٬۰۴۸٬۵۷۶ ترابایت", "1,048,576 TB"),
    ],
)
def test_file_sizes(size: int, fa: str, en: str) -> None:
    assert numbers.file_size(size, FA).replace("\xa0", " ") == fa
    assert numbers.file_size(size, EN).replace("\xa0", " ") == en


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("۱۲", 12),
        ("١٢", 12),
        (" 12 ", 12),
        ("۱٬۲۳۴", 1234),
        ("1,234,567", 1234567),
        ("−۵", -5),
        ("\u200e-5\u200f", -5),
        ("۱۲\u200c", 12),
        ("+7", 7),
        ("۱۲٫۰", 12),
    ],
)
def test_whole_numbers_are_read(typed: str, value: int) -> None:
    assert numbers.parse_int(typed) == value


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", ",", "۱۲/۵", "²", "1²", "12,5", "1,2345", ",5", "5,", "1e3", "0x1", "½", "٫"),
        *("--5", "5-", "۱۲،۵", "1 234", "NaN", "Infinity", "1_000", "9" * 41, "1" * 100_000),
    ],
)
def test_other_texts_are_no_numbers(typed: str) -> None:
    with pytest.raises(ValueError):
        numbers.parse_decimal(typed)


def test_decimals_are_read() -> None:
    assert numbers.parse_decimal("۱۲٫۵") == Decimal("12.5")
    assert numbers.parse_decimal("1,234.50") == Decimal("1234.50")
    with pytest.raises(ValueError, match="whole"):
        numbers.parse_int("۱۲٫۵")


@given(st.integers(-(10**15), 10**15), st.sampled_from(list(SHOWN)))
def test_what_is_shown_can_be_typed_back(value: int, profile: locale.Profile) -> None:
    assert numbers.parse_int(numbers.number(value, profile)) == value


def test_digits_of_all_scripts() -> None:
    assert digits.to_ascii("۱۲۳٤٥٦789 ३४ ５² ½ متن") == "123456789 34 5² ½ متن"
    assert digits.localize("a1-2", "arabext") == "a۱-۲"
    assert digits.localize("a1-2", "arab") == "a١-٢"
    assert digits.localize("a1-2", "latn") == "a1-2"
