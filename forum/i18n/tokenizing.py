"""Texts cut into words for searching, each folded and with its place in the original.

What is learnt of a word is kept by its raw spelling, so that a text costs little more
than finding its words.
"""

import re
import string
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from forum.i18n import folding, letters
from forum.i18n.letters import ZWNJ

LONGEST = 40
# Unicode calls it a letter, so a decimal stays one term; nobody types it.
POINT = "\ua78f"
_LONGEST_RAW = 160
_SHORT = 200  # characters


class Piece(NamedTuple):
    """One word: *start* and *end* in the original text, *text* folded and casefolded.

    *parts* are the words it is made of (ZWNJ, hyphen, camelCase, digits beside letters),
    *also* other spellings of the whole, *inner* what only an index should know of it.
    """

    start: int
    end: int
    text: str
    parts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()


class Token(NamedTuple):
    """A word of a text: offsets into the ORIGINAL text, *text* folded and casefolded."""

    start: int
    end: int
    text: str


def _ranges(chars: list[int]) -> str:
    found: list[list[int]] = []
    for code in chars:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in found)


_MARKS = _ranges(
    [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"]
)
_UNSEEN = _ranges(
    sorted(
        ord(char)
        for char in (letters.INVISIBLE - set(string.whitespace))
        | letters.BLANK_LETTERS
        | letters.MARKS_OF_DIRECTION
        | {ZWNJ, letters.ZWJ}
    )
)
# Signs that NFKC writes out in letters: the rial, № and ℃, squared units.
_SIGNS = "\ufdfc\u2100-\u214f\u3200-\u33ff"
# One range for the letters and marks beyond: what is neither falls out of the word later.
_BEYOND = "\U00010000-\U0001efff\U000e0000-\U000e01ef"
_CHAR = f"[\\w{_SIGNS}{_MARKS}{_UNSEEN}{_BEYOND}]"
_EMOJI = "\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff"
_CHUNK = re.compile(
    r"(?=[A-Za-z.])(?:(?<!\w)[A-Za-z][A-Za-z0-9]{0,11}\+\+(?!\w)|(?<!\w)[A-Za-z]#(?!\w)"
    r"|(?<!\w)\.[Nn][Ee][Tt](?!\w))"
    rf"|{_CHAR}+(?:[-\u2010\u2011'\u2019.,\u066b\u066c\u060c\u202f\u2009]{_CHAR}+)*"
    rf"|[{_EMOJI}]"
)
_NUMBER = re.compile(r"[vV]?\d+(?:[.\u066b,\u066c\u060c'\u2019\u202f\u2009]\d+)+(?!\d)")
# Acronyms of letters that are joined where the points are left out: U.S.A., a.k.a., but not two
# small letters, as those before @. Those of the Arabic script are not: «ق.م» is no «قم».
_ACRONYM = re.compile(
    r"(?:[A-Z](?:\.[A-Z]){1,9}|[A-Za-z](?:\.[A-Za-z]){2,9})(?:['\u2019][sS])?(?![\w.])"
)
_GROUPS = re.compile(r"(?<=\d)[,\u066c\u060c'\u2019\u202f\u2009](?=\d{3}(?!\d))")
_RUN = re.compile(rf"{_CHAR}+(?:[-\u2010\u2011'\u2019]{_CHAR}+)*")
_TERM = re.compile(f"[\\w{_MARKS}]+")
_HYPHENS = re.compile(f"[-\u2010\u2011_{ZWNJ}]+")
_APOSTROPHE = re.compile("['\u2019]")
_POSSESSIVE = re.compile("['\u2019][sS]$")
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SCRIPTS = re.compile(r"(?<=[A-Za-z0-9])(?=[\u0620-\u06d3])|(?<=[\u0620-\u06d3])(?=[A-Za-z0-9])")
_UNITS = re.compile(r"([0-9]+)([^\W\d_]{2,})|([^\W\d_]{2,})([0-9]{1,6})")
_MANY_PARTS = 4
_EDGES = "".join(letters.INVISIBLE | letters.BLANK_LETTERS | letters.MARKS_OF_DIRECTION) + (
    ZWNJ + letters.ZWJ + "_"
)
# Latin letters that Unicode does not take for a letter with a mark.
_WHOLE_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_NO_BLANKS = str.maketrans(dict.fromkeys(letters.BLANK_LETTERS))
_HAMZA = str.maketrans(dict.fromkeys("ئؤء"))


def tokens(text: str) -> list[Token]:
    """The words of *text* in order, numbers without grouping, decimals in one token."""
    return [Token(piece.start, piece.end, piece.text) for piece in pieces(text)]


def pieces(text: str) -> Sequence[Piece]:
    """The words of *text* in order with what their spelling tells of them."""
    # A title is cut for its words and again for near spellings.
    return _short_pieces(text) if len(text) <= _SHORT else _pieces(text)


@lru_cache(maxsize=16)
def _short_pieces(text: str) -> tuple[Piece, ...]:
    return tuple(_pieces(text))


def _pieces(text: str) -> list[Piece]:
    found = []
    for match in _CHUNK.finditer(text):
        start = match.start()
        raw = match[0]
        for low, high, word, parts, also, inner in (
            _long(raw) if len(raw) > _LONGEST_RAW else _chunk(raw)
        ):
            found.append(Piece(low + start, high + start, word, parts, also, inner))
    return found


def _long(raw: str) -> list[Piece]:
    """Pieces of an overlong run, cut where words end, each not longer than can be kept."""
    found = []
    for match in _RUN.finditer(raw):
        cut = match[0].strip(_EDGES)[:_LONGEST_RAW]
        start = match.start() + match[0].find(cut)
        for piece in _chunk(cut):
            found.append(piece._replace(start=piece.start + start, end=piece.end + start))
        if found:
            found[-1] = found[-1]._replace(end=match.end())
    return found


@lru_cache(maxsize=32768)
def _chunk(raw: str) -> tuple[Piece, ...]:
    if raw.isascii() and raw.isdigit() and len(raw) <= LONGEST:  # new ones come all the time
        return (Piece(0, len(raw), raw, (), _without_zeros(raw)),)
    if not any(char.isalnum() or char in "\ufdfc" for char in raw):
        return _emoji(raw)
    named = _named(raw)
    if named:
        return (Piece(0, len(raw), named),)
    acronym = _ACRONYM.match(raw)
    found = [_acronym(acronym)] if acronym else []
    at = acronym.end() if acronym else 0
    for number in _NUMBER.finditer(raw, at):
        if number.start() and raw[number.start() - 1].isalnum():
            continue
        found += _runs(raw, at, number.start())
        found += _number(number)
        at = number.end()
    return tuple(found + _runs(raw, at, len(raw)))


def _acronym(match: re.Match[str]) -> Piece:
    """One word, and for an index its letters too: they may be typed with spaces."""
    initials = tuple(_POSSESSIVE.sub("", match[0]).lower().split("."))
    return Piece(0, match.end(), "".join(initials), (), (), initials)


def _emoji(raw: str) -> tuple[Piece, ...]:
    if len(raw) == 1 and unicodedata.category(raw) == "So":
        return (Piece(0, 1, f"emoji{ord(raw):x}"),)
    return ()


def _named(raw: str) -> str:
    """C++, C# and .NET: without their signs they would be other words."""
    if raw.endswith("++"):
        return f"{raw[:-2].lower()}plusplus"
    if raw.endswith("#"):
        return f"{raw[:-1].lower()}sharp"
    return "dotnet" if raw.lower() == ".net" else ""


def _number(match: re.Match[str]) -> list[Piece]:
    whole = _GROUPS.sub("", folding.fold(match[0]).casefold())
    numbers = re.split(r"[.\u066b]", whole.replace("\u060c", ","))
    if any(not re.fullmatch(r"v?\d+", part) for part in numbers):
        return [
            Piece(match.start() + part.start(), match.start() + part.end(), _folded(part[0]))
            for part in re.finditer(r"\w+", match[0])
        ]
    text = POINT.join(numbers)[:LONGEST]
    also = (text.lstrip("v"),) if text[0] == "v" else ()
    inner = (POINT.join(numbers[:2]).lstrip("v"),) if len(numbers) > 2 else ()
    return [Piece(match.start(), match.end(), text, (), also, inner)]


def _folded(raw: str) -> str:
    return folding.fold(raw).casefold()[:LONGEST]


def _runs(raw: str, start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    for match in _RUN.finditer(raw, start, end):
        found += _run(match[0], match.start())
    if len(found) > 1 and found[-1].text == "net" and raw[found[-1].start - 1] == ".":
        found[-1] = found[-1]._replace(text="dotnet", inner=("net",))
    return found


def _run(raw: str, start: int) -> list[Piece]:
    cut = _POSSESSIVE.sub("", raw)
    raw_parts = [part for part in _HYPHENS.split(cut) if part]
    if len(raw_parts) > _MANY_PARTS or (len(raw_parts) > 1 and all(map(_is_number, raw_parts))):
        found: list[Piece] = []
        for match in re.finditer(f"[^-\u2010\u2011_{ZWNJ}]+", cut):
            found += _run(match[0], start + match.start())
        return found
    body = raw.strip(_EDGES)
    at = start + (raw.find(body) if body else 0)
    return _words(cut, at, at + len(body))


def _is_number(part: str) -> bool:
    return part.isdecimal()


def _words(raw: str, start: int, end: int) -> list[Piece]:
    """The word, or the words when a sign stands for several (ﷺ), of a run."""
    plain = folding.fold(_APOSTROPHE.sub("", raw)).casefold().translate(_WHOLE_LETTERS)
    words = [word for spaced in _HYPHENS.sub("", plain).split() for word in _clean(spaced)]
    if len(words) != 1:
        return [Piece(start, end, word) for word in words]
    text = words[0]
    parts = tuple(part for part in _parts(raw) if part)
    also = _without_zeros(text) or _without_hamza(raw, text)
    return [Piece(start, end, text, parts if len(parts) > 1 else (), also)]


def _without_zeros(text: str) -> tuple[str, ...]:
    is_padded = text.isdecimal() and text[0] == "0" and text.strip("0")
    return (text.lstrip("0"),) if is_padded else ()


def _clean(word: str) -> list[str]:
    found = (match[0].strip("_")[:LONGEST] for match in _TERM.finditer(word.translate(_NO_BLANKS)))
    return [word for word in found if any(char.isalnum() for char in word)]


def _parts(raw: str) -> list[str]:
    parts = []
    for part in _HYPHENS.split(_APOSTROPHE.sub("", raw)):
        for cased in _humps(part):
            for script in _SCRIPTS.split(folding.fold(cased).casefold()):
                units = _UNITS.fullmatch(script)
                parts += [one for one in units.groups() if one] if units else [script]
    return [word for part in parts for word in _clean(part)]


def _humps(word: str) -> list[str]:
    """The words of camelCase. JavaScript and GitHub are one word, as names are."""
    humps = _CAMEL.split(word)
    return humps if word[:1].islower() or len(humps) > 2 else [word]


def _without_hamza(raw: str, text: str) -> tuple[str, ...]:
    """The word without its hamza seats, for «مسألة» and «مسئلة», «بطء» and «بطئ»."""
    composed = unicodedata.normalize("NFKC", raw)
    bare = composed.translate(_HAMZA)
    # «خطأ» without its end would be «خط».
    kept = 1 if composed[:1] in "أإآ" else 0
    end = len(bare) if len(bare) > 3 else len(bare) - 1
    bare = bare[:kept] + bare[kept:end].replace("أ", "") + bare[max(end, kept) :]
    if bare == composed:
        return ()
    found = _HYPHENS.sub("", folding.fold(bare).casefold())[:LONGEST]
    is_fit = len(found) > 1 and found != text and found.isalnum()
    return (found,) if is_fit else ()
