"""Text folded for comparing: uniqueness, filters, addresses and order.

The folded form is never shown and never stored as the text itself.
"""

import re
import unicodedata
from functools import lru_cache

from forum.i18n import bidi, digits, letters, links, locale
from forum.i18n.letters import ZWJ, ZWNJ

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يىئېےێ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةۀەہھۃ", "ه"),
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ؤۇۆ", "و"),
        # Hamza, tatweel, superscript alef, high hamza, joiners and direction marks.
        **dict.fromkeys("ءـٰٴ\u200d\u200e\u200f\u061c"),
        **dict.fromkeys(letters.INVISIBLE - {"\t", "\n"}),
    }
)
# «مسئول», «مسؤول» and «مسوول» are one word.
_DOUBLE_WAW = re.compile("وو|ؤو|ئو")
_GROUPED = re.compile(r"(?<=[0-9])[٬,](?=[0-9]{3}(?![0-9]))")
# Vowel signs of Indic and Japanese writing have these classes; they are no ornaments.
_SHORT = 200  # characters: titles, names and words, which are folded again and again
_KEPT_MARKS = frozenset((0, 7, 8, 9))


def fold(text: str) -> str:
    """*text* with one letter per sound-alike: Persian yeh and kaf, no marks, ASCII digits.

    Case, spaces and non-joiners stay; `unique_key` folds those too.
    """
    # A title is folded for its filter, its address and the search's index in one request.
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


@lru_cache(maxsize=2048)
def _fold_short(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return _GROUPED.sub("", text)
    composed = unicodedata.normalize("NFKC", text)
    split = unicodedata.normalize("NFKD", _DOUBLE_WAW.sub("و", composed))
    bare = "".join([char for char in split if unicodedata.combining(char) in _KEPT_MARKS])
    plain = unicodedata.normalize("NFC", bare).translate(_LETTERS)
    return _GROUPED.sub("", digits.to_ascii(_DOUBLE_WAW.sub("و", plain)))


def unique_key(text: str) -> str:
    """The key two names share when a reader would take them for the same.

    Folded, without case and non-joiners, spaces single: «كتاب» and «کتاب», «۱» and "1".
    """
    folded = fold(unicodedata.normalize("NFKC", text)).replace(ZWNJ, "")
    return " ".join(folded.casefold().split())


def contains_folded(needle: str, haystack: str) -> bool:
    """Whether *haystack* contains *needle* for a reader: «کتاب ها» is in «کتاب‌ها»."""
    wanted, searched = _for_filter(needle), _for_filter(haystack)
    if letters.ARABIC.search(wanted):
        return wanted.replace(" ", "") in searched.replace(" ", "")
    return wanted in searched


def narrowing_key(text: str) -> str:
    """What a database column holds so that LIKE finds what `contains_folded` would."""
    spaced = _for_filter(text)
    return f"{spaced}\n{spaced.replace(' ', '')}" if letters.ARABIC.search(spaced) else spaced


def narrowing_needle(text: str) -> str:
    """What to look for in such a column."""
    spaced = _for_filter(text)
    return spaced.replace(" ", "") if letters.ARABIC.search(spaced) else spaced


def _for_filter(text: str) -> str:
    return " ".join(fold(text).casefold().replace(ZWNJ, "").split())


_NOT_IN_SLUG = re.compile(r"[^\w]+|_+")
_LONGEST_SLUG = 60


def slug(text: str) -> str:
    """*text* for the end of an address, letters of all scripts kept; "" when none are left.

    At most 60 characters, cut between words: «افزودن حالت تاریک» gives
    "افزودن-حالت-تاریک".
    """
    words = _NOT_IN_SLUG.sub("-", fold(text).casefold().replace(ZWJ, "")).strip("-")
    if len(words) <= _LONGEST_SLUG:
        return words
    cut = words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]
    return cut.strip("-")


