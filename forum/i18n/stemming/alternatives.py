"""Which stemmer a word goes to: by its script, its letters and the language of its text."""

from collections.abc import Callable
from functools import lru_cache

from forum.i18n import letters
from forum.i18n.stemming import arabic, english, persian

Stems = Callable[[str], tuple[str, ...]]

_PERSIAN_LETTERS = frozenset("گچپژ")


@lru_cache(maxsize=65536)
def of(text: str, also: tuple[str, ...], language: str) -> tuple[str, ...]:
    """What *text*, a folded word with its other spellings, may stand for; never itself.

    *language* is that of the text, or of the reader for a query.
    """
    found = dict.fromkeys(also)
    for word in (text, *also):
        if word.isascii():
            found.update(dict.fromkeys(english.stems(word)))
        elif letters.ARABIC.search(word):
            for stems in _stemmers(word, language):
                found.update(dict.fromkeys(stems(word)))
    found.pop(text, None)
    return tuple(found)


def _stemmers(word: str, language: str) -> tuple[Stems, ...]:
    if not _PERSIAN_LETTERS.isdisjoint(word):
        return (persian.stems,)
    if language == "fa":
        has_article = word.startswith("ال") and word not in letters.AL_WORDS_IN_PERSIAN
        return (persian.stems, arabic.stems) if has_article else (persian.stems,)
    if language == "ar":
        return (arabic.stems,)
    return (persian.stems, arabic.stems)
