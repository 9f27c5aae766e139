"""Direction and language of what people type, and its cleaning before it is stored.

A browser's `dir=auto` follows the first strong letter, so «API برای موبایل» would
run left to right; here the majority of words decides.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from forum.i18n import letters
from forum.i18n.letters import FSI, PDI, ZWJ, ZWNJ

# At most so many combining marks on one letter: enough for any language, not for zalgo.
_MARKS_IN_A_ROW = 4

# Machine text has no direction of its own: addresses, mentions, paths, code.
_MACHINE = re.compile(
    r"```[^`]*```|`[^`\n]*`|(?:https?://|www\.)\S+|(?<!\S)[^\s@]+@[^\s@]+\.\w+"
    r"|(?<!\S)@[\w\u200c.-]+|(?<!\S)#[\w\u200c-]+|(?<!\S)[/\\]\S+"
)
_MACHINE_SIGN = re.compile(r"[`@#/\\]|www\.")  # without one there is none
_WORD = re.compile(r"[\w\u200c\u200d\u0610-\u061a\u064b-\u065f\u0670'’]+")
_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def base_direction(text: str, default: str) -> str:
    """ "rtl" or "ltr" by the majority of words; *default* when none has a direction.

    On a tie right-to-left wins: Latin names in a Persian sentence are common, the
    reverse is not. Addresses, mentions and `code` do not count.
    """
    rtl, ltr = direction_votes(text)
    if not rtl and not ltr:
        # Nothing but an address still has the direction of an address.
        rtl, ltr = _count(text) if _MACHINE.search(text) else (0, 0)
    if not rtl and not ltr:
        return default
    return "rtl" if rtl >= ltr else "ltr"


@lru_cache(maxsize=32)  # language, direction and blocks of one text ask for the same again
def direction_votes(text: str) -> tuple[int, int]:
    """How many words of *text* run right to left, and how many left to right."""
    return _count(_spoken(text))


def _spoken(text: str) -> str:
    return _MACHINE.sub(" ", text) if _MACHINE_SIGN.search(text) else text


def _count(text: str) -> tuple[int, int]:
    ways = list(map(_way, _WORD.findall(text)))
    return ways.count("rtl"), ways.count("ltr")


@lru_cache(maxsize=8192)
def _way(word: str) -> str:
    """ "rtl" or "ltr" by its first letter, "" for a word without one."""
    strong = next((char for char in word if char.isalpha()), "")
    if not strong:
        return ""
    return "rtl" if is_rtl_letter(strong) else "ltr"


def is_rtl_letter(char: str) -> bool:
    """Whether one letter belongs to a right-to-left script."""
    return unicodedata.bidirectional(char) in ("R", "AL")


def detect_language(text: str, hint: str) -> str:
    """ "fa", "ar" or "en": by direction, letters and common words, then by *hint*.

    *hint* is the language of the page it was typed on, for texts that fit both.
    """
    if base_direction(text, "rtl" if hint in ("fa", "ar") else "ltr") == "ltr":
        return "en"
    if not letters.ARABIC.search(text):
        return hint if hint in ("fa", "ar", "en") else "en"
    score = _persian_score(_spoken(text))
    if score:
        return "fa" if score > 0 else "ar"
    return hint if hint in ("fa", "ar") else "fa"


def _persian_score(text: str) -> int:
    """Above 0 Persian, below 0 Arabic."""
    score = sum(text.count(char) * _LETTER_SCORES[char] for char in _SCORED.intersection(text))
    return score + sum(map(_word_score, _WORD.findall(text)))


_LETTER_SCORES = {
    **dict.fromkeys(letters.PERSIAN_FORMS, 1),
    ZWNJ: 2,
    **dict.fromkeys(letters.PERSIAN_ONLY, 3),
    **dict.fromkeys(letters.ARABIC_FORMS, -1),
    **dict.fromkeys(letters.ARABIC_ONLY, -3),
}
_SCORED = frozenset(_LETTER_SCORES)


@lru_cache(maxsize=4096)
def _word_score(word: str) -> int:
    plain = word.translate(letters.PERSIAN_TYPING)
    if plain in letters.PERSIAN_WORDS:
        return 3
    if plain in letters.ARABIC_WORDS:
        return -3
    if plain.startswith(("ال", "وال", "بال", "لل")) and len(plain) > 4:
        return 0 if plain in letters.AL_WORDS_IN_PERSIAN else -2
    return 0


def isolate(text: str) -> str:
    """*text* between U+2068 and U+2069, for subjects, titles and other plain text.

    Direction controls inside are dropped, so that none can reach past the end.
    """
    return f"{FSI}{text.translate(_CONTROLS)}{PDI}"


# Letters and signs of Persian, Arabic and English that stand for themselves, non-joiners only
# between letters: nothing is to be dropped or composed, and all but the non-joiners is seen.
_LETTERS = "\u0621-\u063a\u0641-\u064a\u0671-\u0674\u0679-\u06bf\u06c1\u06c3-\u06d2"
_SEEN = f"\n -~{_LETTERS}\u0660-\u0669\u06f0-\u06f9،؛؟٪٫٬«»…–—"
_IN_ORDER = re.compile(f"[{_SEEN}]*(?:(?<=[{_LETTERS}]){ZWNJ}[{_LETTERS}][{_SEEN}]*)*")
_LINE_SPACES = re.compile(r"\s+")
_ODD_SPACES = re.compile(r"[^\S\n\t ]")
_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){3,}")


def clean_line(text: str, language: str | None = None) -> str:
    """*text* as one stored line: NFC, no controls or invisibles, single spaces.

    A non-joiner stays between Arabic-script letters only. For *language* "fa"
    the Arabic forms of yeh and kaf become Persian; digits stay as typed.
    """
    if _IN_ORDER.fullmatch(text):
        line = " ".join(text.split())
    else:
        kept = _without_invisibles(_LINE_SPACES.sub(" ", text), letters.MARKS_OF_DIRECTION)
        line = " ".join(unicodedata.normalize("NFC", kept).split())
    return line.translate(letters.PERSIAN_TYPING) if language == "fa" else line


def clean_text(text: str) -> str:
    """*text* as stored paragraphs: like `clean_line`, but lines and direction marks stay.

    At most two blank lines in a row; none at either end.
    """
    kept = _NEWLINES.sub("\n", text)
    if not _IN_ORDER.fullmatch(kept):
        kept = _without_invisibles(_ODD_SPACES.sub(" ", kept), frozenset())
        kept = unicodedata.normalize("NFC", kept)
    return _BLANK_LINES.sub("\n\n\n", kept).strip("\n").rstrip()


def _without_invisibles(text: str, unwanted: frozenset[str]) -> str:
    """Drops invisibles, joiners that join nothing, and marks beyond four on a letter."""
    kept: list[str] = []
    marks = 0
    for char in text:
        if char in letters.INVISIBLE or char in unwanted:
            continue
        if char in (ZWNJ, ZWJ):
            _keep_joiner(kept, char)
            continue
        if char > "\u02ff" and unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
            if marks > _MARKS_IN_A_ROW:
                continue
        else:
            marks = 0
            _drop_stray_joiner(kept, char)
        kept.append(char)
    _drop_stray_joiner(kept, " ")
    return "".join(kept)


def _keep_joiner(kept: list[str], char: str) -> None:
    if kept and kept[-1] not in (ZWNJ, ZWJ) and not kept[-1].isspace():
        kept.append(char)


def _drop_stray_joiner(kept: list[str], following: str) -> None:
    """Removes a joiner just kept when the neighbours give it nothing to do."""
    if not kept or kept[-1] not in (ZWNJ, ZWJ):
        return
    before = kept[-2]
    arabic_before = bool(letters.ARABIC.match(before))
    if kept[-1] == ZWNJ:
        wanted = arabic_before and bool(letters.ARABIC.match(following))
    else:
        # «ه‍.ق» ends in a joiner on purpose; elsewhere it glues emoji and Indic letters.
        wanted = arabic_before or (not before.isascii() and not following.isascii())
    if not wanted:
        kept.pop()


def is_blank(text: str) -> bool:
    """Whether *text* shows nothing: spaces, controls, joiners, lone marks, fillers."""
    return not any(map(_shows, text))


def visible_length(text: str) -> int:
    """How many characters a reader would count: no marks, joiners or controls."""
    if _IN_ORDER.fullmatch(text):
        return len(text) - text.count(ZWNJ)
    return sum(count for char, count in Counter(text).items() if char.isspace() or _shows(char))


def is_longer(text: str, limit: int) -> bool:
    """Whether a reader would count more than *limit* characters."""
    return len(text) > limit and visible_length(text) > limit


@lru_cache(maxsize=4096)
def _shows(char: str) -> bool:
    if char.isspace() or char in letters.BLANK_LETTERS:
        return False
    return unicodedata.category(char) not in ("Mn", "Me", "Cc", "Cf", "Cs", "Cn")
