"""The words of a text as they are searched: detached endings joined, neighbours known.

«کتاب ها» is one word as «کتاب‌ها» is, «می خواهم» as «می‌خواهم».
"""

from collections.abc import Iterator
from functools import lru_cache

from forum.i18n import lexicon, tokenizing
from forum.i18n.stemming import alternatives, persian, persian_verbs
from forum.i18n.tokenizing import LONGEST, Piece

_DETACHED = frozenset(suffix for suffix in persian.SUFFIXES if suffix.startswith("ها"))
_AFTER_HEH = frozenset(("ای", "ی", "ام", "اش"))
_COMPARED = frozenset(("تر", "ترین"))
_ENDINGS = _DETACHED | _AFTER_HEH | _COMPARED
_VERB_PREFIXES = frozenset(("می", "نمی"))
JOINED = range(4, 25)  # letters of neighbours that may be written as one
# A number with its unit: 50MB, v2, iOS18.
_LONGEST_UNIT = 10
_PHONE = range(7, 16)
_WAW = "و"
# Little words that end compounds: log in, آن لاین.
_PARTICLES = frozenset(("in", "out", "up", "on", "off", "down", "لاین"))
_HEADS = lexicon.words("compound_heads")
_TO = "به"
DECORATION, LITTLE, MEANING = range(3)
_NEGATIONS = frozenset(("نا", "بی", "غیر", "non", "un"))


# A Piece without its place: piece[2:].
Spelling = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def units(text: str, language: str) -> list[Piece]:
    """The words of *text*, detached endings and prefixes joined to theirs."""
    found: list[Piece] = []
    before: Piece | None = None
    for piece in tokenizing.pieces(text):
        # Most words are neither: whether they belong together is asked of few.
        may_belong = piece.text in _ENDINGS or (before and before.text in _VERB_PREFIXES)
        if (
            before
            and may_belong
            and _belong(before, piece, language)
            and _is_gap(text, before.end, piece.start)
        ):
            before = found[-1] = _joined(before, piece)
        else:
            found.append(piece)
            before = piece
    return found


def _is_gap(text: str, start: int, end: int) -> bool:
    return end - start < 4 and not text[start:end].strip()


def _belong(before: Piece, piece: Piece, language: str) -> bool:
    word = piece.text
    if word in _DETACHED:
        return not before.text.isascii() or before.text.isalnum()
    if language == "ar":
        return False
    if before.text in _VERB_PREFIXES:
        return not word.isascii() and len(word) > 1
    if word in _COMPARED:
        return len(before.text) > 1 and not before.text.isascii()
    return word in _AFTER_HEH and before.text.endswith(("ه", "ا", "و"))


def _joined(before: Piece, piece: Piece) -> Piece:
    parts = (*(before.parts or (before.text,)), *(piece.parts or (piece.text,)))
    text = f"{before.text}{piece.text}"[:LONGEST]
    return Piece(before.start, piece.end, text, parts, before.also, before.inner)


