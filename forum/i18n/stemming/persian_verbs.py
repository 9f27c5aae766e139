"""Persian verb forms to their infinitive, from a table of stems (`persian_verbs.txt`).

می‌خواهم, می‌خواهیم, نمی‌خوام, بخواهید, خواستم and خواسته are all خواستن.
"""

from functools import lru_cache

from forum.i18n import lexicon

_PRESENT = ("م", "ی", "د", "یم", "ید", "ند", "ه", "ین", "ن")
_PAST = ("", "م", "ی", "یم", "ید", "ند", "ین", "ن")
_BEFORE_VOWEL = "ی"


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lexicon.lines("persian_verbs"):
        infinitive, past, *present = (lexicon.folded(word) for word in line.split())
        for stem in present:
            for form in _present_forms(stem):
                found.setdefault(form, infinitive)
        for form in _past_forms(past):
            found.setdefault(form, infinitive)
        found.setdefault(infinitive, infinitive)
    return found


def _present_forms(stem: str) -> list[str]:
    endings = [f"{stem}{ending}" for ending in _PRESENT]
    if stem.endswith(("ا", "و")):
        endings += [f"{stem}ی{ending}" for ending in ("م", "ید", "یم", "ند", "ین")]
        endings += [f"{stem}د"]
    with_prefix = [f"{prefix}{form}" for prefix in ("می", "نمی") for form in endings]
    if len(stem) > 1:
        joined = f"ی{stem}" if stem[0] == "ا" else stem
        with_prefix += [
            f"{prefix}{joined}{ending}"
            for prefix in ("ب", "ن")
            for ending in ("م", "د", "یم", "ید", "ند", "ین", "ه")
        ]
    return with_prefix


def _past_forms(past: str) -> list[str]:
    forms = [f"{prefix}{past}{ending}" for prefix in ("می", "نمی") for ending in _PAST]
    forms += [
        f"{prefix}{past}{ending}" for prefix in ("", "ن") for ending in ("م", "یم", "ید", "ند")
    ]
    forms += [f"{past}ه{ending}" for ending in ("ام", "ایم", "اید", "اند", "است")]
    return forms


def infinitive(word: str) -> str:
    """The infinitive of a folded verb form, "" for any other word and for itself."""
    found = _forms().get(word, "")
    return "" if found == word else found
