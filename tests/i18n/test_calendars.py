"""The Persian and the Umm al-Qura calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.i18n import calendars


@pytest.mark.parametrize(
    ("persian", "day"),
    [
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1404, 12, 29), date(2026, 3, 20)),
        ((1405, 1, 1), date(2026, 3, 21)),
        ((1408, 12, 30), date(2030, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)),
    ],
)
def test_persian_days(persian: tuple[int, int, int], day: date) -> None:
    assert calendars.to_persian(day) == persian
    assert calendars.from_persian(*persian) == day


@pytest.mark.parametrize(
    ("umalqura", "day"),
    [
        ((1447, 9, 1), date(2026, 2, 18)),
        ((1446, 10, 1), date(2025, 3, 30)),
        ((1447, 1, 1), date(2025, 6, 26)),
    ],
)
def test_umalqura_days(umalqura: tuple[int, int, int], day: date) -> None:
    assert calendars.to_umalqura(day) == umalqura
    assert calendars.from_umalqura(*umalqura) == day


@pytest.mark.parametrize("persian", [(1404, 12, 30), (1405, 13, 1), (1405, 7, 31), (0, 1, 1)])
def test_there_is_no_such_persian_day(persian: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError):
        calendars.from_persian(*persian)


@pytest.mark.parametrize("umalqura", [(1447, 1, 31), (1447, 13, 1), (1600, 1, 1), (0, 0, 0)])
def test_there_is_no_such_umalqura_day(umalqura: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError):
        calendars.from_umalqura(*umalqura)


def test_days_outside_a_calendar_are_refused() -> None:
    with pytest.raises(ValueError):
        calendars.to_umalqura(date(2100, 1, 1))
    with pytest.raises(ValueError):
        calendars.to_persian(date(600, 1, 1))


@given(st.dates(date(1925, 1, 1), date(2077, 1, 1)))
def test_every_day_comes_back(day: date) -> None:
    assert calendars.from_persian(*calendars.to_persian(day)) == day
    assert calendars.from_umalqura(*calendars.to_umalqura(day)) == day


def test_persian_days_follow_each_other_around_every_new_year() -> None:
    for year in range(1380, 1430):
        first = calendars.from_persian(year, 1, 1)
        before = calendars.to_persian(first - timedelta(days=1))
        assert before[:2] == (year - 1, 12)
        assert before[2] in (29, 30)


def test_month_names() -> None:
    assert calendars.persian_month(1, "fa") == "فروردین"
    assert calendars.persian_month(1, "fa", "AF") == "حمل"
    assert calendars.persian_month(12, "ar") == "إسفند"
    assert calendars.umalqura_month(9, "ar") == "رمضان"
    for names in (calendars.persian_month, calendars.umalqura_month):
        for language in ("fa", "ar", "en"):
            assert len({names(month, language) for month in range(1, 13)}) == 12
