"""What was typed on its way to what is stored. No database."""

import pytest

from forum.core.errors import Invalid
from forum.i18n import bidi
from forum.i18n.letters import ZWNJ
from forum.suggestions import limits
from forum.suggestions.drafting import draft, reason, response

BLANK = [
    *("", "   ", "\t\n", "\u200b\u200b", "\u2060\ufeff", "\u3164" * 4, "\u200f \u200e"),
    *(ZWNJ * 4, "\u0301" * 10, "\u115f\u1160\u2800 \u00ad"),
]


def titled(title):
    return draft(title=title, body="", language="fa").title


@pytest.mark.parametrize("title", BLANK)
def test_what_shows_nothing_is_no_title(title):
    with pytest.raises(Invalid) as refused:
        titled(title)
    assert refused.value.field == "title"
    assert refused.value.message == "Write a title."


@pytest.mark.parametrize("title", ["abc", "آ ب", f"ا{ZWNJ}ب{ZWNJ}ج", "abc\u0301\u0301", "a" * 121])
def test_a_title_has_four_to_120_visible_characters(title):
    with pytest.raises(Invalid) as refused:
        titled(title)
    assert refused.value.field == "title"
    assert refused.value.params["limit"] in (limits.TITLE_MIN, limits.TITLE_MAX)


@pytest.mark.parametrize("title", ["abcd", "۱۲۳۴", "ن" * 120, f"می{ZWNJ}خواهم " * 12])
def test_at_the_limits_it_is_one(title):
    assert titled(title)


def test_a_title_is_one_clean_line():
    assert titled("  خروجی\n  اکسل\u202e  \u2066ها\u0000 ") == "خروجی اکسل ها"


def test_zalgo_is_cut_before_it_is_counted():
    cleaned = titled("z" + "\u0301" * 10_000 + "algo")
    assert len(cleaned) < 20
    assert cleaned.endswith("algo")


def test_arabic_letters_of_a_persian_title_become_persian():
    assert titled("كتابهاي من را مي‌خواهم") == "کتابهای من را می‌خواهم"


@pytest.mark.parametrize(
    ("length", "fits"), [(limits.BODY_MAX, True), (limits.BODY_MAX + 1, False)]
)
def test_the_text_ends_at_its_limit(length, fits):
    if fits:
        assert draft(title="عنوان", body="ب" * length, language="fa").body.source
        return
    with pytest.raises(Invalid) as refused:
        draft(title="عنوان", body="ب" * length, language="fa")
    assert (refused.value.field, refused.value.params) == ("body", {"limit": limits.BODY_MAX})


def test_a_million_invisible_characters_are_too_many():
    with pytest.raises(Invalid):
        draft(title="عنوان", body="\u200b" * 1_000_000, language="fa")


def test_the_writer_may_choose_the_direction():
    assert draft(title="Dark mode", body="API v2", language="fa").dir == "ltr"
    assert draft(title="API v2", body="x", language="fa", chosen_dir="rtl").dir == "rtl"
    assert draft(title="API v2", body="x", language="fa", chosen_dir="up").dir == "ltr"


@pytest.mark.parametrize("text", BLANK)
def test_reasons_and_responses_say_something(text):
    with pytest.raises(Invalid):
        reason(text)
    with pytest.raises(Invalid):
        response(body=text, language="fa")
    assert bidi.is_blank(reason(text, is_required=False))


def test_a_reason_ends_at_its_limit():
    assert reason("ا" * limits.REASON_MAX)
    with pytest.raises(Invalid):
        reason("ا" * (limits.REASON_MAX + 1))
