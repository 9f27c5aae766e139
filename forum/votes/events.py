"""News about votes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VoteCast:
    suggestion_id: int
    voter_id: int


@dataclass(frozen=True)
class VoteWithdrawn:
    suggestion_id: int
    voter_id: int
