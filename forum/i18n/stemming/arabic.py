"""Stems of Arabic words: clitics, article, duals, plurals, possessives, lexicon.

A clitic without the article, and a pronoun, is taken off only where a known noun or a long
word is left, and never off a word of `arabic_whole.txt`: بطاقة is no طاقة.
"""

import re
from functools import lru_cache

from forum.i18n import lexicon


def _folded(listed: str) -> tuple[str, ...]:
    return tuple(lexicon.folded(word) for word in listed.split())


# Longest first: the article with what may stand before it.
_ARTICLES = _folded("أفبال وبال فبال وكال فكال ولل فلل وال فال بال كال لل ال")
_CLITICS = _folded("وب ول فب فل وك سو وس و ف ب ك ل")
_PRONOUNS = _folded("كما هما ها هم هن كم كن نا")
_LONG = 5
# The pattern of مشاركة: a verbal noun, while مشارك is a person.
_DEED = re.compile("م.ا..ه")
_VERBAL_NOUN = re.compile("ت..?ین")
_IMPERFECT = _folded("سي ست سن سأ وي فلي ي ت ن أ ل")
_PERSONS = ("", *_folded("ون وا ين ان ه ها هم نا ني ك"))
_PERFECT_PERSONS = _folded("ت نا وا تم")
_MOST = 10


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """Alternatives of a folded Arabic word, its own form not among them."""
    found: dict[str, None] = {}
    bases = _bases(word)
    # Behind an article the word has no ending of its own: «السنة» is no «السن».
    for base in bases if word.startswith(_ARTICLES) and bases else (word, *bases):
        found.update(dict.fromkeys((base, *_known(base))))
        for stem in _endings(base):
            found[stem] = None
            if not base.endswith("ات"):
                # «إعدادات» is no plural of «أعداد».
                found.update(dict.fromkeys(_known(stem)))
    found.pop(word, None)
    return tuple(found)[:_MOST]


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    plurals = lexicon.pairs("arabic_plurals")
    known = {*plurals, *(one for singulars in plurals.values() for one in singulars)}
    return lexicon.words("arabic_nouns") | {word for word in known if len(word) >= 3}


def _whole() -> frozenset[str]:
    return lexicon.words("arabic_whole")


def _ended() -> frozenset[str]:
    return lexicon.words("arabic_ended")


def _known(word: str) -> tuple[str, ...]:
    verb = _verbs().get(word)
    return (*lexicon.pairs("arabic_plurals").get(word, ()), *((verb,) if verb else ()))


@lru_cache(maxsize=1)
def _verbs() -> dict[str, str]:
    """Forms of common verbs to their verbal noun."""
    found: dict[str, str] = {}
    for form, nouns in lexicon.pairs("arabic_verbs").items():
        found.setdefault(form, nouns[0])
        if form.startswith("ی"):
            for prefix in _IMPERFECT:
                for person in _PERSONS:
                    found.setdefault(f"{prefix}{form[1:]}{person}", nouns[0])
        if len(form) > 3:
            past = form.removeprefix("ی")
            for person in _PERFECT_PERSONS:
                found.setdefault(f"{past}{person}", nouns[0])
    verbal_nouns = (one for nouns in lexicon.pairs("arabic_verbs").values() for one in nouns)
    for word in (*_nouns(), *_whole(), *_ended(), *verbal_nouns):
        found.pop(word, None)
    return found


def _bases(word: str) -> list[str]:
    """The word without its clitics and article."""
    plurals = lexicon.pairs("arabic_plurals").get(word, ())
    if not _whole().isdisjoint((word, *_endings(word), *plurals)):
        return []
    for article in _ARTICLES:
        rest = word.removeprefix(article)
        if rest != word and (len(rest) >= 3 or rest in _nouns()):
            # «للغة» is ل and اللغة.
            return [rest, f"ل{rest}"] if article.endswith("لل") else [rest]
    if word in _nouns() or word in _verbs():
        return []
    for clitic in _CLITICS:
        rest = word.removeprefix(clitic)
        if rest != word and _is_whole(rest):
            return [rest]
    return []


