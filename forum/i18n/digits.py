"""Digits: any script's to ASCII for the machine, ASCII to the reader's for the eye."""

import re
import unicodedata

_ANY_DIGIT = re.compile(r"\d")
_LOCAL = {
    "arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}


def to_ascii(text: str) -> str:
    """*text* with every decimal digit of every script as 0-9; all else unchanged.

    Superscripts and fractions are not decimal digits and stay as they are.
    """
    if text.isascii():
        return text
    return _ANY_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def localize(text: str, digits: str) -> str:
    """*text* with its ASCII digits in the reader's: "latn", "arab" or "arabext"."""
    table = _LOCAL.get(digits)
    return text.translate(table) if table else text
