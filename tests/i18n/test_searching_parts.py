"""Tokens, wishes, equal words, marks, pieces of text, other keyboards, trigrams."""

import unicodedata

import pytest

from forum.i18n import searching
from forum.i18n.searching import Lexicon, Token

ZWNJ = "\u200c"


def marked(text: str, query: str, language: str = "fa") -> list[str]:
    wanted = searching.wanted(query, language, searching.shipped())
    return [text[low:high] for low, high in searching.marks(text, wanted, language)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("كتاب‌ها", ["کتابها"]),
        ("۱٬۲۳۴٫۵ تومان", ["1234ꞏ5", "تومان"]),
        ("10-20", ["10", "20"]),
        ("C++, C# و .NET", ["cplusplus", "csharp", "و", "dotnet"]),
        ("e-mail: a.b@c.de", ["email", "a", "b", "c", "de"]),
        ("U.S.A.-based, a.k.a. J.R.'s", ["usa", "based", "aka", "jr", "s"]),
        ("e.g. v.2, U.S.Army, ق.م", ["e", "g", "v", "2", "u", "s", "army", "ق", "م"]),
        ("🚀", ["emoji1f680"]),
        ("ﷺ", ["صلی", "الله", "علیه", "وسلم"]),
        ("a" * 50, ["a" * 40]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in searching.tokens(text)] == tokens


def test_tokens_know_their_place() -> None:
    text = "\u202bسَلام\u202c،  dark-mode"
    assert searching.tokens(text) == [Token(1, 6, "سلام"), Token(10, 19, "darkmode")]


def test_stop_words_are_dropped_while_others_remain() -> None:
    shipped = searching.shipped()
    assert [one.exact for one in searching.wanted("این کتاب را", "fa", shipped)] == [("کتاب",)]
    assert [one.exact for one in searching.wanted("این را", "fa", shipped)] == [("این",), ("را",)]


def test_at_most_twelve_words() -> None:
    text = " ".join(f"word{number}" for number in range(100))
    assert len(searching.wanted(text, "en", searching.shipped())) == searching.MAX_WORDS


@pytest.mark.parametrize(
    ("typed", "language", "prefix"),
    [
        ("دسته‌ب", "fa", "دستهب"),
        ("حالت تار", "fa", "تار"),
        ("حالت ت", "fa", ""),
        ("حالت ", "fa", ""),
        ("dark mo", "en", "mo"),
        ("الاقت", "ar", "اقت"),
    ],
)
def test_the_last_word_is_a_prefix_while_typing(typed: str, language: str, prefix: str) -> None:
    query = searching.wanted(typed, language, searching.shipped(), is_typing=True)
    assert query[-1].prefix == prefix
    assert all(one.prefix == "" for one in query[:-1])
    plain = searching.wanted(typed, language, searching.shipped())
    assert all(one.prefix == "" for one in plain)


def test_a_prefix_finds_what_begins_with_it() -> None:
    query = searching.wanted("نوتی", "fa", searching.shipped(), is_typing=True)
    assert searching.matches(query, searching.index_terms("نوتیفیکیشن تازه", "fa"))
    assert not searching.matches(query, searching.index_terms("اعلان تازه", "fa"))


def test_added_words_are_equal_too() -> None:
    lexicon = Lexicon.of([("صندوق", "کشو"), ("cash desk", "صندوق فروش")])
    for query, text in [("کشو", "صندوق‌ها"), ("cash desk", "صندوق فروش"), ("تگ", "برچسب")]:
        wanted = searching.wanted(query, "fa", lexicon)
        assert searching.matches(wanted, searching.index_terms(text, "fa")), query
    plain = searching.wanted("کشو", "fa", searching.shipped())
    assert not searching.matches(plain, searching.index_terms("صندوق‌ها", "fa"))


def test_a_phrase_is_one_wish_and_all_its_words_are_wanted() -> None:
    (wish,) = searching.wanted("حالت تاریک", "fa", searching.shipped())
    assert wish.exact == ("حالت", "تاریک")
    assert not searching.matches((wish,), searching.index_terms("حالت خوب", "fa"))


@pytest.mark.parametrize(
    ("text", "query", "marks"),
    [
        ("همهٔ کتاب‌هایمان خوب است", "کتاب", ["کتاب‌هایمان"]),
        ("کتاب ها و دفتر", "کتاب", ["کتاب ها"]),
        ("پیشنهـــاد‌های تازه", "پیشنهاد", ["پیشنهـــاد‌های"]),
        ("نظر سنجی سالانه", "نظرسنجی", ["نظر", "سنجی"]),
        ("حالت خوب، دارک‌مود بهتر", "حالت تاریک", ["دارک‌مود"]),
        ("\u202bسَلام\u202c دنیا", "سلام", ["سَلام"]),
        ("ﺳﻼﻡ دنیا", "سلام", ["ﺳﻼﻡ"]),
        ("𝐀𝐏𝐈 و 🚀 api", "api", ["𝐀𝐏𝐈", "api"]),
        ("قیمت ۱٬۲۰۰ تومان", "1200", ["۱٬۲۰۰"]),
        ("گوشی و گوش", "گوش", ["گوش"]),
        ("", "گوش", []),
        ("سلام", "", []),
    ],
)
def test_marks(text: str, query: str, marks: list[str]) -> None:
    assert marked(text, query) == marks


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_in_either_composition(form: str) -> None:
    text = unicodedata.normalize(form, "این مسئلهٔ آخر است و café")
    assert marked(text, "مسأله") == [unicodedata.normalize(form, "مسئلهٔ")]
    assert marked(text, "cafe") == [unicodedata.normalize(form, "café")]


def test_marks_of_arabic_words_are_whole() -> None:
    assert marked("أضف الإشعارات وبالإشعار", "إشعار", "ar") == ["الإشعارات", "وبالإشعار"]


def test_an_excerpt_lies_round_the_first_match() -> None:
    text = "کلمه " * 100 + "کتاب‌ها\nدر " + "پایان " * 100
    query = searching.wanted("کتاب", "fa", searching.shipped())
    piece, marks = searching.excerpt(text, query, "fa", length=100)
    assert piece.startswith("…کلمه ")
    assert piece.endswith("پایان…")
    assert len(piece) <= 102
    assert "\n" not in piece
    assert [piece[low:high] for low, high in marks] == [f"کتاب{ZWNJ}ها"]


def test_a_short_text_is_its_own_excerpt() -> None:
    query = searching.wanted("two", "en", searching.shipped())
    assert searching.excerpt("one two", query, "en") == ("one two", [(4, 7)])
    assert searching.excerpt("one two", (), "en") == ("one two", [])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sghl", "سلام"),
        (",qu", "وضع"),
        ("اثممخ", "hello"),
        ("سثشقزا", "search"),
        ("mdakihn", "پیشنهاد"),
        ("hrjvhp", "اقتراح"),
        ("fghy", "بلاغ"),
        ("lshu]m", "مساعدة"),
        ("HpH]", "أحأد"),
    ],
)
def test_other_layouts(typed: str, meant: str) -> None:
    assert meant in searching.other_layouts(typed)


def test_the_key_of_lam_alef() -> None:
    assert "سلاح" in searching.other_layouts("sbp")
    assert "big" in searching.other_layouts("لاهل")
    assert searching.other_layouts("!!") == ()


def test_grams_are_distinct_and_have_edges() -> None:
    assert searching.grams("سلام سلام") == ("ꞏسل", "سلا", "لام", "امꞏ")
    assert searching.grams("a 12") == ("ꞏaꞏ", "ꞏ12", "12ꞏ")
    assert searching.grams("؟!") == ()
