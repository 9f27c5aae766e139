"""What the address of a search says, and the addresses that change one thing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from forum.boards import queries as boards
from forum.boards.queries import BoardRow
from forum.core.actor import Actor
from forum.i18n import bidi, locale
from forum.suggestions.queries import status_rows

MAX_WORDS = 100  # characters


@dataclass(frozen=True)
class Asked:
    """A search as its address describes it. `board`: a slug, "" for everywhere."""

    words: str
    board: BoardRow | None = None
    status: str = ""
    page: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What decides how the filters look, without the page."""
        return (self.words, self.board.id if self.board else 0, self.status)

    @property
    def board_ids(self) -> list[int] | None:
        return [self.board.id] if self.board else None

    @property
    def status_id(self) -> int | None:
        return status_rows.status_by_key(self.status).id if self.status else None

    def href(self, **changes: Any) -> str:
        """The address of this search with some things changed, from its first page."""
        other = replace(self, page=str(changes.pop("page", "")), **changes)
        parts = [
            ("q", other.words),
            ("board", other.board.slug if other.board else ""),
            ("status", other.status),
            ("page", other.page),
        ]
        return "/search?" + urlencode([(name, value) for name, value in parts if value])

    def statuses(self) -> list[tuple[str, str, bool]]:
        """(name, address, chosen) of each status."""
        return [
            (row.name, self.href(status=row.key), row.key == self.status)
            for row in status_rows.statuses()
        ]

    def boards(self, actor: Actor) -> tuple[tuple[str, str, bool], ...]:
        """(name, address, chosen) of each board the reader may see."""
        language = locale.current().language
        return tuple(
            (row.name_in(language), self.href(board=row), row == self.board)
            for row in boards.visible_boards(actor)
        )


def read(args: Mapping[str, str], actor: Actor) -> Asked:
    """The search an address asks for. Raises Invalid and Missing for what cannot be asked."""
    return Asked(
        words=bidi.clean_line(args.get("q", ""))[:MAX_WORDS],
        board=boards.by_slug(actor, args["board"]) if args.get("board") else None,
        status=status_rows.status_by_key(args["status"]).key if args.get("status") else "",
        page=args.get("page", ""),
    )
