"""Bounded sets of ids out of the index, on the connection of whoever asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from forum.i18n.searching import Wanted
from forum.search import lexemes, likeness, limits
from forum.search.backends.protocol import ShareOf
from forum.search.backends.registry import backend_of
from forum.search.lexemes import Scope
from forum.search.likeness import Shared


def by_tier(
    connection: Connection, query: Sequence[Wanted], scope: Scope, share_of: ShareOf
) -> tuple[dict[int, int], bool]:
    """(id → tier, whether there are more). The lowest tier holds all others and is asked first:
    most searches end there, with nothing found or little. Of much, the best tier may be enough."""
    backend = backend_of(connection)
    lowest = lexemes.asked(query, 4, scope)
    anywhere = backend.newest(connection, [lowest], limits.CAP + 1, share_of)[0]
    if not anywhere:
        return {}, False
    better = [lexemes.asked(query, tier, scope) for tier in (1, 2, 3)]
    found: dict[int, int] = {}
    if len(anywhere) <= limits.CAP:
        tiers = [*backend.having(connection, better, anywhere), anywhere]
        for tier, those in enumerate(tiers, 1):
            found.update((one, tier) for one in those if one not in found)
        return found, False
    for tier, asked in enumerate([*better, lowest], 1):
        ids = anywhere
        if asked is not lowest:
            ids = backend.newest(connection, [asked], limits.CAP + 1, share_of)[0]
        found.update((one, tier) for one in ids if one not in found)
        if len(ids) > limits.CAP:
            break
    # The most voted of the tier that filled the cap: newer ones must not hide them.
    top = lexemes.asked(query, tier, scope, only_top=True)
    best = backend.newest(connection, [top], limits.CAP_TOP, share_of)[0]
    found.update((one, tier) for one in best if one not in found)
    return found, True


def alike(
    connection: Connection,
    query: Sequence[Wanted],
    kin: Sequence[tuple[Wanted, set[int]]],
    grams: Sequence[str],
    scope: Scope,
    share_of: ShareOf,
) -> dict[int, Shared]:
    """Id → what of the query it shares, for what might say the same: by its rarest words, in the
    title or anywhere, by what points to the same wish, and by the rarest letter groups.

    `kin`: what to look for in titles, and the places in the query it stands for.
    """
    backend = backend_of(connection)
    rarest = sorted(range(len(query)), key=lambda at: (rarity(query[at], share_of), at))
    # What is asked for, where, and which places of which set of Shared it fills.
    asked = [(query[at], lexemes.TITLE, "in_title", {at}) for at in rarest[: limits.LIKE_WORDS]]
    asked += [(query[at], lexemes.ANY, "anywhere", {at}) for at in rarest[: limits.LIKE_ANYWHERE]]
    asked += [(wish, lexemes.TITLE, "kin", places) for wish, places in kin[: limits.LIKE_KIN]]
    parts = [
        lexemes.within(lexemes.any_way(one, letter, longer=limits.LIKE_LONGER), scope)
        for one, letter, *_ in asked
    ]
    found: dict[int, Shared] = defaultdict(lambda: Shared(set(), set(), set()))
    ids = backend.newest(connection, parts, limits.LIKE_EACH, share_of)
    for (_, _, name, places), having in zip(asked, ids, strict=True):
        for one in having:
            getattr(found[one], name).update(places)
    for one in by_grams(connection, grams, scope, share_of):
        found[one]
    return dict(found)


def by_grams(
    connection: Connection,
    grams: Sequence[str],
    scope: Scope,
    share_of: ShareOf,
    *,
    asked_for: int = limits.LIKE_GRAMS,
) -> list[int]:
    """Ids of titles with at least two of the rarest (`asked_for`) of these letter groups, newest
    first."""
    marked = (lexemes.GRAM + gram for gram in grams)
    rarest = sorted(marked, key=lambda gram: (share_of(gram), gram))[:asked_for]
    if not rarest:
        return []
    few = lexemes.at_least(min(2, len(rarest)), [lexemes.Word(one) for one in rarest])
    asked = lexemes.within(few, scope)
    return backend_of(connection).newest(connection, [asked], limits.LIKE_BY_GRAMS, share_of)[0]


def rarity(wanted: Wanted, share_of: ShareOf) -> float:
    """The share of texts that have the word in its own way (the first), 0..1."""
    own = wanted.ways[0] if wanted.ways else ()
    shares = [sum(share_of(lexemes.ANY + term) for term in way) for way in own]
    return min(1.0, *shares) if shares else 1.0


def likeliest(shared: Mapping[int, Shared], weights: Sequence[float]) -> list[int]:
    """The ids worth a closer look: by the weight of what they share; of equals the newer one."""
    told = {one: likeness.told(weights, found) for one, found in shared.items()}
    return sorted(shared, key=lambda one: (-told[one], -one))[: limits.LIKE_JUDGED]
