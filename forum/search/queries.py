"""Finding suggestions: by words, by likeness, by near spelling; and what search proposes.

Whatever leaves this room is published, and on a board its reader sees (`visible`).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Select, select

from forum.boards import queries as boards
from forum.core import clock, version
from forum.core.actor import Actor
from forum.core.db import connection, db
from forum.core.errors import Forbidden, Missing
from forum.core.paging import Cursor, Page
from forum.i18n import folding, locale, searching
from forum.i18n.catalog import N_
from forum.i18n.searching import Lexicon, Wanted
from forum.search import (
    candidates,
    likeness,
    limits,
    pairing,
    policy,
    ranking,
    sources,
    spelling,
    visible,
)
from forum.search.backends.registry import backend_of
from forum.search.embedding import Meaning
from forum.search.frequency import Frequent
from forum.search.lexemes import Scope
from forum.search.likeness import Title
from forum.search.models import DuplicatePair, SearchEntry, SearchFrequent, SearchVector, Synonym
from forum.search.pairing import Pair
from forum.search.rows import Found, Miss, Similar, SynonymRow
from forum.search.sources import Source, Standing
from forum.suggestions import queries as suggestions
from forum.suggestions.models import Suggestion


def _load_lexicon() -> Lexicon:
    with db.engine.connect() as connection:
        groups = [tuple(row) for row in connection.execute(select(Synonym.words)).scalars()]
    return Lexicon.of(groups)


_PAIRS_DUE = (
    select(SearchEntry.suggestion_id, SearchEntry.pairs_due_at)
    .where(SearchEntry.pairs_due_at.is_not(None))
    .order_by(SearchEntry.pairs_due_at, SearchEntry.suggestion_id)
    .limit(limits.PAIRS_A_TURN)
)


def _load_frequent() -> Frequent:
    with db.engine.connect() as connection:
        rows = connection.execute(
            select(SearchFrequent.board, SearchFrequent.term, SearchFrequent.share)
        )
        return Frequent({(row.board, row.term): row.share for row in rows})


_lexicon = version.Kept(_load_lexicon)
# Counted now and then, by no change of the structure; loading some thousand takes a while.
_frequent = version.Kept(_load_frequent, longest=1_000.0)


def lexicon() -> Lexicon:
    """The shipped equal words and those of the administrators, from memory."""
    return _lexicon.get()


def wanted(text: str, *, is_typing: bool = False) -> tuple[Wanted, ...]:
    """What the current reader means by this text; () when there is no word in it."""
    language = locale.base(locale.current().language)
    typed = text[: limits.LONGEST_QUERY]
    return searching.wanted(typed, language, lexicon(), is_typing=is_typing)


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
    narrowed = _narrowed(actor, board_ids)
    if not query or not narrowed:
        return Found((), 0, False, query)
    scope = _scope(narrowed, status_id, category_id)
    opened = connection()
    tiers, is_more = candidates.by_tier(opened, query, scope, _frequent.get().share_of)
    rows = visible.candidates(opened, tiers, scope)
    ids = ranking.ordered(rows, tiers, clock.now())[: limits.CAP]
    return Found(ids, len(ids), is_more, query)


def _narrowed(actor: Actor, board_ids: Sequence[int] | None) -> tuple[int, ...]:
    visible = boards.visible_ids(actor)
    return tuple(one for one in visible if board_ids is None or one in board_ids)


def _scope(
    board_ids: tuple[int, ...], status_id: int | None = None, category_id: int | None = None
) -> Scope:
    others = tuple(one.id for one in boards.directory().boards if one.id not in board_ids)
    return Scope(board_ids, others, status_id, category_id)


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
    narrowed = _narrowed(actor, None if board_id is None else [board_id])
    text = title if len(title.split()) > 2 else f"{title} {body[:200]}"
    query = searching.wanted(text[: limits.LONGEST_QUERY], language, lexicon())
    if not query or not narrowed:
        return []
    scope = _scope(narrowed)
    opened, share_of = connection(), _frequent.get().share_of
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
    titles = visible.titles(connection(), ids, _scope(boards.visible_ids(actor)))
    return {one for one, other in titles.items() if searching.contrary(own, other)}


def near_spellings(
    actor: Actor, text: str, *, board_ids: Sequence[int] | None = None, limit: int = 3
) -> list[str]:
    """Other ways to write a query that found nothing, each of which finds something this actor
    may see: the same keys on another keyboard, words of visible titles that look alike."""
    narrowed = _narrowed(actor, board_ids)
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
    opened, scope, share_of = connection(), _scope(board_ids), _frequent.get().share_of
    ids: set[int] = set()
    for token in searching.tokens(text)[:4]:
        grams = searching.grams(token.text)
        near = candidates.by_grams(opened, grams, scope, share_of, asked_for=limits.WORD_GRAMS)
        ids.update(near)
    return visible.newest_titles(opened, ids, scope)


def pairs(actor: Actor, *, board_id: int, cursor: Cursor | None = None) -> Page[Pair]:
    """Likely duplicates with at least one side on this board, the best first.

    Raises Missing for a board not visible, Forbidden for whoever does not work on it.
    """
    board = boards.get(actor, board_id)
    if not policy.may_see_pairs(actor, board.id):
        raise Forbidden(N_("You may not see the duplicates of this board."))
    rows = db.session.execute(pairing.of_board(_pairs_for(actor), board.id, cursor)).all()
    return pairing.page(rows, cursor)


def pairs_of(actor: Actor, suggestion_id: int) -> list[Pair]:
    """Likely duplicates of one suggestion, the best first; none for whoever does not work on its
    board. Raises Missing."""
    suggestion = suggestions.get(actor, suggestion_id)
    if not policy.may_see_pairs(actor, suggestion.board_id):
        return []
    rows = db.session.execute(pairing.of_suggestion(_pairs_for(actor), suggestion.id))
    return [pairing.pair(row) for row in rows]


def _pairs_for(actor: Actor) -> Select[Any]:
    """Open pairs of which the actor may see both sides."""
    return pairing.open_pairs(partial(visible.only, _scope(boards.visible_ids(actor))))


def text_of(actor: Actor, suggestion_id: int) -> Suggestion | None:
    """The suggestion whose likes are looked for, None when it is not published."""
    suggestion = suggestions.get(actor, suggestion_id)
    return suggestion if suggestion.state == "published" else None


def pairs_due() -> list[tuple[int, datetime]]:
    """(id, since when) of suggestions nobody has looked for likes of, the oldest first, as many
    as one turn of the clock takes."""
    rows = connection().execute(_PAIRS_DUE)
    return [(row.suggestion_id, row.pairs_due_at) for row in rows]


def meanings(actor: Actor, *, model: str, but: int) -> dict[int, Meaning]:
    """Id → what it means to this model, of the newest titles this actor may see."""
    query = (
        select(SearchVector.suggestion_id, SearchVector.vector, Suggestion.language)
        .join(Suggestion, Suggestion.id == SearchVector.suggestion_id)
        .where(
            SearchVector.model == model,
            SearchVector.suggestion_id != but,
            *visible.only(_scope(boards.visible_ids(actor))),
        )
        .order_by(SearchVector.suggestion_id.desc())
        .limit(limits.MOST_VECTORS)
    )
    return {row[0]: Meaning(row[1], row[2]) for row in connection().execute(query)}


def pair_between(actor: Actor, low_id: int, high_id: int) -> DuplicatePair:
    """The proposed pair, for whoever works on both boards. Raises Missing, Forbidden."""
    for one in (low_id, high_id):
        if not policy.may_see_pairs(actor, suggestions.get(actor, one).board_id):
            raise Forbidden(N_("You may not see the duplicates of this board."))
    found = db.session.scalar(
        select(DuplicatePair).where(
            DuplicatePair.low_id == low_id, DuplicatePair.high_id == high_id
        )
    )
    if found is None:
        raise Missing(N_("These two are not proposed as duplicates."))
    return found


def misses(actor: Actor, *, days: int = 30, limit: int = 100) -> list[Miss]:
    """What was searched and not found in the last days, the most wanted first.

    Raises Forbidden for whoever does not keep the site.
    """
    _keeper(actor)
    since = clock.now().date() - timedelta(days=days)
    rows = connection().execute(sources.MISSES, {"since": since, "limit": limit})
    return [Miss(row.language, row.words, int(row.times), row.last_on) for row in rows]


def synonyms(actor: Actor) -> list[SynonymRow]:
    """The groups that administrators added, the newest first. Raises Forbidden."""
    _keeper(actor)
    rows = db.session.execute(
        select(Synonym.id, Synonym.words, Synonym.created_at).order_by(Synonym.id.desc())
    )
    return [SynonymRow(row.id, tuple(row.words), row.created_at) for row in rows]


def _keeper(actor: Actor) -> None:
    if not policy.may_keep_words(actor):
        raise Forbidden(N_("You may not manage the words of the search."))


def standing() -> Standing:
    """How the index stands against the texts: for commands, reads every entry."""
    opened = connection()
    return sources.standing(opened, backend_of(opened).ids(opened))


def sources_of(ids: Sequence[int], *, only_own: bool = False) -> list[Source]:
    """What the entries of these suggestions are made of, whoever may see them; `only_own`: without
    what was said about them."""
    return sources.read(connection(), ids, only_own=only_own)


def sampled() -> Iterator[list[str]]:
    """The lexemes of each of the newest entries, for counting."""
    opened = connection()
    return backend_of(opened).sample(opened, limits.FREQUENT_SAMPLE)


def forget_frequent() -> None:
    """Read the frequent lexemes again at the next call."""
    _frequent.forget()
