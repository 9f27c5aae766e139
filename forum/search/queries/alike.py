"""What may say the same as a title."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.boards import queries as boards
from forum.core.actor import Actor
from forum.core.db import connection
from forum.i18n import folding, searching
from forum.i18n.searching import Wanted
from forum.search import candidates, likeness, limits, visible
from forum.search.embedding import Meaning
from forum.search.likeness import Title
from forum.search.models import SearchVector
from forum.search.queries.scopes import boards_for, scope_over
from forum.search.queries.vocabulary import frequent, lexicon
from forum.search.rows import Similar
from forum.suggestions.models import Suggestion
from forum.suggestions.queries import single as suggestions


def similar(
    actor: Actor,
    *,
    title: str,
    body: str = "",
    language: str,
    board_id: int | None = None,
    but: int | None = None,
    limit: int = 5,
) -> list[Similar]:
    """Suggestions that may say the same as this title, the likeliest first; `but` is left out.

    `language`: of the text. The body helps where the title has few words.
    """
    narrowed = boards_for(actor, None if board_id is None else [board_id])
    text = title if len(title.split()) > 2 else f"{title} {body[:200]}"
    query = searching.wanted(text[: limits.LONGEST_QUERY], language, lexicon())
    if not query or not narrowed:
        return []
    scope = scope_over(narrowed)
    opened, share_of = connection(), frequent().share_of
    kin = _kin(text, language, query)
    shared = candidates.alike(opened, query, kin, searching.grams(title), scope, share_of)
    shared.pop(but or 0, None)
    weights = [likeness.weight(one, candidates.rarity(one, share_of)) for one in query]
    titles = visible.titles(opened, candidates.likeliest(shared, weights), scope)
    own = Title(folding.unique_key(title), language)
    found = []
    for one, other in titles.items():
        judged = likeness.of(own, other, weights=weights, shared=shared[one])
        found.append(Similar(one, *judged))
    found.sort(key=lambda one: (-one.score, -one.id))
    return [one for one in found if one.reasons][:limit]


def _kin(text: str, language: str, query: Sequence[Wanted]) -> list[tuple[Wanted, set[int]]]:
    """(what else points to the same wish, the places in the query that point to it), those that
    stand for most of it first."""
    found = []
    for wish, words in searching.kin(text[: limits.LONGEST_QUERY], language):
        places = {at for at, one in enumerate(query) if not words.isdisjoint(one.exact)}
        if places:
            found.append((wish, places))
    return sorted(found, key=lambda one: -len(one[1]))


def contrary(actor: Actor, title: str, language: str, ids: Sequence[int]) -> set[int]:
    """Of these, the visible ones whose titles ask for the other side of a contrast."""
    own = Title(folding.unique_key(title), language)
    titles = visible.titles(connection(), ids, scope_over(boards.visible_ids(actor)))
    return {one for one, other in titles.items() if searching.contrary(own, other)}


def text_of(actor: Actor, suggestion_id: int) -> Suggestion | None:
    """The suggestion whose likes are looked for, None when it is not published."""
    suggestion = suggestions.get(actor, suggestion_id)
    return suggestion if suggestion.state == "published" else None


def meanings(actor: Actor, *, model: str, but: int) -> dict[int, Meaning]:
    """Id → what it means to this model, of the newest titles this actor may see."""
    query = (
        select(SearchVector.suggestion_id, SearchVector.vector, Suggestion.language)
        .join(Suggestion, Suggestion.id == SearchVector.suggestion_id)
        .where(
            SearchVector.model == model,
            SearchVector.suggestion_id != but,
            *visible.only(scope_over(boards.visible_ids(actor))),
        )
        .order_by(SearchVector.suggestion_id.desc())
        .limit(limits.MOST_VECTORS)
    )
    return {row[0]: Meaning(row[1], row[2]) for row in connection().execute(query)}
