"""Pseudo-languages for tests: what is not translated, or not mirrored, stands out.

en-XA: accented, a third longer, in brackets. ar-XB: each word forced from right
to left, same width.
"""

import re

from babel.messages.catalog import Catalog

_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ",
)
_PADDING = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor "
# Placeholders, tags and entities must reach the page as they are.
_FIXED = re.compile(r"(%\([a-z_0-9]+\)[a-z]|%%|<[^<>]*>|&[a-z]+;)")
_WORD = re.compile(r"\S+")


def catalog_from(template: Catalog, language: str) -> Catalog:
    """A catalogue with every message of *template* in "en-XA" or "ar-XB"."""
    change = _accented if language == "en-XA" else _reversed
    catalog = Catalog(locale="en")
    for message in template:
        if not message.id:
            continue
        forms = message.id if isinstance(message.id, tuple | list) else (message.id,)
        changed = tuple(change(form) for form in forms)
        string = changed if len(changed) > 1 else changed[0]
        catalog.add(message.id, string, flags=message.flags - {"fuzzy"}, context=message.context)
    return catalog


def _accented(text: str) -> str:
    pieces = _FIXED.split(text)
    pieces[::2] = [piece.translate(_ACCENTED) for piece in pieces[::2]]
    extra = -(-len(text) * 35 // 100)
    padding = (_PADDING * (extra // len(_PADDING) + 1))[:extra].rstrip()
    return f"[{''.join(pieces)} {padding.translate(_ACCENTED)}]"


def _reversed(text: str) -> str:
    pieces = _FIXED.split(text)
    pieces[::2] = [_WORD.sub("\u202e\\g<0>\u202c", piece) for piece in pieces[::2]]
    return "".join(pieces)
