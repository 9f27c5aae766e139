"""Finding suggestions: by words, by likeness, by near spelling; and what search proposes.

Whatever leaves this room is published, and on a board its reader sees (`visible`).
"""

from forum.search.queries.duplicates import pair_between, pairs, pairs_due, pairs_of
from forum.search.queries.finding import find, near_spellings
from forum.search.queries.index import sources_of, standing
from forum.search.queries.likes import contrary, meanings, similar, text_of
from forum.search.queries.words import forget_frequent, lexicon, misses, sampled, synonyms, wanted

__all__ = [
    "contrary",
    "find",
    "forget_frequent",
    "lexicon",
    "meanings",
    "misses",
    "near_spellings",
    "pair_between",
    "pairs",
    "pairs_due",
    "pairs_of",
    "sampled",
    "similar",
    "sources_of",
    "standing",
    "synonyms",
    "text_of",
    "wanted",
]
