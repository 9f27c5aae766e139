"""Words for searching, on the index side and the query side alike.

One module folds, cuts and stems for both databases: what is indexed of a text
(`index_terms`), what a query asks for (`wanted`), whether the two meet (`matches`),
where (`marks`, `excerpt`), near spellings (`grams`) and the other keyboard
(`other_layouts`). A term holds only letters, digits and marks of any script, and at most
40 characters.
"""

from forum.i18n import equals, tokenizing
from forum.i18n.equals import Lexicon, shipped
from forum.i18n.keyboards import other_layouts
from forum.i18n.marking import excerpt, marks
from forum.i18n.querying import (
    MAX_WORDS,
    Terms,
    Wanted,
    contrary,
    index_terms,
    kin,
    matches,
    wanted,
)
from forum.i18n.tokenizing import POINT, Token, tokens

__all__ = [
    "MAX_WORDS",
    "Lexicon",
    "Terms",
    "Token",
    "Wanted",
    "contrary",
    "excerpt",
    "grams",
    "index_terms",
    "kin",
    "marks",
    "matches",
    "other_layouts",
    "shipped",
    "tokens",
    "wanted",
    "warm",
]

_MOST_GRAMS = 600
_GRAM = 3


def warm() -> None:
    """Read the word lists now: half a second that somebody's first search would take longer."""
    shipped()
    equals.kin()
    equals.contrasts()


def grams(text: str) -> tuple[str, ...]:
    """Distinct trigrams of the folded words of *text*, a raised point for their edges."""
    found: dict[str, None] = {}
    for token in tokenizing.tokens(text):
        edged = f"{POINT}{token.text}{POINT}"
        for place in range(len(edged) - _GRAM + 1):
            found[edged[place : place + _GRAM]] = None
        if len(found) >= _MOST_GRAMS:
            break
    return tuple(found)[:_MOST_GRAMS]
