"""In which order what was found is shown. Pure.

First how well the words fit (a tier: in the title before elsewhere, as typed before by stem),
then votes and freshness: doubling the votes counts as much as one point, being new two points,
which halve every ninety days.
"""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

_FRESH_POINTS, _FRESH_HALF_LIFE = 2.0, 90 * 86_400.0  # seconds


class Candidate(NamedTuple):
    id: int
    votes: int
    at: datetime


def weight(candidate: Candidate, now: datetime) -> float:
    """Points for votes and freshness, more is better."""
    age = max(0.0, (now - candidate.at).total_seconds())
    freshness = _FRESH_POINTS * math.exp2(-age / _FRESH_HALF_LIFE)
    return math.log2(1 + candidate.votes) + freshness


def ordered(
    candidates: list[Candidate], tiers: Mapping[int, int], now: datetime
) -> tuple[int, ...]:
    """Ids, the best first; of equals the newer one."""
    found = sorted(candidates, key=lambda one: (tiers[one.id], -weight(one, now), -one.id))
    return tuple(one.id for one in found)
