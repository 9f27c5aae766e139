"""Words that point to the same wish, and the sides of a contrast."""

import pytest

from forum.i18n import equals, lexicon, searching


def kin_of(text: str, language: str) -> set[str]:
    """All terms that would point to the same wish."""
    return {
        term
        for wanted, _ in searching.kin(text, language)
        for way in wanted.ways
        for members in way
        for term in members
    }


@pytest.mark.parametrize(
    ("text", "language", "term"),
    [
        ("Restore deleted invoices", "en", "trash"),
        ("بازگردانی فاکتورها", "fa", "restore"),
        ("استرجاع الملفات", "ar", "undo"),
        ("Zoom the page", "en", "text"),
    ],
)
def test_other_words_of_the_wish(text: str, language: str, term: str) -> None:
    assert term in kin_of(text, language)


def test_the_words_that_point_to_it_are_said() -> None:
    assert frozenset(("restore",)) in [words for _, words in searching.kin("Restore it", "en")]
    assert searching.kin("", "fa") == []
    assert searching.kin("qqzz", "en") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Native Linux app", "en"), ("Native iPad app", "en")),
        (("نسخهٔ ویندوز برنامه", "fa"), ("نسخه آیفون برنامه", "fa")),
        (("استيراد جهات الاتصال", "ar"), ("تصدير جهات الاتصال", "ar")),
        (("ورود با اثر انگشت", "fa"), ("Sign in with Google", "en")),
        (("خبر با پیامک", "fa"), ("إشعار عبر البريد الإلكتروني", "ar")),
        (("حذف گروهی پیام‌ها", "fa"), ("ارسال گروهی پیام‌ها", "fa")),
    ],
)
def test_other_sides_of_a_contrast(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert searching.contrary(one, other)
    assert searching.contrary(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Native Linux app", "en"), ("App for Linux and Windows", "en")),
        (("Copy an invoice", "en"), ("Duplicate an invoice", "en")),
        (("خروجی اکسل", "fa"), ("Export to Excel", "en")),
        (("Restore deleted files", "en"), ("I deleted a file by mistake", "en")),
        (("", "en"), ("Native iPad app", "en")),
    ],
)
def test_the_same_side_is_no_contrast(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not searching.contrary(one, other)


@pytest.mark.parametrize("name", ["equals", "kin"])
def test_each_line_is_a_group(name: str) -> None:
    for line in lexicon.lines(name):
        phrases = [phrase.strip() for phrase in line.split("=")]
        assert len(set(phrases)) == len(phrases) > 1, line
        assert all(phrases), line


def test_each_contrast_has_sides_that_share_nothing() -> None:
    lines = list(lexicon.lines("contrasts"))
    assert len(equals.contrasts().lines) == sum(line.count("|") + 1 for line in lines)
    for line in lines:
        phrases = [phrase.strip() for side in line.split("|") for phrase in side.split("=")]
        assert len(set(phrases)) == len(phrases) > 1, line
