"""Word lists that rules cannot replace: text files, read once, folded as words are.

`words` reads files of words, `pairs` files of lines "word others…": each other word leads
to the first. A # begins a comment.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from forum.i18n import folding
from forum.i18n.letters import ZWNJ

_FOLDER = Path(__file__).parent
_COMMENT = re.compile(r"(^|\s)#.*")  # C# is a word


def folded(word: str) -> str:
    """*word* as the words of texts are compared."""
    return folding.fold(word).casefold().replace(ZWNJ, "")


def lines(name: str) -> Iterator[str]:
    """The lines of a list as written, without comments and empty ones."""
    for line in (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        kept = _COMMENT.sub("", line).strip()
        if kept:
            yield kept


@lru_cache(maxsize=64)
def words(name: str) -> frozenset[str]:
    """The folded words of a list."""
    return frozenset(folded(word) for line in lines(name) for word in line.split())


@lru_cache(maxsize=64)
def pairs(name: str) -> dict[str, tuple[str, ...]]:
    """Folded word → what it leads to: the first words of the lines it stands in later."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines(name):
        first, *others = (folded(word) for word in line.split())
        for other in others:
            found[other] = (*found.get(other, ()), first)
    return found
