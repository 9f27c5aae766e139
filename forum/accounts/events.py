"""News about people."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PersonConfirmed:
    """An address was proved; `verb` and `payload` are what waited for it, if anything. One event
    for each thing that did."""

    person_id: int
    language: str
    verb: str | None = None
    payload: dict[str, Any] | None = None


@dataclass(frozen=True)
class PersonErased:
    """`keeps_texts`: the texts stay, without a name; otherwise their rooms empty them."""

    person_id: int
    keeps_texts: bool


@dataclass(frozen=True)
class PersonBlocked:
    person_id: int
