"""Direction, language and cleaning of what people type."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.i18n import bidi
from tests import effort

DEMO = json.loads((Path(__file__).parent.parent / "data/demo_suggestions.json").read_text("utf-8"))
ZWNJ = "\u200c"


@pytest.mark.parametrize("hint", ["fa", "ar", "en"])
@pytest.mark.parametrize("with_body", [False, True])
def test_the_demo_suggestions_are_recognised(hint: str, with_body: bool) -> None:
    wrong = []
    for row in DEMO:
        text = f"{row['title']}\n{row['body']}" if with_body else row["title"]
        direction = "ltr" if row["lang"] == "en" else "rtl"
        other = "rtl" if direction == "ltr" else "ltr"
        found = (bidi.detect_language(text, hint), bidi.base_direction(text, other))
        if found != (row["lang"], direction):
            wrong.append((text, found))
    assert len(DEMO) == 60
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        *("API برای موبایل", "@john سلام", "https://example.com/path چرا؟", "API برای…"),
        *("me@example.com را عوض کنید", "`dark mode` خراب است", "/api/v1/posts کار نمی‌کند"),
        *("PDF خوب", "שלום", "123 سلام", "#dark حالت تاریک"),
    ],
)
def test_these_run_right_to_left(text: str) -> None:
    assert bidi.base_direction(text, "ltr") == "rtl"


@pytest.mark.parametrize(
    "text",
    ["Dark mode please", "Support نستعلیق in the editor", "https://example.com/سلام is broken"],
)
def test_these_run_left_to_right(text: str) -> None:
    assert bidi.base_direction(text, "rtl") == "ltr"


@pytest.mark.parametrize("text", ["", "123", "2026!", "🚀", "؟", "۱۲۳", "+98 912", "…"])
@pytest.mark.parametrize("default", ["rtl", "ltr"])
def test_neutral_text_follows_the_page(text: str, default: str) -> None:
    assert bidi.base_direction(text, default) == default


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("حالت تاریک", "ar", "fa"),
        ("كتاب هاي خوب براي من", "ar", "fa"),
        ("الوضع الداكن في التطبيق", "fa", "ar"),
        ("سؤال", "fa", "fa"),
        ("سؤال", "ar", "ar"),
        ("سلام", "en", "fa"),
        ("Dark mode", "fa", "en"),
        ("", "ar", "ar"),
        ("שלום", "ar", "ar"),
    ],
)
def test_detect_language(text: str, hint: str, language: str) -> None:
    assert bidi.detect_language(text, hint) == language


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  a \n\t b ", "a b"),
        ("سلام\u00a0\u3000دنیا", "سلام دنیا"),
        ("safe\u202egpj.exe", "safegpj.exe"),
        ("\u2066a\u2069\u061c\u200e\u200fb", "ab"),
        ("\u202a" * 200 + "x", "x"),
        ("a\x00b\x07c\x9fd\ud800e", "abcde"),
        ("a\u00ad\ufeff\u2060\u200bb\U000e0041", "ab"),
        (f"می{ZWNJ}شود", f"می{ZWNJ}شود"),
        (f"می{ZWNJ * 3}شود", f"می{ZWNJ}شود"),
        (f"{ZWNJ}سلام{ZWNJ} {ZWNJ}دنیا{ZWNJ}", "سلام دنیا"),
        (f"کتاب{ZWNJ}! a{ZWNJ}b", "کتاب! ab"),
        ("ه\u200d.ق", "ه\u200d.ق"),
        ("a\u200db", "ab"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("e\u0301", "é"),
        ("a" + "\u0301" * 10_000, "á" + "\u0301" * 3),
        ("\u3164", ""),
        ("كتاب يا ١", "كتاب يا ١"),
        ("سَلامٌ", "سَلامٌ"),
    ],
)
def test_clean_line(typed: str, stored: str) -> None:
    assert bidi.clean_line(typed) == stored


def test_persian_typing_is_mended_in_persian_only() -> None:
    assert bidi.clean_line("كتاب علي ١", "fa") == "کتاب علی ١"
    assert bidi.clean_line("كتاب علي", "ar") == "كتاب علي"


def test_clean_text_keeps_paragraphs_and_marks() -> None:
    typed = "\n\n  code\r\nسلام\u200f\u202e\u2028b\n\n\n\n\n\nend \n\n"
    assert bidi.clean_text(typed) == "  code\nسلام\u200f\nb\n\n\nend"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    line = bidi.clean_line(text)
    assert bidi.clean_line(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert "\n" not in line
    line.encode()


@pytest.mark.parametrize(
    "text", ["", "  \n", "\u200b\u2060\ufeff", "\u3164", ZWNJ * 2, "\u2800", "\u0301", "\u202e"]
)
def test_blank(text: str) -> None:
    assert bidi.is_blank(text)


@pytest.mark.parametrize("text", ["a", "؟", "۱", "🚀", f"{ZWNJ}ا", ".", "हि"])
def test_not_blank(text: str) -> None:
    assert not bidi.is_blank(text)


def test_visible_length() -> None:
    assert bidi.visible_length(f"می{ZWNJ}شود") == 5
    assert bidi.visible_length("سَلامٌ") == 4
    assert bidi.visible_length("a b") == 3
    assert bidi.visible_length("a" + "\u0301" * 50) == 1


def test_isolates_cannot_be_closed_from_inside() -> None:
    assert bidi.isolate("سلام") == "\u2068سلام\u2069"
    assert bidi.isolate("a\u2069\u202eb") == "\u2068ab\u2069"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "a@" * 25_000,
        "`" * 50_001,
        "/ " * 25_000,
        "a@" + "a." * 20_000,
        "\n " * 25_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    with effort.at_most(1):
        bidi.detect_language(text, "fa")
        bidi.clean_line(text)
        bidi.clean_text(text)