# Alphabets as CLDR orders them. Letters within brackets of Persian share a place.
_PERSIAN_ALPHABET = (
    "آ [اأإٱءؤئ] ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق [کكڪ] گ ل م ن و [هةۀە] [یيى]"
)
_ARABIC_ALPHABET = (
    "آ ء أ ؤ إ ئ [اٱ] ب پ ة ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق [كک] گ ل م ن ه و [ىی] ي"
)
# Among letters that share a place, CLDR's order is not that of the code points.
_TIES = str.maketrans("اءأإؤئ", "ءآأؤإئ")
_SEPARATOR, _SPACE, _PUNCTUATION = "\x01", "\x02", "\x03"
_ARABIC_FIRST, _OTHERS = 0x1000, 0x2000
_IGNORED = frozenset((ZWNJ, ZWJ, "ـ", *letters.MARKS_OF_DIRECTION, *letters.INVISIBLE))


def _places(alphabet: str) -> dict[str, int]:
    return {
        letter: place
        for place, group in enumerate(alphabet.split())
        for letter in group.strip("[]")
    }


_PLACES = {"fa": _places(_PERSIAN_ALPHABET), "ar": _places(_ARABIC_ALPHABET)}


def sort_key(text: str, language: str | None = None) -> str:
    """A string that orders *text* for readers of *language*, the current one by default.

    Compare by code points (SQLite BINARY, PostgreSQL "C"). Persian has و before ه
    and Arabic ه before و; both put their own script before Latin, English after.
    """
    reader = locale.base(language or locale.current().language)
    places = _PLACES.get(reader, _PLACES["ar"])
    start = _ARABIC_FIRST if reader in _PLACES else _OTHERS + 0x600
    primary = [_weight(char, places, start) for char in unicodedata.normalize("NFC", text)]
    return "".join(primary) + _SEPARATOR + text.translate(_TIES).swapcase()


def _weight(char: str, places: dict[str, int], start: int) -> str:
    if char in places:
        return chr(start + places[char])
    if char in _IGNORED:
        return ""
    return _other_weight(char)


@lru_cache(maxsize=4096)
def _other_weight(char: str) -> str:
    if char.isspace():
        return _SPACE
    plain = unicodedata.normalize("NFKD", char).casefold()
    weights = []
    for part in plain:
        if part.isdecimal():
            weights.append(str(unicodedata.decimal(part)))
        elif part.isalpha():
            weights.append(chr(min(_OTHERS + ord(part), 0x10FFFF)))
        elif not unicodedata.combining(part):
            weights.append(_PUNCTUATION + part)
    return "".join(weights)


_ONE_WRITING = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"))


def is_mixed_script(name: str) -> bool:
    """Whether *name* mixes scripts, as in "аdmin" with a Cyrillic а.

    Digits, marks and punctuation belong to any script; the scripts of Chinese,
    Japanese and Korean go together.
    """
    scripts = links.scripts_of(unicodedata.normalize("NFKC", name))
    return len(scripts) > 1 and not scripts <= _ONE_WRITING


_RESERVED = """
admin administrator moderator mod support system root staff team official owner help security
webmaster postmaster anonymous guest deleted user sada
مدیر مدیریت مدیرسایت مالک ادمین ناظر پشتیبانی پشتیبان سامانه سیستم تیم رسمی مهمان ناشناس صدا
المسؤول مسؤول المالك المشرف مشرف المدير مدير الإدارة إدارة الدعم دعم الدعمالفني النظام
الفريق فريق رسمي الرسمي زائر مجهول
"""
_BETWEEN = re.compile(r"[\W_]+")


def _name_key(name: str) -> str:
    return _BETWEEN.sub("", unique_key(bidi.clean_line(name)))


RESERVED_NAMES = frozenset(_name_key(name) for name in _RESERVED.split())


def is_reserved_name(name: str) -> bool:
    """Whether *name* could be taken for the site's own: "Admin", «مدير», "s y s t e m"."""
    return _name_key(name) in RESERVED_NAMES
