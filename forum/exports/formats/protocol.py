"""What a file format must be able to do."""

from collections.abc import Iterable
from typing import BinaryIO, Protocol

from forum.exports.rows import Head, Row


class Format(Protocol):
    """Writes rows as they come, in flat memory."""

    @property
    def extension(self) -> str: ...

    @property
    def mimetype(self) -> str: ...

    def write(self, target: BinaryIO, head: Head, rows: Iterable[Row]) -> None:
        """Write the whole file to `target`, which stays open."""
        ...
