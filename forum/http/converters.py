"""Ids in addresses: 1 … 2³¹−1 in ASCII digits, everything else is a 404."""

import re
from functools import lru_cache

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from forum.i18n import folding

MAX_ID = 2**31 - 1
_REFERENCE = re.compile(r"([1-9][0-9]{0,9})(?:-.*)?")


class IdConverter(BaseConverter):
    """`<id:board_id>` → int."""

    regex = "[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > MAX_ID:
            raise ValidationError
        return number


class ReferenceConverter(BaseConverter):
    """`<ref:suggestion_id>`: "42" or "42-any-words" → 42; the words are for people only."""

    regex = "[1-9][0-9]{0,9}(?:-[^/]*)?"

    def to_python(self, value: str) -> int:
        found = _REFERENCE.fullmatch(value)
        if found is None or int(found[1]) > MAX_ID:
            raise ValidationError
        return int(found[1])


def number(text: str | None) -> int | None:
    """An id in plain digits, None for anything else."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 10:
        return None
    return int(text) if 0 < int(text) <= MAX_ID else None


def install(app: Flask) -> None:
    """Teach the map both."""
    app.url_map.converters.update(id=IdConverter, ref=ReferenceConverter)


@lru_cache(maxsize=4096)
def suggestion_path(suggestion_id: int, title: str) -> str:
    """The readable address of a suggestion: /s/42-its-title."""
    words = folding.slug(title)
    return f"/s/{suggestion_id}-{words}" if words else f"/s/{suggestion_id}"
