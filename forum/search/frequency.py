"""How common words are: pure, from what was counted in the newest entries."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

from forum.search import lexemes, limits

_RARE_HERE = 0.001  # taken for a frequent word that is not among those of a board
_OFTEN_HERE = 50  # entries of a board with a frequent word, from which its share there is kept
Shares = Mapping[tuple[str, str], float]


class Frequent:
    """Frequent lexemes. `shares`: (board's lexeme, or "" for all texts; lexeme) → share of the
    texts there, 0..1."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._ordered = sorted(term for board, term in shares if not board)

    def share_of(self, lexeme: str, is_prefix: bool = False, board: str = "") -> float:
        """About how many texts have it, or one that begins so, 0..1; of rare ones always the
        same. A word that is frequent elsewhere and not on this board is rare there."""
        if is_prefix:
            return self._beginning(lexeme)
        everywhere = self._shares.get(("", lexeme))
        if everywhere is None:
            return limits.UNKNOWN_SHARE
        if not board or ("", board) not in self._shares:
            return everywhere
        return self._shares.get((board, lexeme), _RARE_HERE)

    def _beginning(self, prefix: str) -> float:
        start = bisect_left(self._ordered, prefix)
        end = bisect_left(self._ordered, prefix + "\U0010ffff")
        # As if they knew nothing of each other: 1 − ∏ (1 − share).
        without = math.prod(1 - self._shares["", term] for term in self._ordered[start:end])
        return max(1 - without, limits.UNKNOWN_SHARE)


def counted(entries: Iterable[Iterable[str]]) -> dict[tuple[str, str], float]:
    """The shares of what is frequent, from the lexemes of each entry."""
    boards: dict[str, Counter[str]] = {}
    texts: Counter[str] = Counter()
    for words in entries:
        having = list(words)
        board = next((word for word in having if lexemes.is_board(word)), "")
        boards.setdefault(board, Counter()).update(having)
        texts[board] += 1
    size, every = texts.total(), Counter[str]()
    for words_there in boards.values():
        every.update(words_there)
    # In a handful of texts every word is frequent, and all are few.
    least = max(limits.FREQUENT_SHARE * size, 10)
    shares = {("", term): count / size for term, count in every.items() if count > least}
    for board, words_there in boards.items():
        if ("", board) in shares:
            shares |= {
                (board, term): count / texts[board]
                for term, count in words_there.items()
                if count > _OFTEN_HERE and ("", term) in shares
            }
    return shares
