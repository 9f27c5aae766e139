"""The house as files: rooms, their cards, modules and trees."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "forum"
DOORS = frozenset(("web", "cli", "http"))
_LINE = re.compile(r"^(Owns|Announces|Listens|Never): (.+(?:\n +.+)*)$", re.M)


@dataclass(frozen=True)
class Card:
    """What a room says of itself."""

    title: str
    owns: frozenset[str]
    announces: frozenset[str]
    listens: frozenset[str]
    never: str


def names(text: str) -> frozenset[str]:
    """The names of a list in a card; "nothing" is none."""
    listed = frozenset(part.strip() for part in text.split(",") if part.strip())
    return frozenset() if listed == {"nothing"} else listed


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def modules(folder: Path = PACKAGE) -> list[Path]:
    """Every Python file below the folder."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def rooms() -> list[str]:
    """Folders right below the package that hold code, doors not counted."""
    return sorted(
        path.parent.name for path in PACKAGE.glob("*/__init__.py") if path.parent.name not in DOORS
    )


def card(room: str) -> Card:
    """The card in the room's `__init__`. Raises AssertionError when a line of it is missing."""
    text = ast.get_docstring(tree(PACKAGE / room / "__init__.py")) or ""
    lines = dict(_LINE.findall(text))
    missing = {"Owns", "Announces", "Listens", "Never"} - set(lines)
    assert not missing, f"{room}: the card lacks {sorted(missing)}"
    return Card(
        title=text.splitlines()[0],
        owns=names(lines["Owns"]),
        announces=names(lines["Announces"]),
        listens=names(lines["Listens"]),
        never=lines["Never"],
    )
