"""Text that is safe in a cell of a spreadsheet."""

import re

# What no spreadsheet file can hold, or what would break its lines.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile("\r\n?|[\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Most text holds none of either: one look tells.
_ODD = re.compile(f"{_CONTROLS.pattern[:-1]}\x85\u2028\u2029]")
# Excel, LibreOffice and Sheets read a cell that starts so as a formula; East Asian
# versions take the full-width signs too.
_DANGEROUS = "=+-@|%\t\r\n＝＋－＠"


def clean(text: str) -> str:
    """*text* without controls and lone surrogates; all line ends are LF."""
    if _ODD.search(text) is None:
        return text
    return _CONTROLS.sub("", _LINES.sub("\n", text))


def without_surrogates(text: str) -> str:
    """*text* as UTF-8 can hold it."""
    return _SURROGATES.sub("", text)


def neutral(text: str) -> str:
    """*text* behind an apostrophe when a spreadsheet would run it.

    A text that starts with apostrophes and then danger gets one more, so that whoever takes
    one away always has the original back (`original`).
    """
    if text and (text[0] in _DANGEROUS or (text[0] == "'" and _hides_danger(text))):
        return "'" + text
    return text


def original(cell: str) -> str:
    """The text that `neutral` made this cell of."""
    return cell[1:] if cell[:1] == "'" and _hides_danger(cell) else cell


def _hides_danger(text: str) -> bool:
    return text.lstrip("'")[:1] in tuple(_DANGEROUS)
