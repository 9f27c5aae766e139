"""What a translation must have: the placeholders, the letters, the punctuation."""

import re
from collections.abc import Iterator, Sequence

from forum.i18n.letters import ZWNJ

_PLACEHOLDER = re.compile(r"%\([A-Za-z_0-9]+\)[a-z]|%%|\{[A-Za-z_0-9]*\}")
_STRAY_PERCENT = re.compile(r"%(?!\([A-Za-z_0-9]+\)[sd])")
_TAG = re.compile(r"</?[a-z][a-z0-9]*")
# Not words: placeholders, tags, entities and addresses keep their own signs.
_NO_WORDS = re.compile(r"%\([A-Za-z_0-9]+\)[a-z]|<[^<>]*>|&#?[a-z0-9]+;|https?://\S+|[\w.]+@\S+")
_ARABIC_LETTER = "[\u0620-\u064a\u066e-\u06d3]"
_LATIN_SIGN = re.compile(
    rf"{_ARABIC_LETTER}[\u200c\u064b-\u0652]*\s?[?;,]|[?;,]\s?{_ARABIC_LETTER}"
)
_FORBIDDEN = {
    "fa": (("يك", "an Arabic yeh or kaf"), ("٠١٢٣٤٥٦٧٨٩", "Arabic digits")),
    "ar": (
        ("گچپژیک", "a Persian letter"),
        (ZWNJ, "a non-joiner"),
        ("۰۱۲۳۴۵۶۷۸۹", "Persian digits"),
    ),
}


def problems(msgids: Sequence[str], strings: Sequence[str], language: str) -> Iterator[str]:
    """What is wrong with *strings*, the forms translating *msgids*, in "fa" or "ar".

    One form of a plural may leave out `%(num)s`, as «صوت واحد» does.
    """
    for msgid in msgids:
        if "%(" in msgid and _has_stray_percent(msgid):
            yield "a bare % beside a placeholder in the English"
    wanted = set(_PLACEHOLDER.findall(msgids[-1]))
    optional = {"%(num)s"} if len(msgids) > 1 else set()
    for string in strings:
        yield from _placeholder_problems(wanted, optional, string)
        yield from _letter_problems(string, language)
        if sorted(_TAG.findall(msgids[-1])) != sorted(_TAG.findall(string)):
            yield f"other tags than the English: {string!r}"
        if _edges(msgids[-1]) != _edges(string):
            yield f"other spaces at the ends than the English: {string!r}"


def _placeholder_problems(wanted: set[str], optional: set[str], string: str) -> Iterator[str]:
    found = set(_PLACEHOLDER.findall(string))
    for name in sorted(wanted - found - optional):
        yield f"{name} is missing in {string!r}"
    for name in sorted(found - wanted):
        yield f"{name} is not in the English of {string!r}"
    if wanted and _has_stray_percent(string):
        yield f"a bare % in {string!r}"


def _has_stray_percent(text: str) -> bool:
    return bool(_STRAY_PERCENT.search(text.replace("%%", "")))


def _letter_problems(string: str, language: str) -> Iterator[str]:
    words = _NO_WORDS.sub(" ", string)
    for characters, name in _FORBIDDEN[language]:
        if any(char in words for char in characters):
            yield f"{name} in {string!r}"
    if _LATIN_SIGN.search(words):
        yield f"a Latin ? ; or , beside Arabic letters in {string!r}"


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()
