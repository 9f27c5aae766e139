"""What can be read on a page: texts and labels, without what people wrote themselves."""

import re
from collections.abc import Iterator

from tests.html import Element

_SPOKEN = ("aria-label", "placeholder", "title", "alt")
_NOT_READ = frozenset(("script", "style", "code", "pre", "bdi", "kbd", "time", "textarea", "head"))
_ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
_LATIN = re.compile(r"[A-Za-z]{2,}")
# Names and samples that are the same in every language, and dates (theirs is English).
_PROPER = re.compile(
    r"\b(Aa|\d{1,2} [A-Z][a-z]{2,8} \d{4}|Sada|CSV|XLSX|JSON|Excel|UTC|URL|Markdown|English|htmx"
    r"|SMTP|FORUM_\w+|forum [a-z -]+"
    r"|[\w.+-]+@[\w.-]+|https?://\S+|[A-Z][\w-]+/[\w/+-]+)\b|/\S*|#[0-9a-f]{6}"
)


def texts(page: Element) -> Iterator[str]:
    """Every text and label that the site itself says."""
    for child in page.children:
        if isinstance(child, str):
            if child.strip():
                yield " ".join(child.split())
        elif not _is_somebodys(child):
            yield from (child[name] for name in _SPOKEN if child.get(name).strip())
            yield from texts(child)


def _is_somebodys(element: Element) -> bool:
    """Code, isolated texts of people, and parts that name their own language."""
    return (
        element.tag in _NOT_READ
        or element.get("dir") == "auto"
        or ("lang" in element.attributes and element.tag != "html")
        or "data-own-words" in element.attributes
    )


def untranslated(page: Element) -> list[str]:
    """Texts with Latin letters on a page in en-XA, whose translations have none of them."""
    found = []
    for text in texts(page):
        if _LATIN.search(_PROPER.sub("", _ISOLATED.sub("", text))):
            found.append(text)
    return found


def links(page: Element) -> Iterator[tuple[str, str]]:
    """(method, address) of every link and form that stays on this site."""
    for element in page.walk():
        if element.tag == "a" and element.get("href").startswith("/"):
            yield "GET", element["href"]
        if element.tag == "form":
            yield element.get("method", "get").upper(), element.get("action")
        for name in ("hx-get", "hx-post"):
            if name in element.attributes:
                yield name[3:].upper(), element[name]
