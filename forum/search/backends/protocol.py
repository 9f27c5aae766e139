"""What a database's full-text index must be able to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection

from forum.search.lexemes import Every


class ShareOf(Protocol):
    """How many of the texts (on a board, by its lexeme) have a lexeme, or one that begins so:
    0..1."""

    def __call__(self, lexeme: str, is_prefix: bool = False, board: str = "") -> float: ...


class Entry(NamedTuple):
    """What the index holds of a suggestion: lexemes with their classes."""

    suggestion_id: int
    words: frozenset[str]


class Backend(Protocol):
    """Same entries, same answers in the same order, whichever database it is. What reads is given
    a connection; what writes is part of the open unit of work.

    `puts_off`: what is written waits in a list that all look through until `gather` brings it in.
    """

    puts_off: bool

    def add(self, row: Mapping[str, Any], words: frozenset[str]) -> None:
        """Write what was not there: a row of SearchEntry, and the lexemes of its entry."""
        ...

    def put(self, entries: Sequence[Entry]) -> None:
        """Write entries (at least one); what stood there already just so is not written."""
        ...

    def words_of(self, suggestion_id: int) -> frozenset[str] | None:
        """The lexemes of an entry, None when there is none."""
        ...

    def set_words(self, suggestion_id: int, words: Iterable[str]) -> None:
        """Write the lexemes of an entry that is there."""
        ...

    def drop(self, ids: Sequence[int]) -> None:
        """Take entries out."""
        ...

    def newest(
        self, connection: Connection, asked: Sequence[Every], limit: int, share_of: ShareOf
    ) -> list[list[int]]:
        """For each question the ids of entries for which it holds, the newest (highest id) first,
        at most `limit` of each."""
        ...

    def having(
        self, connection: Connection, asked: Sequence[Every], ids: Sequence[int]
    ) -> list[set[int]]:
        """For each question, of which of these ids it holds; whatever it holds of is among
        them."""
        ...

    def sample(self, connection: Connection, limit: int) -> Iterator[list[str]]:
        """The lexemes of each of the newest entries."""
        ...

    def gather(self, connection: Connection, *, is_all: bool) -> bool:
        """One step of bringing together what many small writes left apart; whether there is more
        to do. `is_all`: the step that begins to make one of all."""
        ...

    def ids(self, connection: Connection) -> list[int]:
        """Ids of all entries."""
        ...
