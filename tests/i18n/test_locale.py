"""Who reads: languages asked for, weeks, directions, profiles."""

import pytest
from babel import Locale, localedata

from forum.i18n import locale
from forum.i18n.locale import Profile, profile_for


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("en-US,fa;q=0.9", "en"),
        ("fa-AF,en;q=0.9", "fa"),
        ("prs", "fa"),
        ("pes-IR,en;q=0.5", "fa"),
        ("arz", "ar"),
        ("ckb", "ar"),
        ("ckb,en;q=0.3", "en"),
        ("ps,en;q=0", "fa"),
        ("fr-FR,fr;q=0.9,ar-EG;q=0.4", "ar"),
        ("ar;q=0.2,fa;q=0.8", "fa"),
        ("fa;q=0,ar", "ar"),
        ("*", "en"),
        ("de", "en"),
        ("fa;q=many,ar;q=0.1", "ar"),
        (";;;q=,,\x00", "en"),
        ("fa_IR", "fa"),
        ("x," * 100_000 + "fa", "en"),
    ],
)
def test_negotiate(header: str | None, language: str) -> None:
    assert locale.negotiate(header) == language


def test_negotiate_only_offers_what_is_available() -> None:
    assert locale.negotiate("fa,ar;q=0.5", available=("ar", "en")) == "ar"
    assert locale.negotiate("fr", available=("ar", "fa"), default="fa") == "fa"
    assert locale.negotiate("en-XA", available=("en-XA", "en")) == "en-XA"


@pytest.mark.parametrize("language", ["fa", "ar", "ur", "ps", "ckb", "he", "yi", "sd", "ug", "dv"])
def test_right_to_left_languages(language: str) -> None:
    assert locale.direction(language) == locale.direction(f"{language}-XX") == "rtl"


def test_other_directions() -> None:
    assert locale.direction("ar-XB") == "rtl"
    assert [locale.direction(tag) for tag in ("en", "en-XA", "de", "")] == ["ltr"] * 4


SATURDAY, SUNDAY, MONDAY = 5, 6, 0
FRIDAY_SATURDAY, SATURDAY_SUNDAY = (4, 5), (5, 6)


@pytest.mark.parametrize(
    ("language", "region", "start", "days_off"),
    [
        ("fa", "IR", SATURDAY, (4,)),
        *(
            ("ar", region, SATURDAY, FRIDAY_SATURDAY)
            for region in ("EG", "IQ", "KW", "QA", "JO", "DZ")
        ),
        ("ar", "SA", SUNDAY, FRIDAY_SATURDAY),
        *(("ar", region, MONDAY, SATURDAY_SUNDAY) for region in ("AE", "MA", "LB")),
        ("fa", None, SATURDAY, (4,)),
        ("ar", None, SATURDAY, FRIDAY_SATURDAY),
        ("en", None, MONDAY, SATURDAY_SUNDAY),
    ],
)
def test_weeks(language: str, region: str | None, start: int, days_off: tuple[int, ...]) -> None:
    profile = profile_for(language, region=region)
    assert locale.week_start(profile) == start
    assert locale.weekend(profile) == days_off


def test_weeks_equal_babel_in_every_region() -> None:
    checked = 0
    for identifier in localedata.locale_identifiers():
        place = Locale.parse(identifier)
        # Other languages' regions inherit weeks from a parent: pt_GQ has Brazil's.
        if not place.territory or place.language not in locale.LANGUAGES:
            continue
        profile = Profile("en", place.territory)
        assert locale.week_start(profile) == place.first_week_day, identifier
        days = tuple(range(place.weekend_start, place.weekend_end + 1))
        assert locale.weekend(profile) == days, identifier
        checked += 1
    assert checked > 100


def test_a_week_may_start_where_the_site_says() -> None:
    assert locale.week_start(profile_for("fa", week_start=0)) == 0
    assert locale.week_start(profile_for("fa", week_start=9)) == SATURDAY


def test_profiles_are_filled_in() -> None:
    assert profile_for("fa") == Profile("fa", "IR", "arabext", "persian")
    assert profile_for("ar") == Profile("ar", "EG", "latn", "gregorian")
    assert profile_for("ar", arabic_digits="arab").digits == "arab"
    assert profile_for("ar", arabic_digits="arab", digits="latn").digits == "latn"
    assert profile_for("en") == Profile()
    assert profile_for("fa", zone="Asia/Tehran").zone == "Asia/Tehran"


def test_a_stale_choice_breaks_nothing() -> None:
    profile = profile_for("tlh", digits="roman", calendar="mayan", zone="Mars/Olympus")
    assert profile == Profile()
    assert locale.zone_info("../../etc/passwd").key == "UTC"


@pytest.mark.parametrize(
    ("profile", "tag"),
    [
        (profile_for("fa"), "fa_IR"),
        (profile_for("fa", region="AF"), "fa_AF"),
        (profile_for("fa", region="DE"), "fa_IR"),
        (profile_for("ar"), "ar_EG"),
        (profile_for("ar", region="IQ"), "ar_IQ"),
        (profile_for("en"), "en_001"),
        (profile_for("ar-XB"), "en_001"),
        (profile_for("en", region="not a region"), "en_001"),
    ],
)
def test_babel_locale_always_has_a_region(profile: Profile, tag: str) -> None:
    assert str(locale.babel_locale(profile)) == tag


def test_the_current_profile_is_put_back() -> None:
    before = locale.current()
    with locale.use(profile_for("fa")):
        token = locale.activate(profile_for("ar"))
        assert locale.current().language == "ar"
        locale.reset(token)
        assert locale.current().language == "fa"
    assert locale.current() is before


def test_equal_profiles_hash_alike() -> None:
    assert len({Profile("fa", "IR"), Profile("fa", "IR"), Profile("fa", "AF")}) == 2
