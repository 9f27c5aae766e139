"""What the same keys give on another keyboard: `sghl` was meant to be «سلام».

Persian is ISIRI 9147, Arabic is Windows "Arabic (101)", English is US.
"""

from typing import NamedTuple

from forum.i18n.letters import ZWJ, ZWNJ

_LONGEST = 200
_KEYS = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
_LAM_ALEF = "ﻻ"  # one key of the Arabic keyboard types both letters
_PERSIAN = f"{ZWJ}۱۲۳۴۵۶۷۸۹۰-=ضصثقفغعهخحجچ\\شسیبلاتنمکگظطزرذدپو./"
_ARABIC = f"ذ1234567890-=ضصثقفغعهخحجد\\شسيبلاتنمكطئءؤر{_LAM_ALEF}ىةوزظ"
_PERSIAN_SHIFTED = dict(zip("ASDFGHJZCMB", f"ؤئيإأآةكژء{ZWNJ}", strict=True))
_ARABIC_SHIFTED = {"T": "لإ", "Y": "إ", "G": "لأ", "H": "أ", "B": "لآ", "N": "آ", "?": "؟"}


class _Keyboard(NamedTuple):
    typed: dict[int, str]
    keys: dict[int, str]


def _keyboard(letters: str, shifted: dict[str, str]) -> _Keyboard:
    plain = dict(zip(_KEYS, letters, strict=True))
    typed = {**{key.upper(): letter for key, letter in plain.items()}, **plain, **shifted}
    keys = {letter: key for key, letter in typed.items() if len(letter) == 1}
    keys.update({letter: key for key, letter in plain.items()})
    return _Keyboard(
        {ord(key): letter.replace(_LAM_ALEF, "لا") for key, letter in typed.items()},
        {ord(letter): key for letter, key in keys.items()},
    )


_PERSIAN_KEYS = _keyboard(_PERSIAN, _PERSIAN_SHIFTED)
_ARABIC_KEYS = _keyboard(_ARABIC, _ARABIC_SHIFTED)


def other_layouts(text: str) -> tuple[str, ...]:
    """What the keys of *text* give on the other keyboards; only what differs from it.

    Latin letters give Persian and Arabic, letters of either give English. At most
    200 characters are read.
    """
    text = text[:_LONGEST]
    if any(char.isascii() and char.isalpha() for char in text):
        found = [text.translate(_PERSIAN_KEYS.typed), text.translate(_ARABIC_KEYS.typed)]
    else:
        lam_alef = text.replace("لا", _LAM_ALEF)
        found = [text.translate(_PERSIAN_KEYS.keys), lam_alef.translate(_ARABIC_KEYS.keys)]
        found = [one for one in found if all(char.isascii() for char in one if char.isalpha())]
    return tuple(dict.fromkeys(one for one in found if one != text))
