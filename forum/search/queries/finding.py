"""By words, and by near spellings of a query that found nothing."""

from collections.abc import Sequence

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import connection
from forum.i18n import searching
from forum.search import candidates, limits, ranking, spelling, visible
from forum.search.queries.scopes import boards_for, scope_over
from forum.search.queries.vocabulary import frequent, wanted
from forum.search.rows import Found


def find(
    actor: Actor,
    text: str,
    *,
    board_ids: Sequence[int] | None = None,
    status_id: int | None = None,
    category_id: int | None = None,
    is_typing: bool = False,
) -> Found:
    """What has all these words, the best first, as far as the actor may see it.

    At most limits.CAP; never raises for whatever was typed.
    """
    query = wanted(text, is_typing=is_typing)
    narrowed = boards_for(actor, board_ids)
    if not query or not narrowed:
        return Found((), 0, False, query)
    scope = scope_over(narrowed, status_id, category_id)
    opened = connection()
    tiers, is_more = candidates.by_tier(opened, query, scope, frequent().share_of)
    rows = visible.candidates(opened, tiers, scope)
    ids = ranking.ordered(rows, tiers, clock.now())[: limits.CAP]
    return Found(ids, len(ids), is_more, query)


def near_spellings(
    actor: Actor, text: str, *, board_ids: Sequence[int] | None = None, limit: int = 3
) -> list[str]:
    """Other ways to write a query that found nothing, each of which finds something this actor
    may see: the same keys on another keyboard, words of visible titles that look alike."""
    narrowed = boards_for(actor, board_ids)
    typed = text[: limits.LONGEST_QUERY].strip()
    if not narrowed or not typed:
        return []
    proposed = [*searching.other_layouts(typed)]
    proposed += spelling.corrections(typed, _titles_near(typed, narrowed))
    found = []
    for one in dict.fromkeys(proposed):
        if one != typed and find(actor, one, board_ids=narrowed).count:
            found.append(one)
        if len(found) == limit:
            break
    return found


def _titles_near(text: str, board_ids: tuple[int, ...]) -> list[str]:
    """Titles of these boards with words that share letters with a word of the text."""
    opened, scope, share_of = connection(), scope_over(board_ids), frequent().share_of
    ids: set[int] = set()
    for token in searching.tokens(text)[:4]:
        grams = searching.grams(token.text)
        near = candidates.by_grams(opened, grams, scope, share_of, asked_for=limits.WORD_GRAMS)
        ids.update(near)
    return visible.newest_titles(opened, ids, scope)
