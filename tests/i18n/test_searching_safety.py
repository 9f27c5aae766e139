"""Any text at all: no error, terms of the agreed letters, every text finds itself."""

import re
import sys
import threading
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.i18n import searching
from forum.i18n.stemming import english
from tests import effort

SHIPPED = searching.shipped()
LANGUAGES = st.sampled_from(["fa", "ar", "en", "de"])
# Mixtures of what people paste: letters of three scripts, joiners, marks, digits, signs.
TYPED = st.text(
    st.one_of(
        st.sampled_from(
            "آأإؤئءةىيیكکگچپژابتدرسشلمنوه"
            "\u200c\u200d\u200e\u200f\u202b\u202c\u2066\u2069ـًٌَّٓٔ"
            "0123۴۵٦٧٫٬،,.-_'’/@#+:;*\"()^~!؟ \n\t\0🚀👍🏽️ﷺ﷼ﻻ½²ßİﬁéaAbBzZ"
        ),
        st.characters(),
    ),
    max_size=60,
)
_ENDINGS = ("ational", "iveness", "fulness", "izations", "ousli", "ingly", "ements", "ies")
SPLITTERS = re.compile(r"[\s!-/:-@\[-`{-~]")


def is_term(term: str) -> bool:
    return (
        0 < len(term) <= 40
        and not SPLITTERS.search(term)
        and all(unicodedata.category(char)[0] in "LNM" for char in term)
    )


@settings(deadline=None)
@given(TYPED, LANGUAGES)
@example("\u0941", "fa")
@example("۱۲,345,6.7.8", "fa")
@example("٣،٤", "ar")
@example("ى", "ar")
@example("a" * 5_000, "en")
@example("ـ" * 300, "ar")
def test_any_text_gives_terms_of_the_agreed_letters(text: str, language: str) -> None:
    terms = searching.index_terms(text, language)
    query = searching.wanted(text, language, SHIPPED, is_typing=True)
    every = [*terms.exact, *terms.stems, *searching.grams(text)]
    every += [one.prefix for one in query if one.prefix]
    every += [word for one in query for word in one.exact]
    every += [word for one in query for way in one.ways for words in way for word in words]
    assert [term for term in every if not is_term(term)] == []
    assert len(query) <= searching.MAX_WORDS
    assert not set(terms.exact) & set(terms.stems)
    assert all(one.ways and all(words for way in one.ways for words in way) for one in query)


@settings(deadline=None)
@given(TYPED, LANGUAGES, st.booleans())
@example("sign in", "en", False)
@example("عبد الله", "ar", False)
@example("به روز رسانی ها", "fa", True)
def test_a_text_finds_itself(text: str, language: str, is_typing: bool) -> None:
    terms = searching.index_terms(text, language)
    query = searching.wanted(text, language, SHIPPED, is_typing=is_typing)
    assert searching.matches(query, terms) == bool(terms.exact)


@settings(deadline=None)
@given(TYPED, LANGUAGES)
def test_marks_are_whole_words_in_order(text: str, language: str) -> None:
    query = searching.wanted(text, language, SHIPPED)
    found = searching.marks(text, query, language)
    assert bool(found) == bool(query)
    ends = [0, *(place for mark in found for place in mark), len(text)]
    assert ends == sorted(ends)
    piece, inside = searching.excerpt(text, query, language, length=30)
    assert len(piece) <= 32
    assert all(0 <= low < high <= len(piece) for low, high in inside)


@settings(deadline=None)
@given(TYPED)
def test_tokens_lie_in_the_text(text: str) -> None:
    tokens = searching.tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(is_term(token.text) for token in tokens)
    searching.other_layouts(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "سلام ",
        "ها ",
        "می ",
        "-a",
        "1,",
        "1.",
        "'a",
        "\u0301",
        "\u200c",
        "🚀",
        "🚀a",
        "++",
        "به ",
    ],
)
def test_ten_thousand_characters_are_bounded_work(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    with effort.at_most(2):
        terms = searching.index_terms(text, "fa")
        query = searching.wanted(text, "fa", SHIPPED, is_typing=True)
        searching.matches(query, terms)
        searching.marks(text, query, "fa")
        searching.excerpt(text, query, "fa")
        searching.grams(text)
        searching.other_layouts(text)


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200c\u200f", "؟!، «»", "ـ", "\u064b", "\ufeff\u00ad", "\u3164"]
)
def test_nothing_visible_wants_nothing(text: str) -> None:
    query = searching.wanted(text, "fa", SHIPPED)
    assert query == ()
    assert not searching.matches(query, searching.index_terms("سلام", "fa"))


def test_threads_do_not_cut_each_others_words() -> None:
    words = [f"{letter}{ending}" for letter in "abcdefgh" for ending in _ENDINGS]
    alone = {word: english.stems.__wrapped__(word) for word in words}
    found: list[bool] = []

    def work() -> None:
        for _ in range(10):
            found.extend(english.stems.__wrapped__(word) == alone[word] for word in words)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert len(found) == 4 * 10 * len(words)
    assert all(found)
