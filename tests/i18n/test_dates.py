"""Days and moments as readers write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from forum.i18n import dates, locale
from forum.i18n.locale import Profile, profile_for

NOWRUZ = date(2026, 3, 21)
MOMENT = datetime(2026, 3, 21, 10, 35, 20, tzinfo=UTC)
FA = profile_for("fa", zone="Asia/Tehran")
ARAB = profile_for("ar", digits="arab")
EN = profile_for("en")


@pytest.mark.parametrize(
    ("profile", "style", "shown"),
    [
        (FA, "long", "۱ فروردین ۱۴۰۵"),
        (FA, "medium", "۱ فروردین ۱۴۰۵"),
        (FA, "full", "شنبه ۱ فروردین ۱۴۰۵"),
        (FA, "short", "۱۴۰۵/۱/۱"),
        (profile_for("fa", region="AF"), "long", "۱ حمل ۱۴۰۵"),
        (profile_for("fa", calendar="gregorian"), "long", "۲۱ مارس ۲۰۲۶"),
        (ARAB, "medium", "٢١ مارس ٢٠٢٦"),
        (ARAB, "full", "السبت، ٢١ مارس ٢٠٢٦"),
        (profile_for("ar"), "long", "21 مارس 2026"),
        *(
            (profile_for("ar", region=region), "long", "21 آذار 2026")
            for region in ("IQ", "LB", "JO", "SY", "PS")
        ),
        (profile_for("ar", calendar="umalqura"), "long", "2 شوال 1447 هـ"),
        (EN, "medium", "21 Mar 2026"),
        (EN, "full", "Saturday, 21 March 2026"),
        (profile_for("en", region="US"), "long", "March 21, 2026"),
        (profile_for("en", calendar="persian"), "long", "1 Farvardin 1405"),
    ],
)
def test_days(profile: Profile, style: dates.Style, shown: str) -> None:
    assert dates.day(NOWRUZ, style, profile) == shown


def test_a_moment_falls_on_the_day_it_has_in_the_readers_zone() -> None:
    late = datetime(2026, 3, 20, 20, 30, tzinfo=UTC)
    assert dates.day(late, profile=FA) == "۱ فروردین ۱۴۰۵"
    assert dates.day(late, profile=EN) == "20 Mar 2026"
    assert dates.day(late.replace(tzinfo=None), profile=FA) == "۱ فروردین ۱۴۰۵"


@pytest.mark.parametrize("month", [1, 7])
def test_tehran_has_no_summer_time(month: int) -> None:
    noon = datetime(2026, month, 10, 12, 0, tzinfo=UTC)
    assert dates.moment(noon, FA).endswith("۱۵:۳۰")


def test_moments() -> None:
    assert dates.moment(MOMENT, FA) == "۱ فروردین ۱۴۰۵، ۱۴:۰۵"
    assert dates.moment(MOMENT, EN) == "21 Mar 2026, 10:35"
    assert dates.moment(MOMENT, ARAB) == "٢١ مارس ٢٠٢٦، ١٠:٣٥ ص"


@pytest.mark.parametrize(
    ("seconds", "fa", "ar", "en"),
    [
        (0, "همین حالا", "الآن", "just now"),
        (59, "همین حالا", "الآن", "just now"),
        (60, "۱ دقیقه پیش", "قبل دقيقة واحدة", "1 minute ago"),
        (3599, "۵۹ دقیقه پیش", "قبل ٥٩ دقيقة", "59 minutes ago"),
        (86_399, "۲۳ ساعت پیش", "قبل ٢٣ ساعة", "23 hours ago"),
        (2 * 86_400, "۲ روز پیش", "قبل يومين", "2 days ago"),
        (29 * 86_400, "۴ هفته پیش", "قبل ٤ أسابيع", "4 weeks ago"),
        (800 * 86_400, "۲ سال پیش", "قبل سنتين", "2 years ago"),
        (-7300, "۲ ساعت بعد", "خلال ساعتين", "in 2 hours"),
    ],
)
def test_ago(seconds: int, fa: str, ar: str, en: str) -> None:
    then = MOMENT - timedelta(seconds=seconds)
    assert [dates.ago(then, MOMENT, profile) for profile in (FA, ARAB, EN)] == [fa, ar, en]


def test_machines_read_utc() -> None:
    assert dates.iso(MOMENT) == "2026-03-21T10:35:20Z"
    assert dates.iso(MOMENT.replace(tzinfo=None, microsecond=5)) == "2026-03-21T10:35:20Z"
    tehran = timezone(timedelta(hours=3, minutes=30))
    assert dates.iso(datetime(2026, 3, 21, 1, 0, tzinfo=tehran)) == "2026-03-20T21:30:00Z"


@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("fa", "۱۴۰۵/۱/۱", NOWRUZ),
        ("fa", "1405-01-01", NOWRUZ),
        ("fa", " ۱۴۰۵ / ۱ / ۱\u200f", NOWRUZ),
        ("fa", "۱/۱/۱۴۰۵", NOWRUZ),
        ("fa", "2026-03-21", NOWRUZ),
        ("ar", "٢٠٢٦/٣/٢١", NOWRUZ),
        ("ar", "21/3/2026", NOWRUZ),
        ("en", "2026.3.21", NOWRUZ),
        ("fa", "1403/12/30", date(2025, 3, 20)),
    ],
)
def test_typed_days(language: str, typed: str, day: date) -> None:
    assert dates.parse_day(typed, profile_for(language)) == day


def test_typed_days_follow_the_readers_choices() -> None:
    assert dates.parse_day("3/21/2026", profile_for("en", region="US")) == NOWRUZ
    assert dates.parse_day("1447/10/2", profile_for("ar", calendar="umalqura")) == NOWRUZ
    assert dates.parse_day("1405/1/1", profile_for("fa", calendar="gregorian")) == NOWRUZ


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *(("fa", typed) for typed in ("1404/12/30", "1405/13/1", "0000/1/1", "05/1/1", "۱۴۰۵")),
        *(("en", typed) for typed in ("2024-02-30", "1405/1/1", "0-1-1", "", "tomorrow")),
        ("en", "9999-12-31T23:59:60Z"),
        ("ar", "1/2"),
    ],
)
def test_there_is_no_such_day(language: str, typed: str) -> None:
    with pytest.raises(ValueError):
        dates.parse_day(typed, profile_for(language))


def test_the_other_calendar() -> None:
    assert dates.other_calendar(NOWRUZ, FA) == "شنبه ۲۱ مارس ۲۰۲۶"
    assert dates.other_calendar(NOWRUZ, ARAB) == "السبت، ٢ شوال ١٤٤٧ هـ"
    assert dates.other_calendar(MOMENT, EN) == "1 Farvardin 1405, 10:35"
    far = date(2150, 1, 1)
    assert dates.other_calendar(far, profile_for("ar")) == dates.day(far, "full", profile_for("ar"))


def test_persian_months_turn_at_the_end_of_esfand() -> None:
    assert dates.month_key(date(2025, 3, 20), FA) == (1403, 12)
    assert dates.month_key(date(2025, 3, 21), FA) == (1404, 1)
    assert dates.month_key(date(2026, 3, 20), FA) == (1404, 12)
    assert dates.month_key(datetime(2026, 3, 20, 20, 30, tzinfo=UTC), FA) == (1405, 1)
    assert dates.month_key(date(2026, 3, 20), EN) == (2026, 3)


def test_months_start_and_have_names() -> None:
    assert dates.month_start((1405, 1), FA) == NOWRUZ
    assert dates.month_start((2026, 3), EN) == date(2026, 3, 1)
    assert dates.month_label((1405, 1), FA) == "فروردین ۱۴۰۵"
    assert dates.month_label((2026, 3), ARAB) == "مارس ٢٠٢٦"
    assert dates.month_label((2026, 3), EN) == "March 2026"


def test_the_current_reader_is_the_default() -> None:
    with locale.use(FA):
        assert dates.day(NOWRUZ) == "۱ فروردین ۱۴۰۵"
    with locale.use(EN):
        assert dates.day(NOWRUZ) == "21 Mar 2026"
