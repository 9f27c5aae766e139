"""Trending by forward decay (Cormode et al., "Forward Decay", ICDE 2009).

Each vote adds 2^((t − L) / half-life) with a fixed landmark L, so the order of two suggestions
never changes by waiting and needs no recomputing. A double holds 39 years of it.
"""

from datetime import UTC, datetime

LANDMARK = datetime(2026, 1, 1, tzinfo=UTC)
HALF_LIFE = 14 * 86_400.0  # seconds
COMMENT_SHARE = 0.25
_LIMIT = 1000.0  # doublings: a vote "from the future" stays a finite number


def vote_heat(at: datetime) -> float:
    """What a vote cast at this moment adds."""
    doublings = (at - LANDMARK).total_seconds() / HALF_LIFE
    return float(2.0 ** max(-_LIMIT, min(_LIMIT, doublings)))


def comment_heat(at: datetime) -> float:
    """What a comment written at this moment adds: a quarter of a vote."""
    return COMMENT_SHARE * vote_heat(at)
