"""News from a room to the rooms above it: at once, in the same transaction.

`app` installs the one table of `wiring`; a room only publishes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Handler = Callable[[Any], None]
_table: Mapping[type, Sequence[Handler]] = {}


def install(table: Mapping[type, Sequence[Handler]]) -> None:
    """Make `table` (event class → handlers, in order) the one that `publish` goes by."""
    global _table
    _table = table


def publish(event: object) -> None:
    """Run the handlers of this event now; an exception of one rolls the cause back."""
    for handler in _table.get(type(event), ()):
        handler(event)
