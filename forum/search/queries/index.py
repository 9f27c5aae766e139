"""How the index stands, and what its entries are made of."""

from collections.abc import Sequence

from forum.core.db import connection
from forum.search import sources
from forum.search.backends.registry import backend_of
from forum.search.sources import Source, Standing


def standing() -> Standing:
    """How the index stands against the texts: for commands, reads every entry."""
    opened = connection()
    return sources.standing(opened, backend_of(opened).ids(opened))


def sources_of(ids: Sequence[int], *, only_own: bool = False) -> list[Source]:
    """What the entries of these suggestions are made of, whoever may see them; `only_own`: without
    what was said about them."""
    return sources.read(connection(), ids, only_own=only_own)
