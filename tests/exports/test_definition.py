"""One definition for page and command line: what typed words mean."""

from datetime import UTC, date, datetime

import pytest

from forum.core.errors import Invalid
from forum.exports import definition
from forum.exports.definition import COLUMNS, Definition
from forum.i18n import locale

FA = locale.profile_for("fa", zone="Asia/Tehran")
EN = locale.profile_for("en")


def test_nothing_typed_means_everything() -> None:
    assert definition.parse(profile=EN, boards=[""], columns=[" "]) == Definition()
    assert Definition().columns == COLUMNS


@pytest.mark.parametrize("typed", ["۱۴۰۵/۱/۱", "1405/1/1", "2026-03-21", "٢٠٢٦/٣/٢١"])
def test_days_in_any_digits_and_calendar(typed: str) -> None:
    assert definition.parse(profile=FA, since=typed).since == date(2026, 3, 21)


def test_the_period_is_of_whole_days_in_the_readers_zone() -> None:
    found = definition.parse(profile=FA, since="1405/1/1", until="1405/1/1")
    assert found.starts_at == datetime(2026, 3, 20, 20, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 3, 21, 20, 30, tzinfo=UTC)


def test_columns_keep_the_typed_order_once() -> None:
    found = definition.parse(profile=EN, columns=["votes", " title", "votes"])
    assert found.columns == ("votes", "title")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"since": "1404/12/30"}, "since"),
        ({"since": "yesterday"}, "since"),
        ({"until": "9999-12-31"}, "until"),
        ({"since": "2026-03-21", "until": "2026-03-20"}, "until"),
        ({"order": "beauty"}, "order"),
        ({"columns": ["title", "email"]}, "columns"),
        ({"limit": "-3"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"limit": "²"}, "limit"),
        ({"boards": ["99999999999"]}, "board"),
        ({"categories": ["1 or 1=1"]}, "category"),
    ],
)
def test_what_cannot_be_read_names_its_field(words: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        definition.parse(profile=FA, **words)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_stored_definition_comes_back_the_same() -> None:
    made = definition.parse(
        profile=FA,
        boards=["۳", 4],
        statuses=["planned"],
        categories=[7],
        since="1405/1/1",
        until="1405/2/31",
        order="comments",
        columns=["rank", "title"],
        limit="۵۰",
    )
    assert made.board_ids == (3, 4)
    assert made.limit == 50
    assert Definition.from_json(made.to_json()) == made


def test_the_example_can_be_typed_back() -> None:
    for profile in (FA, EN, locale.profile_for("ar", arabic_digits="arab")):
        example = definition.example_day(profile)
        assert definition.parse(profile=profile, since=example).since == date(2026, 3, 21)
