"""News about suggestions: ids only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SuggestionPosted:
    """It exists; `state` says whether it waits for approval or is public at once, `has_own_vote`
    that its author's vote is counted already: the row is owed."""

    suggestion_id: int
    board_id: int
    author_id: int
    state: str
    at: datetime
    has_own_vote: bool


@dataclass(frozen=True)
class SuggestionPublished:
    """It was approved (not announced for one that was public from the start)."""

    suggestion_id: int
    board_id: int
    author_id: int


@dataclass(frozen=True)
class SuggestionRejected:
    suggestion_id: int
    board_id: int
    author_id: int
    reason: str


@dataclass(frozen=True)
class SuggestionEdited:
    suggestion_id: int
    editor_id: int | None


@dataclass(frozen=True)
class SuggestionMoved:
    suggestion_id: int
    from_board_id: int
    to_board_id: int


@dataclass(frozen=True)
class SuggestionWithdrawn:
    suggestion_id: int
    board_id: int


@dataclass(frozen=True)
class SuggestionHidden:
    suggestion_id: int
    board_id: int


@dataclass(frozen=True)
class SuggestionRestored:
    suggestion_id: int
    board_id: int


@dataclass(frozen=True)
class HeatLost:
    """So much was taken from its heat that the rest is not exact: it is 0 now, and whoever adds
    to it adds all of his again."""

    suggestion_id: int


@dataclass(frozen=True)
class StatusChanged:
    suggestion_id: int
    board_id: int
    from_key: str
    to_key: str


@dataclass(frozen=True)
class ResponsePublished:
    """An official response was written or rewritten (`is_new` False)."""

    suggestion_id: int
    board_id: int
    response_id: int
    revision: int
    is_new: bool
