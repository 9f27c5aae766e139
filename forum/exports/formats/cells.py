"""Text that is safe in a cell of a spreadsheet."""

import re

# What no spreadsheet file can hold, or what would break its lines.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_LINE = re.compile("\r\n?|[\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Excel, LibreOffice and Sheets read a cell that starts so as a formula; East Asian
# versions take the full-width signs too.
_DANGEROUS = tuple("=+-@|%\t\r\n＝＋－＠")
# Most text is fine as it stands: one look tells.
_ODD = re.compile(f"[{_CONTROLS}\x85\u2028\u2029]")
_SUSPECT = re.compile(rf"\A['=+\-@|%\t\r\n＝＋－＠]|{_ODD.pattern}")


def safe(text: str) -> str:
    """*text* for a cell of a file without types: cleaned, and no formula."""
    return text if _SUSPECT.search(text) is None else neutral(clean(text))


def clean(text: str) -> str:
    """*text* without controls and lone surrogates; all line ends are LF."""
    if _ODD.search(text) is None:
        return text
    return _CONTROL.sub("", _LINE.sub("\n", text))


def without_surrogates(text: str) -> str:
    """*text* as UTF-8 can hold it."""
    return _SURROGATE.sub("", text)


def neutral(text: str) -> str:
    """*text* behind an apostrophe when a spreadsheet would run it.

    A text that starts with apostrophes and then danger gets one more, so that whoever takes
    one away always has the original back (`original`).
    """
    return "'" + text if _is_dangerous(text) else text


def original(cell: str) -> str:
    """The text that `neutral` made this cell of."""
    return cell[1:] if cell[:1] == "'" and _is_dangerous(cell) else cell


def _is_dangerous(text: str) -> bool:
    return text.lstrip("'").startswith(_DANGEROUS)