@lru_cache(maxsize=65536)
def parts(listed: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a compound without endings and verb prefixes; () when it is none."""
    kept = list(listed)
    while len(kept) > 1 and kept[-1] in persian.SUFFIXES:
        kept.pop()
    if kept and kept[0] in _VERB_PREFIXES:
        return ()
    return tuple(kept) if len(kept) > 1 else ()


@lru_cache(maxsize=65536)
def stems(
    text: str, listed: tuple[str, ...], also: tuple[str, ...], language: str
) -> tuple[str, ...]:
    """What a word may stand for: stems, other spellings, the word without its endings."""
    found = dict.fromkeys(also)
    base = _base(listed)
    if len(listed) > 1 and listed[0] in _VERB_PREFIXES:
        found[persian_verbs.infinitive(text) or persian_verbs.unknown(text)] = None
    elif base and base != text:
        # The joiner has said where the word ends; a rule might cut «نامه‌ای» elsewhere.
        found[base] = None
        verb = persian_verbs.infinitive(text)
        if verb:
            found[verb] = None
        found.update(dict.fromkeys(alternatives.of(base, (), language)))
    else:
        found.update(dict.fromkeys(alternatives.of(text, also, language)))
    if text.startswith("بهروز") or listed[:1] == (_TO,):
        found[f"ب{text[2:]}"] = None
    found.pop(text, None)
    return tuple(found)


def _base(listed: tuple[str, ...]) -> str:
    kept = list(listed)
    while len(kept) > 1 and kept[-1] in persian.SUFFIXES:
        kept.pop()
    return "".join(kept)[:LONGEST]


@lru_cache(maxsize=65536)
def others(spelling: Spelling, language: str) -> tuple[str, ...]:
    """What an index holds of a word besides itself: its stems, and what is inside it."""
    text, listed, also, inner = spelling
    found = dict.fromkeys((*stems(text, listed, also, language), *inner))
    words = parts(listed)
    for place, word in enumerate(words):
        is_word = len(word) > 1 or word.isdigit()
        if is_word and not (place and words[place - 1] in _NEGATIONS):
            found.update(dict.fromkeys((word, *alternatives.of(word, (), language))))
    found.pop(text, None)
    return tuple(found)


def joined(text: str, words: list[Piece], language: str) -> Iterator[tuple[int, int, str]]:
    """Neighbours written as one: first place, last place, the joined word.

    Without endings after a joiner or blank: «وب هوک‌ها» is «وبهوک», as a query for «وبهوک‌ها» is.
    """
    last = len(words) - 1
    yield from _phones(text, words)
    for place in range(last):
        first, second = words[place], words[place + 1]
        if second.text == _WAW and first.text in lexicon.words("waw_heads") and place + 1 < last:
            whole = f"{first.text}{_WAW}{words[place + 2].text}"
            for word in (whole, *alternatives.of(whole, (), language)):
                yield place, place + 2, word
        found = _joins(first.text, _bare(second) if second.parts else second.text)
        is_head = first.text in _HEADS
        if not (found or is_head) or not _is_near(text, first.end, second.start):
            continue
        for word in found:
            yield place, place + 1, word
        if is_head and place + 1 < last:
            third = words[place + 2]
            if third.text not in _stop() and _is_near(text, second.end, third.start):
                for word in _spellings(first.text, f"{second.text}{_bare(third)}"):
                    yield place, place + 2, word


def _bare(piece: Piece) -> str:
    return _base(piece.parts) or piece.text


def _phones(text: str, words: list[Piece]) -> Iterator[tuple[int, int, str]]:
    """Numbers written in groups, as those of telephones are: 0912 345 6789."""
    start = 0
    while start < len(words):
        end = start + 1
        whole = words[start].text
        while whole.isdigit() and end < len(words) and len(whole) < _PHONE.stop:
            gap = text[words[end - 1].end : words[end].start]
            if gap not in (" ", "-", "\u00a0") or not words[end].text.isdigit():
                break
            whole += words[end].text
            end += 1
        if end > start + 1 and len(whole) in _PHONE:
            yield start, end - 1, whole
        start = end


def _is_near(text: str, start: int, end: int) -> bool:
    if end - start > 3:
        return False
    gap = text[start:end]
    return gap.isspace() or not gap or gap in "./"


@lru_cache(maxsize=65536)
def _joins(first: str, second: str) -> tuple[str, ...]:
    """The one word two neighbours may be written as; () for words that no one joins."""
    return _spellings(first, second) if _may_join(first, second) else ()


def _may_join(first: str, second: str) -> bool:
    length = len(first) + len(second)
    if first.isdigit() != second.isdigit():
        return length <= _LONGEST_UNIT
    if first.isdigit() or length not in JOINED:
        return False
    if first.isascii() != second.isascii():
        return False
    if second in _PARTICLES:
        return True
    if first in _HEADS:
        return first != _TO or second.startswith(tuple(lexicon.words("after_be")))
    return not (first in _stop() or second in _stop())


def _spellings(first: str, second: str) -> tuple[str, ...]:
    whole = f"{first}{second}"
    return (whole, f"ب{second}") if first == _TO else (whole,)


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    names = ("persian_stop", "arabic_stop", "english_stop")
    return frozenset(word for name in names for word in lexicon.words(name))


def weight(word: str, language: str) -> int:
    """How much *word* says to a reader of *language*: MEANING, LITTLE or DECORATION."""
    if word.startswith("emoji") and word != "emoji":
        return DECORATION
    return LITTLE if is_stop(word, language) else MEANING


def is_stop(word: str, language: str) -> bool:
    """Whether *word* says little to a reader of *language*: the, این, من, https."""
    if word.isascii():
        return word in lexicon.words("english_stop") or word in lexicon.words("address_stop")
    if language == "fa":
        return word in lexicon.words("persian_stop")
    return word in (lexicon.words("arabic_stop") if language == "ar" else _stop())
