"""Folding for uniqueness, filters, slugs and order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.i18n import folding, locale

ZWNJ = "\u200c"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("كتابي", "کتابی"),
        ("موسى", "موسی"),
        ("پائیز", "پاییز"),
        ("مسئول", "مسول"),
        ("مسؤول", "مسول"),
        ("مسوول", "مسول"),
        ("خانهٔ", "خانه"),
        ("خانۀ", "خانه"),
        ("مدرسة", "مدرسه"),
        ("آأإٱ", "اااا"),
        ("شيء", "شی"),
        ("سَلامٌ", "سلام"),
        ("کتـــاب", "کتاب"),
        ("ﻻ", "لا"),
        ("۱٬۲۰۰", "1200"),
        ("1,200", "1200"),
        ("1,20", "1,20"),
        ("١٢٣", "123"),
        ("Café", "Cafe"),
        ("a\u202eb\u200f", "ab"),
        ("हिन्दी が 한글", "हिन्दी が 한글"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    key = folding.unique_key(text)
    assert folding.unique_key(key) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتاب", "کتاب"),
        ("۱", "1"),
        (f"علی{ZWNJ}رضا", "علیرضا"),
        ("Dark  Mode", "dark mode"),
        ("ＡＤＭＩＮ", "admin"),
        ("straße", "STRASSE"),
    ],
)
def test_names_taken_for_the_same(one: str, other: str) -> None:
    assert folding.unique_key(one) == folding.unique_key(other)


def test_names_not_taken_for_the_same() -> None:
    assert folding.unique_key("dark mode") != folding.unique_key("darkmode")
    assert folding.unique_key("علی") != folding.unique_key("عالی")


def test_contains_folded() -> None:
    assert folding.contains_folded("کتاب ها", f"همهٔ کتاب{ZWNJ}ها")
    assert folding.contains_folded("كتابها", f"کتاب{ZWNJ}ها")
    assert folding.contains_folded("DARK", "a dark night")
    assert not folding.contains_folded("hear", "the art")
    assert not folding.contains_folded("کتاب", "مداد")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("افزودن حالت تاریک", "افزودن-حالت-تاریک"),
        (f"می{ZWNJ}شود؟", "می-شود"),
        ("كتاب جديد", "کتاب-جدید"),
        ("Dark Mode & CSV!", "dark-mode-csv"),
        ("  C++ / C#  ", "c-c"),
        ("../../etc", "etc"),
        ("؟!", ""),
        ("a" * 100, "a" * 60),
        ("word " * 40, "-".join(["word"] * 12)),
        ("aa_bb", "aa-bb"),
    ],
)
def test_slug(title: str, slug: str) -> None:
    assert folding.slug(title) == slug


@given(st.text(max_size=300))
def test_slugs_are_short_and_plain(title: str) -> None:
    slug = folding.slug(title)
    assert len(slug) <= 60
    assert not set(slug) & set("/?#%&. \n\u202e\u200c")


# As Intl.Collator orders them.
ORDERED = {
    "fa": "1 2 ۳ آب اب أب إب بابا پدر ترانه جمال چمن زر ژاله سلام کتاب گل نو نه وفا همه یار ali z",
    "ar": "1 2 ٣ آب ءب أب ؤب إب ئب اب باب تمر جمل زر سلام كتاب لیل نه نو همس وفاء يوم ali Bob z",
    "en": "1 2 3 Álvaro Bea bob z آب أب اب باب كتاب نه نو همس وفاء",
}


@pytest.mark.parametrize("language", ORDERED)
def test_names_are_ordered_as_readers_expect(language: str) -> None:
    ordered = ORDERED[language].split()
    shuffled = ordered[1::2] + ordered[::2]
    found = sorted(shuffled, key=lambda name: folding.sort_key(name, language))
    assert found == ordered


def test_order_follows_the_current_reader() -> None:
    with locale.use(locale.profile_for("fa")):
        assert folding.sort_key("نو") < folding.sort_key("نه") < folding.sort_key("ali")
    with locale.use(locale.profile_for("ar")):
        assert folding.sort_key("نه") < folding.sort_key("نو") < folding.sort_key("ali")
    with locale.use(locale.profile_for("en")):
        assert folding.sort_key("ali") < folding.sort_key("نه")


@given(st.text())
def test_sort_keys_can_be_stored(text: str) -> None:
    assert "\x00" not in folding.sort_key(text.replace("\x00", ""), "fa")


@pytest.mark.parametrize("name", ["аdmin", "Sara سارا", "کتابa", "Αlpha"])
def test_mixed_scripts(name: str) -> None:
    assert folding.is_mixed_script(name)


@pytest.mark.parametrize(
    "name", ["سارا", "ليلى", "Sara", "sara_12-۱۲", "山田ひろし", "Zoë", "", "123"]
)
def test_one_script(name: str) -> None:
    assert not folding.is_mixed_script(name)


@pytest.mark.parametrize(
    "name",
    [
        "مدير",
        "مدیر",
        "المشرف",
        "admin",
        " ADMIN ",
        "a.d.m.i.n",
        f"مد{ZWNJ}یر",
        "ＡＤＭＩＮ",
        "الدعم الفني",
    ],
)
def test_reserved_names(name: str) -> None:
    assert folding.is_reserved_name(name)


@pytest.mark.parametrize("name", ["علی", "Sara", "", "Adminton", "مديرة المدرسة"])
def test_free_names(name: str) -> None:
    assert not folding.is_reserved_name(name)
