"""Likely duplicates, ready to print: the same on a suggestion's page and at the desk."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from forum.core.actor import Actor
from forum.http.cards import Cards, Text, Vote
from forum.i18n.catalog import N_, gettext
from forum.search import policy
from forum.search.pairing import Pair
from forum.suggestions.queries import lists

REASONS: Mapping[str, str] = {
    "words": N_("shared words"),
    "spelling": N_("similar spelling"),
    "meaning": N_("same meaning"),
}


class Side(NamedTuple):
    """One of the two: what a card says of it, and its votes."""

    text: Text
    vote: Vote


class Twins(NamedTuple):
    """`score` 0..1; `reasons` in the reader's words; `may_judge`: whether he works on both
    boards."""

    low: Side
    high: Side
    score: float
    reasons: tuple[str, ...]
    may_judge: bool

    def other(self, suggestion_id: int) -> Side:
        """The side that is not this suggestion."""
        return self.high if self.low.text.id == suggestion_id else self.low


def twins_of(pairs: Sequence[Pair], actor: Actor) -> list[Twins]:
    """These pairs in their order, as far as the actor may see both sides; one SELECT."""
    ids = sorted({one for pair in pairs for one in (pair.low_id, pair.high_id)})
    rows = lists.cards_by_ids(actor, ids)
    judged = {row.id: policy.may_see_pairs(actor, row.board_id) for row in rows}
    sides = {text.id: Side(text, vote) for text, vote in Cards(rows, (), actor)}
    return [
        Twins(
            sides[pair.low_id],
            sides[pair.high_id],
            pair.score,
            tuple(gettext(REASONS[one]) for one in pair.reasons if one in REASONS),
            judged[pair.low_id] and judged[pair.high_id],
        )
        for pair in pairs
        if pair.low_id in sides and pair.high_id in sides
    ]
