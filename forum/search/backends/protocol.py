"""What a database's full-text index must be able to do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from forum.search.lexemes import Every

ShareOf = Callable[[str], float]


class Entry(NamedTuple):
    """What the index holds of a suggestion: lexemes with their classes."""

    suggestion_id: int
    words: frozenset[str]


class Backend(Protocol):
    """Same entries, same answers in the same order, whichever database it is."""

    def put(self, connection: Connection, entry: Entry, *, is_new: bool) -> bool:
        """Write an entry; False when it stood there already just so."""
        ...

    def words_of(self, connection: Connection, suggestion_id: int) -> frozenset[str] | None:
        """The lexemes of an entry, None when there is none."""
        ...

    def set_words(self, connection: Connection, suggestion_id: int, words: Iterable[str]) -> None:
        """Write the lexemes of an entry that is there."""
        ...

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        """Take entries out."""
        ...

    def newest(
        self, connection: Connection, asked: Every, limit: int, share_of: ShareOf
    ) -> list[int]:
        """Ids of entries for which `asked` holds, the newest (highest id) first.

        `share_of` tells of a lexeme how many of the texts have it, 0..1.
        """
        ...

    def sample(self, connection: Connection, limit: int) -> Iterator[list[str]]:
        """The lexemes of each of the newest entries."""
        ...

    def ids(self, connection: Connection) -> list[int]:
        """Ids of all entries."""
        ...
