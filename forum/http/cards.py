"""Cards of suggestions, ready to print: every list of the web door shows the same."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from forum.boards import queries as boards
from forum.core.actor import Actor
from forum.http import shared
from forum.http.converters import suggestion_path
from forum.i18n import locale
from forum.suggestions import listing
from forum.suggestions.queries import status_rows
from forum.suggestions.status import state_name
from forum.votes import queries as votes


class Text(NamedTuple):
    """What a card says, the same for every reader: key of its rendered form (http.fragments).
    `state_name` is empty for what is public, `echo` is the official response."""

    id: int
    url: str
    title: str
    excerpt: str
    language: str
    dir: str
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


class Vote(NamedTuple):
    """What the vote's button shows."""

    id: int
    title: str
    state: str
    votes: int
    voted: bool


class _Names(NamedTuple):
    """What ids are called in the reader's language: status → (key, kind, name), board, category
    (0: none)."""

    statuses: dict[int, tuple[str, str, str]]
    boards: dict[int, str]
    categories: dict[int, str]


class Cards:
    """The cards of a page, made only where they are not kept in rendered form.

    `key` is all they show, but for names, which move with the structure.
    """

    def __init__(self, rows: Sequence[Any], voted: Collection[int], actor: Actor) -> None:
        self._rows, self._voted, self._actor = rows, voted, actor
        width = len(listing.WORDS)
        self.key = tuple((*row[:width], row.vote_count, row.id in voted) for row in rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[tuple[Text, Vote]]:
        names = _names(self._actor)
        for row in self._rows:
            voted = row.id in self._voted
            yield _text(row, names), Vote(row.id, row.title, row.state, row.vote_count, voted)


def cards_of(rows: Sequence[Any], actor: Actor) -> Cards:
    """Cards of these rows (suggestions.listing.ROW), with the reader's own votes."""
    own = [] if shared.is_rendering() else [row.id for row in rows]
    return Cards(rows, votes.voted_ids(actor.person_id, own), actor)


def _names(actor: Actor) -> _Names:
    language = locale.current().language
    return _Names(
        {row.id: (row.key, row.kind, row.name) for row in status_rows.statuses()},
        boards.names_by_id(actor, language),
        {0: "", **boards.category_names(actor, language)},
    )


def _text(row: Any, names: _Names) -> Text:
    status, kind, status_name = names.statuses[row.status_id]
    return Text(
        row.id,
        suggestion_path(row.id, row.title),
        row.title,
        row.excerpt,
        row.language,
        row.dir,
        row.comment_count,
        row.state,
        state_name(row.state) if row.state != "published" else "",
        status,
        kind,
        status_name,
        names.boards[row.board_id],
        names.categories[row.category_id or 0],
        row.author_name,
        row.at,
        row.response_excerpt or "",
        row.response_language or "",
        row.response_dir or "",
    )
