"""Translated words, in the language of whoever reads now.

Catalogues are read on first use, compiled once per content, and shared by all
threads. A missing translation shows the English msgid.
"""

import gettext as stdlib_gettext
import hashlib
import html
import io
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from forum.i18n import locale, numbers, pseudo

Translations = stdlib_gettext.NullTranslations

TEMPLATE = "messages.pot"
DOMAIN_FILE = Path("LC_MESSAGES") / "messages.po"
# Raised when compiling changes, so that old cache files are left alone.
_COMPILER = "1"


@dataclass
class _Store:
    """Where the catalogues lie, and those already open."""

    folder: Path | None = None
    cache: Path | None = None
    pseudo: bool = False
    open: dict[str, Translations] = field(default_factory=dict)


_store = _Store()
_compiled: dict[str, Translations] = {}
_lock = threading.Lock()
_ENGLISH = stdlib_gettext.NullTranslations()


def load(folder: Path | None, cache: Path | None = None, pseudo: bool = False) -> None:
    """Take words from `<folder>/<language>/LC_MESSAGES/messages.po` from now on.

    Compiled catalogues are kept under *cache*, named by content, so that a start
    need not parse them again. *pseudo* adds en-XA and ar-XB, made from
    messages.pot. No file is read before its language is first wanted;
    without a folder all words are English.
    """
    with _lock:
        _store.folder, _store.cache, _store.pseudo = folder, cache, pseudo
        _store.open = {}


def loaded() -> tuple[Path | None, Path | None, bool]:
    """What `load` was last given, so that a test can put it back."""
    return _store.folder, _store.cache, _store.pseudo


def _translations() -> Translations:
    language = locale.current().language
    found = _store.open.get(language)
    return found if found is not None else _opened(language)


def _opened(language: str) -> Translations:
    with _lock:
        if _store.folder is None:
            return _ENGLISH
        source = _source(_store.folder, language)
        found = _from_source(source, language) if source and source.is_file() else _ENGLISH
        _store.open[language] = found
        return found


def _source(folder: Path, language: str) -> Path | None:
    if language in locale.PSEUDO_LANGUAGES:
        return folder / TEMPLATE if _store.pseudo else None
    return folder / language / DOMAIN_FILE


def _from_source(source: Path, language: str) -> Translations:
    content = source.read_bytes()
    digest = hashlib.sha256(f"{_COMPILER} {language} ".encode() + content).hexdigest()[:32]
    if digest not in _compiled:
        binary = _cached_binary(content, language, digest)
        _compiled[digest] = stdlib_gettext.GNUTranslations(io.BytesIO(binary))
    return _compiled[digest]


def _cached_binary(content: bytes, language: str, digest: str) -> bytes:
    kept = _store.cache / f"{language}-{digest}.mo" if _store.cache else None
    if kept and kept.is_file():
        return kept.read_bytes()
    binary = _compile(content, language)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        # Several workers may start at once; each writes whole and moves into place.
        partial = kept.with_suffix(f".{os.getpid()}")
        partial.write_bytes(binary)
        partial.replace(kept)
    return binary


def _compile(content: bytes, language: str) -> bytes:
    catalog = read_po(io.BytesIO(content), abort_invalid=True)
    if language in locale.PSEUDO_LANGUAGES:
        catalog = pseudo.catalog_from(catalog, language)
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def gettext(msgid: str, **params: object) -> str:
    """The translation of *msgid*, with `%(name)s` filled in when *params* are given."""
    text = gettext_raw(msgid)
    return text % params if params else text


def ngettext(singular: str, plural: str, n: int, **params: object) -> str:
    """The form for *n* things; `%(num)s` is *n* in the reader's digits."""
    params["num"] = numbers.number(n)
    return _translations().ngettext(singular, plural, n) % params


def pgettext(context: str, msgid: str, **params: object) -> str:
    """Like `gettext`, for a word that means different things in different places."""
    text = pgettext_raw(context, msgid)
    return text % params if params else text


def npgettext(context: str, singular: str, plural: str, n: int, **params: object) -> str:
    """Like `ngettext`, in a context."""
    params["num"] = numbers.number(n)
    return _translations().npgettext(context, singular, plural, n) % params


def gettext_raw(msgid: str) -> str:
    """The translation with its placeholders still in it, for Jinja and WTForms."""
    # The empty msgid is the catalogue's header.
    return _translations().gettext(msgid) if msgid else ""


def ngettext_raw(singular: str, plural: str, n: int) -> str:
    """The form for *n*, other placeholders left, `%(num)s` already in the reader's digits.

    Jinja would otherwise fill in the bare integer.
    """
    text = _translations().ngettext(singular, plural, n)
    return text.replace("%(num)s", numbers.number(n))


def pgettext_raw(context: str, msgid: str) -> str:
    """Like `gettext_raw`, in a context."""
    return _translations().pgettext(context, msgid)


def npgettext_raw(context: str, singular: str, plural: str, n: int) -> str:
    """Like `ngettext_raw`, in a context."""
    text = _translations().npgettext(context, singular, plural, n)
    return text.replace("%(num)s", numbers.number(n))


def N_(msgid: str) -> str:
    """Mark *msgid* for translation and return it unchanged; translate it when shown."""
    return msgid


@dataclass(frozen=True)
class LazyText:
    """A text translated each time it is shown, for labels made at import time."""

    msgid: str

    def __str__(self) -> str:
        return gettext_raw(self.msgid)

    def __html__(self) -> str:
        return html.escape(str(self))

    def __mod__(self, params: object) -> str:
        return str(self) % params

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __len__(self) -> int:
        return len(str(self))


def lazy(msgid: str) -> LazyText:
    """*msgid*, marked for translation and translated when shown."""
    return LazyText(msgid)
