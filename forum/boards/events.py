"""News about boards."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BoardChanged:
    """Name, visibility, rules or categories of a board are new."""

    board_id: int
