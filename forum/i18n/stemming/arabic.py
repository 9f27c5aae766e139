"""Stems of Arabic words: clitics, article, duals, plurals, possessives, lexicon."""

from functools import lru_cache

from forum.i18n import lexicon


def _folded(listed: str) -> tuple[str, ...]:
    return tuple(lexicon.folded(word) for word in listed.split())


# Longest first: the article with what may stand before it.
_ARTICLES = _folded("وبال فبال وكال ولل فلل وال فال بال كال لل ال")
_CLITICS = _folded("وب ول فب فل وك و ف ب ك ل")
_PRONOUNS = _folded("كما هما ها هم هن كم كن نا ه ك ي")


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """Alternatives of a folded Arabic word, its own form not among them."""
    found: dict[str, None] = {}
    for base in (word, *_bases(word)):
        for stem in (base, *_endings(base)):
            found[stem] = None
            for known in _known(stem):
                found[known] = None
    found.pop(word, None)
    return tuple(found)


def _known(word: str) -> tuple[str, ...]:
    plurals = lexicon.pairs("arabic_plurals").get(word, ())
    return (*plurals, *lexicon.pairs("arabic_verbs").get(word, ()))


def _nouns() -> frozenset[str]:
    return lexicon.words("arabic_nouns")


def _kept() -> frozenset[str]:
    return lexicon.words("arabic_kept")


def _bases(word: str) -> list[str]:
    """The word without its clitics and article."""
    if word in _kept():
        return []
    for article in _ARTICLES:
        rest = word.removeprefix(article)
        if rest != word and len(rest) >= 3:
            return [rest, f"ل{rest}"] if article.endswith("لل") else [rest]
    for clitic in _CLITICS:
        rest = word.removeprefix(clitic)
        if rest != word and _is_whole(rest):
            return [rest]
    return []


def _is_whole(rest: str) -> bool:
    if len(rest) < 3:
        return False
    return len(rest) >= 5 or rest in _nouns() or any(end in _nouns() for end in _endings(rest))


def _endings(word: str) -> list[str]:
    if word in _kept():
        return []
    found = _plural(word)
    for pronoun in _PRONOUNS:
        rest = word.removesuffix(pronoun)
        if rest != word and len(rest) >= 3 and pronoun != "ه":
            if len(rest) >= 4 or rest in _nouns():
                found.append(rest)
                if rest.endswith("ت") and len(rest) >= 4:
                    found.append(f"{rest[:-1]}ه")
            break
    return found


def _plural(word: str) -> list[str]:
    for suffix in ("تین", "تان"):
        if word.endswith(suffix) and len(word) >= 5:
            return [f"{word[:-3]}ه", word[:-2]]
    if word.endswith("ات") and len(word) >= 5:
        return [word[:-2], f"{word[:-2]}ه"]
    for suffix in ("ون", "ین", "ان"):
        rest = word.removesuffix(suffix)
        if rest != word and (len(rest) >= 4 or rest in _nouns()):
            return [rest]
    return []
