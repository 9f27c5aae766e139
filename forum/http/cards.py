"""Cards of suggestions, ready to print: every list of the web door shows the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.boards import queries as boards
from forum.core.actor import Actor
from forum.http.converters import suggestion_path
from forum.i18n import locale
from forum.suggestions import queries as suggestions
from forum.suggestions.status import StatusRow, state_name
from forum.votes import queries as votes


@dataclass(frozen=True)
class Card:
    """Plain values only; the template computes nothing. `echo` is the official response.

    `state_name` is empty for what is public.
    """

    id: int
    url: str
    title: str
    excerpt: str
    language: str
    dir: str
    votes: int
    voted: bool
    comments: int
    state: str
    state_name: str
    status: str
    kind: str
    status_name: str
    board: str
    category: str
    author: str
    at: datetime
    echo: str
    echo_language: str
    echo_dir: str


def cards_of(rows: Sequence[Any], actor: Actor) -> list[Card]:
    """Cards of these rows (suggestions.listing.ROW), with the reader's own votes."""
    voted = votes.voted_ids(actor.person_id, [row.id for row in rows])
    language = locale.current().language
    directory = boards.directory().by_id
    names: dict[int, tuple[StatusRow, str]] = {
        status.id: (status, status.name) for status in suggestions.statuses()
    }
    return [_card(row, row.id in voted, directory[row.board_id], names, language) for row in rows]


def _card(
    row: Any,
    is_voted: bool,
    board: boards.BoardRow,
    names: dict[int, tuple[StatusRow, str]],
    language: str,
) -> Card:
    status, status_name = names[row.status_id]
    category = board.category(row.category_id)
    return Card(
        id=row.id,
        url=suggestion_path(row.id, row.title),
        title=row.title,
        excerpt=row.excerpt,
        language=row.language,
        dir=row.dir,
        votes=row.vote_count,
        voted=is_voted,
        comments=row.comment_count,
        state=row.state,
        state_name=state_name(row.state) if row.state != "published" else "",
        status=status.key,
        kind=status.kind,
        status_name=status_name,
        board=board.name_in(language),
        category=boards.name_in(category.names, language, board.language) if category else "",
        author=row.author_name,
        at=row.published_at or row.created_at,
        echo=row.response_excerpt or "",
        echo_language=row.response_language or "",
        echo_dir=row.response_dir or "",
    )
