"""News about comments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CommentPosted:
    comment_id: int
    suggestion_id: int
    author_id: int
    parent_id: int | None


@dataclass(frozen=True)
class CommentEdited:
    comment_id: int
    suggestion_id: int


@dataclass(frozen=True)
class CommentRemoved:
    """Deleted by its author or hidden by a moderator."""

    comment_id: int
    suggestion_id: int


@dataclass(frozen=True)
class CommentRestored:
    """A hidden one is shown again."""

    comment_id: int
    suggestion_id: int
