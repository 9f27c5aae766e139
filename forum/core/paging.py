"""Keyset pages: a cursor is the sort value and id of the row at the edge."""

import base64
import binascii
import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Literal, TypeVar

from forum.core.errors import N_, Invalid

T = TypeVar("T")
Side = Literal["after", "before"]
_MAX_CURSOR = 200
_UNCLEAN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Cursor:
    """The edge of a page. `side` says which way to read on from it."""

    side: Side
    value: float | int | str
    id: int

    def encode(self) -> str:
        raw = json.dumps([self.side[0], self.value, self.id], separators=(",", ":"))
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode(text: str | None) -> Cursor | None:
    """The cursor in an address, None for none. Raises Invalid when it is not one of ours."""
    if not text:
        return None
    try:
        if len(text) > _MAX_CURSOR:
            raise ValueError
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        side, value, row_id = json.loads(raw)
        if side not in ("a", "b") or type(row_id) is not int or not 0 < row_id < 2**31:
            raise ValueError
        if not _is_sort_value(value):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _not_ours() from None
    return Cursor("after" if side == "a" else "before", value, row_id)


def moment_of(cursor: Cursor) -> datetime:
    """The cursor's value as a moment in UTC. Raises Invalid when it is none."""
    try:
        moment = datetime.fromisoformat(str(cursor.value))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise _not_ours()


def count_of(cursor: Cursor) -> int:
    """The cursor's value as a number that a column of counts can hold. Raises Invalid."""
    if isinstance(cursor.value, int) and abs(cursor.value) < 2**31:
        return cursor.value
    raise _not_ours()


def number_of(cursor: Cursor) -> float:
    """The cursor's value as a number of any size. Raises Invalid when it is none."""
    if isinstance(cursor.value, str):
        raise _not_ours()
    return cursor.value


def _not_ours() -> Invalid:
    return Invalid(N_("This page address is not valid."), field="page")


def _is_sort_value(value: object) -> bool:
    """Whether both databases can compare with it: no NUL, no surrogate, no endless number."""
    if isinstance(value, str):
        return not _UNCLEAN.search(value)
    if isinstance(value, float):
        return math.isfinite(value)
    return type(value) is int and abs(value) < 2**63


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows in reading order, with the cursors of the pages beside them (None: no more)."""

    rows: tuple[T, ...]
    newer: str | None = None
    older: str | None = None
