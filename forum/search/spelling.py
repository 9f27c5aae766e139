"""Words that look like those that were typed. Pure."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from forum.i18n import searching

_ALIKE = 72.0  # of 100, rapidfuzz's ratio; one letter of four may differ
_MOST = 4  # whole queries


def corrections(typed: str, titles: Iterable[str]) -> list[str]:
    """The query with its words replaced by the nearest ones of these titles, the likeliest first.

    A word that stands in a title stays as it is.
    """
    words: dict[str, str] = {}  # folded → as written in a title
    for title in titles:
        for token in searching.tokens(title):
            words.setdefault(token.text, title[token.start : token.end])
    pieces = []
    for token in searching.tokens(typed):
        written = typed[token.start : token.end]
        if token.text in words:
            pieces.append([written])
            continue
        near = process.extract(
            token.text, list(words), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST
        )
        pieces.append([words[match] for match, *_ in near] or [written])
    return _whole(pieces)


def _whole(pieces: list[list[str]]) -> list[str]:
    """The best of each word first, then the next best of one word at a time."""
    if not pieces:
        return []
    best = [choices[0] for choices in pieces]
    found = [" ".join(best)]
    for at, choices in enumerate(pieces):
        found += [" ".join([*best[:at], choice, *best[at + 1 :]]) for choice in choices[1:]]
    return found[:_MOST]
