"""News about votes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VoteCast:
    """`is_authors`: it came with the suggestion itself."""

    suggestion_id: int
    voter_id: int
    is_authors: bool = False


@dataclass(frozen=True)
class VoteWithdrawn:
    suggestion_id: int
    voter_id: int