def _is_whole(rest: str) -> bool:
    if len(rest) < 3:
        return False
    if len(rest) >= _LONG or rest in _nouns() or rest in _whole() or rest in _verbs():
        return True
    return not _nouns().isdisjoint(_endings(rest))


@lru_cache(maxsize=65536)
def _endings(word: str) -> tuple[str, ...]:
    """The word without its ending: plural, dual, teh marbuta, a pronoun."""
    # A known plural ends as it should: «عملاء» is no «عملا», from «عمل».
    if word in _ended() or word in lexicon.pairs("arabic_plurals"):
        return ()
    found = _plural(word) or _teh_marbuta(word) or _pronoun(word) or _adverb(word)
    # «بطيئة» folded has the seat of its hamza beside its yeh.
    return (*found, *(stem[:-1] for stem in found if stem.endswith("یی")))


def _plural(word: str) -> list[str]:
    for suffix in ("تین", "تان"):
        singular = f"{word[:-3]}ه"
        is_noun = len(word) >= 6 or singular in _nouns()
        if word.endswith(suffix) and is_noun and not _VERBAL_NOUN.fullmatch(word):
            return [singular, word[:-2]]
    if word.endswith("وهات") and len(word) >= 6:
        return [word[:-3]]
    if word.endswith("ات") and len(word) >= 5:
        return [word[:-2], f"{word[:-2]}ه"]
    for suffix in ("ون", "ین", "ان", "و"):
        rest = word.removesuffix(suffix)
        if rest != word and _is_plural_stem(rest, suffix, word):
            return [rest]
    return []


def _is_plural_stem(rest: str, suffix: str, word: str) -> bool:
    if suffix == "و":
        return len(rest) >= 4 and rest[0] == "م"
    if rest in _nouns():
        return True
    return len(rest) >= 4 and not _VERBAL_NOUN.fullmatch(word)


def _teh_marbuta(word: str) -> list[str]:
    """ه at the end: ة of an adjective (مخصصة), or "his" on a known noun (طلبه)."""
    if not word.endswith("ه"):
        return []
    rest = word[:-1]
    if rest.endswith("ت") and f"{rest[:-1]}ه" in _nouns():
        return [f"{rest[:-1]}ه"]
    # Of three letters ة makes too many other nouns: شركة, حرفة.
    if rest in (_nouns() if len(rest) > 3 else lexicon.words("arabic_nouns")):
        return [rest]
    is_deed = (
        _DEED.fullmatch(word) and rest[-1] != "ی" and rest not in lexicon.words("arabic_adjectives")
    )
    return [rest] if len(rest) >= 4 and not is_deed else []


def _adverb(word: str) -> list[str]:
    """Tanwin on alef: أسبوعيا, تلقائيا."""
    rest = word.removesuffix("ا")
    return [rest] if rest != word and (len(rest) >= 4 or rest in _nouns()) else []


def _pronoun(word: str) -> list[str]:
    for pronoun in (*_PRONOUNS, "ک", "ی"):
        rest = word.removesuffix(pronoun)
        if rest == word:
            continue
        if rest.endswith("ات") and len(rest) >= _LONG:
            return [rest, *_plural(rest)]
        of_teh = f"{rest[:-1]}ه" if rest.endswith("ت") and len(rest) >= 4 else ""
        if of_teh and (of_teh in _nouns() or len(rest) >= _LONG):
            return [of_teh, rest]
        # A lone letter is more often the word's own.
        is_lone = len(pronoun) == 1 and not (pronoun == "ی" and rest.startswith("م"))
        shortest = _LONG if is_lone else 4
        if rest in _nouns() or len(rest) >= shortest:
            return [rest, *_plural(rest)]
        if of_teh and len(pronoun) == 1:
            return [of_teh]
        return []
    return []
