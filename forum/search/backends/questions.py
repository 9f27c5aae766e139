"""What PostgreSQL is asked: an expression as the keys of one scan, and in which part of the index.

Pure: which way is cheaper is told by how common the words are.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from forum.search import lexemes, limits
from forum.search.backends.protocol import ShareOf
from forum.search.lexemes import Asked, Either, Every, Neither, Word

IDS_OF_RANGE = 1_000
_AMPLE = 2  # times the rows that are expected to be enough
_MOST_RANGES = 30  # asked for by their lexemes; what needs more is asked of all rows
_FEW_ROWS = 1_000  # to look into one by one, for what begins so
_READ_ROWS = 1_000  # that are read sooner than GIN finds what is so common
_FEWER = 20  # times fewer rows than what begins so has: reading them costs less
_TOO_COMMON = 0.05  # of the rows: to find them all takes longer than to look a second time
_WIDER = 3  # times the ranges that are asked then
_TELLING = 20  # rows found, from which their share in the rest can be told


class Question(NamedTuple):
    """Several keys are one scan, which leaps from one to the other: twice as fast as one key of
    them all. `then`: to be held by the rows that the keys find, "" for nothing more; `ranges`:
    how many of the newest ranges of ids are asked, 0 for all; `is_read`: their rows are read, the
    newest first, until enough hold the keys."""

    keys: tuple[str, ...]
    then: str
    ranges: int
    is_read: bool = False


def first(asked: Every, limit: int, share_of: ShareOf) -> Question:
    """The question for the newest ranges, as many as likely hold enough; for all where those
    would be too many."""
    near = _among_newest(asked, limit, share(asked, share_of), share_of)
    if near is None:
        # Words that come together make more rows than their shares tell, and all would be read.
        near = _among_newest(asked, limit, _most(asked, share_of), share_of)
    return near or _question(asked, 0, share_of)


def next_after(last: Question, found: int, asked: Every, limit: int, share_of: ShareOf) -> Question:
    """The question when the `last` ranges had too few."""
    near = None
    if found >= _TELLING:
        near = _among_newest(asked, limit, found / (last.ranges * IDS_OF_RANGE), share_of)
    elif last.ranges * _WIDER <= _MOST_RANGES and share(asked, share_of) > _TOO_COMMON:
        # The newest texts are about something else, and of all there would be far too many.
        near = _question(asked, last.ranges * _WIDER, share_of)
    if near is not None and near.ranges > last.ranges:
        return near
    return _question(asked, 0, share_of)


def _among_newest(asked: Every, limit: int, expected: float, share_of: ShareOf) -> Question | None:
    rows = _AMPLE * limit / expected
    ranges = int(rows) // IDS_OF_RANGE + 1
    if rows <= _READ_ROWS:
        return Question(_keys(asked), "", ranges, is_read=True)
    return _question(asked, ranges, share_of) if ranges <= _MOST_RANGES else None


def _question(asked: Every, ranges: int, share_of: ShareOf) -> Question:
    """GIN gathers everything that begins with a prefix before it compares. Where the rest finds
    few rows, those are read instead."""
    begun = tuple(part for part in asked.parts if _has_prefix(part))
    whole = Every(tuple(part for part in asked.parts if part not in begun))
    common = share(whole, share_of)
    is_few = common * _FEWER < share(Every(begun), share_of)
    if not begun or not (is_few or 0 < ranges * IDS_OF_RANGE * common <= _FEW_ROWS):
        return Question(_keys(asked), "", ranges)
    return Question(_keys(whole), query(Every(begun)), ranges)


def _keys(asked: Every) -> tuple[str, ...]:
    """What must not hold stands in one key with something that must: alone it would read the
    whole index."""
    gone = [part for part in asked.parts if isinstance(part, Neither)]
    held = [part for part in asked.parts if not isinstance(part, Neither)]
    first = [Every((*held[:1], *gone))] if held or gone else []
    return tuple(query(part) for part in (*first, *held[1:]))


def query(asked: Asked) -> str:
    """The expression as a tsquery's text. A lexeme has neither quotes nor backslashes."""
    if isinstance(asked, Word):
        return f"'{asked.lexeme}':*" if asked.is_prefix else f"'{asked.lexeme}'"
    parts = [query(part) for part in asked.parts]
    together = (" & " if isinstance(asked, Every) else " | ").join(parts)
    within = together if len(parts) == 1 else f"({together})"
    return f"!{within}" if isinstance(asked, Neither) else within


def share(asked: Asked, share_of: ShareOf, board: str = "") -> float:
    """About how many of the rows (on a board) it holds for, 0..1: between words that know nothing
    of each other and words that come together."""
    if isinstance(asked, Every):
        one, parts = _narrowing(asked)
        shares = [share(part, share_of, one or board) for part in parts]
        together = math.sqrt(math.prod(shares) * min(shares, default=1.0))
        return together * share_of(one) if one else together
    if isinstance(asked, Either):
        return _of_either([share(part, share_of, board) for part in asked.parts])
    return 1.0 if isinstance(asked, Neither) else share_of(*asked, board)


def _most(asked: Asked, share_of: ShareOf, board: str = "") -> float:
    """The same, if its words always come together."""
    if isinstance(asked, Every):
        one, parts = _narrowing(asked)
        found = min((_most(part, share_of, one or board) for part in parts), default=1.0)
        return found * share_of(one) if one else found
    if isinstance(asked, Either):
        return _of_either([_most(part, share_of, board) for part in asked.parts])
    return share(asked, share_of, board)


def _narrowing(asked: Every) -> tuple[str, Sequence[Asked]]:
    """(the board it is narrowed to, what else must hold)."""
    board = lexemes.board_of(asked)
    return board, [
        part for part in asked.parts if part not in (Word(board), Either((Word(board),)))
    ]


def _of_either(shares: list[float]) -> float:
    # Of many equal words most stand nowhere: those nothing is known of count as one.
    known = sum(one for one in shares if one > limits.UNKNOWN_SHARE)
    return min(1.0, known + limits.UNKNOWN_SHARE * (min(shares) <= limits.UNKNOWN_SHARE))


def _has_prefix(asked: Asked) -> bool:
    if isinstance(asked, Word):
        return asked.is_prefix
    return any(_has_prefix(part) for part in asked.parts)
