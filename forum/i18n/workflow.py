"""The translators' round: extract messages, update catalogues, fill them, check them.

Files carry no line numbers and no dates, are sorted and unwrapped, so that two
branches that add words merge without a conflict.
"""

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from forum.i18n import catalog as catalogs
from forum.i18n import locale, wording

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "N_", "gettext", "lazy")),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
# `trimmed` must equal the environment's policy, or templates look up other words.
_OPTIONS = {
    "**.html": {
        "silent": "false",
        "trimmed": "true",
        "newstyle_gettext": "true",
        "extensions": "forum.http.fragments.KeptExtension",
    }
}
# Babel's own rules are wrong here: it swaps two Arabic forms and gives Persian one.
PLURAL_FORMS = {
    "fa": "nplurals=2; plural=(n > 1);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
        " n%100>=11 ? 4 : 5);"
    ),
    "en": "nplurals=2; plural=(n != 1);",
}
# Header fields that say nothing, or change with each run.
_NOISE = (
    *("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator"),
    *("Project-Id-Version", "Report-Msgid-Bugs-To", "Language-Team"),
)
# Long enough for every sentence: a wrapped line is a line changed by its neighbour.
_UNWRAPPED = 0

Entry = Mapping[str, str | Sequence[str]]


def template(package: Path) -> Catalog:
    """The messages in every .py and .html file below *package*.

    Raises jinja2.TemplateSyntaxError for a template that does not parse.
    """
    found = Catalog(project="Sada", charset="utf-8", fuzzy=False)
    for _, _, messages, comments, context in extract_from_dir(
        package,
        _METHODS,
        _OPTIONS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=_has_sources,
    ):
        found.add(messages, auto_comments=comments, context=context)
    return found


def _has_sources(folder: str | os.PathLike[str]) -> bool:
    """Babel would pass over `_macros`, as over every folder with an underscore before it."""
    return Path(folder).name != "__pycache__"


def extract(package: Path, folder: Path) -> int:
    """Write `messages.pot` into *folder* from the sources; how many messages it has."""
    found = template(package)
    _write(folder / catalogs.TEMPLATE, found)
    return len(found)


def update(folder: Path) -> dict[str, int]:
    """Bring every language's catalogue up to the template; words still missing by language.

    New messages come in empty, never guessed from similar ones; gone ones go.
    """
    source = _read(folder / catalogs.TEMPLATE)
    missing = {}
    for language in locale.LANGUAGES:
        catalog = _catalog(folder, language)
        catalog.update(source, no_fuzzy_matching=True, update_header_comment=False)
        _write(folder / language / catalogs.DOMAIN_FILE, catalog)
        missing[language] = sum(1 for message in _messages(catalog) if not _is_complete(message))
    return missing


def apply(folder: Path, entries: Mapping[str, Entry]) -> list[str]:
    """Fill in *entries*, {msgid: {"fa": "…", "ar": ["…", …]}}; the keys no catalogue knows.

    A plural's key is its singular and its value a list of all forms; a key in a
    context is "context\\x04msgid". Languages left out stay as they are.
    """
    unknown = set(entries)
    for language in locale.LANGUAGES:
        catalog = _catalog(folder, language)
        for message in _messages(catalog):
            key = key_of(message)
            if key not in entries:
                continue
            unknown.discard(key)
            given = entries[key].get(language)
            if given is not None:
                message.string = given if isinstance(given, str) else tuple(given)
                message.flags.discard("fuzzy")
        _write(folder / language / catalogs.DOMAIN_FILE, catalog)
    return sorted(unknown)


def apply_file(folder: Path, path: Path) -> list[str]:
    """`apply` the entries of a JSON file. Raises ValueError when it is not JSON."""
    return apply(folder, json.loads(path.read_text("utf-8")))


def missing(folder: Path) -> dict[str, dict[str, str | list[str]]]:
    """The messages without a translation, ready to fill in and hand to `apply`."""
    wanted: dict[str, dict[str, str | list[str]]] = {}
    for language in _TRANSLATED:
        catalog = _catalog(folder, language)
        for message in _messages(catalog):
            if not _is_complete(message):
                blank: str | list[str] = [""] * catalog.num_plurals if message.pluralizable else ""
                wanted.setdefault(key_of(message), {})[language] = blank
    return wanted


def check(package: Path, folder: Path) -> list[str]:
    """Everything wrong with the catalogues, one sentence each; empty when all is well."""
    if not (folder / catalogs.TEMPLATE).is_file():
        return ["messages.pot: missing"]
    problems = []
    if (folder / catalogs.TEMPLATE).read_bytes() != _text(template(package)):
        problems.append("messages.pot: not up to date with the sources")
    keys = {key_of(message) for message in _messages(_read(folder / catalogs.TEMPLATE))}
    for language in _TRANSLATED:
        catalog = _catalog(folder, language)
        problems += (f"{language}: {problem}" for problem in _catalog_problems(catalog, keys))
    return problems


_TRANSLATED = tuple(language for language in locale.LANGUAGES if language != "en")


def _catalog_problems(catalog: Catalog, keys: set[str]) -> Iterator[str]:
    language = str(catalog.locale)
    rule = PLURAL_FORMS[language]
    if catalog.plural_forms.replace(" ", "") != rule.replace(" ", ""):
        yield f"plural header is {catalog.plural_forms!r}, not {rule!r}"
    own = {key_of(message) for message in _messages(catalog)}
    yield from (f"{key!r}: not in the catalogue" for key in sorted(keys - own))
    yield from (f"{key!r}: no longer in the sources" for key in sorted(own - keys))
    for message in _messages(catalog):
        for problem in _message_problems(message, language, catalog.num_plurals):
            yield f"{key_of(message)!r}: {problem}"


def _message_problems(message: Message, language: str, plurals: int) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    if not _is_complete(message):
        yield "not translated"
        return
    strings = _forms(message.string)
    if message.pluralizable and len(strings) != plurals:
        yield f"{len(strings)} plural forms, not {plurals}"
    yield from wording.problems(_forms(message.id), strings, language)


def key_of(message: Message) -> str:
    """The key of *message* in the JSON that `apply` takes."""
    msgid = _forms(message.id)[0]
    return f"{message.context}\x04{msgid}" if message.context else msgid


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _is_complete(message: Message) -> bool:
    forms = _forms(message.string)
    return bool(forms) and all(forms)


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _catalog(folder: Path, language: str) -> Catalog:
    path = folder / language / catalogs.DOMAIN_FILE
    if path.is_file():
        return _read(path, language)
    header = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: Sada\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {PLURAL_FORMS[language]}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    )
    return read_po(io.BytesIO(header.encode()), locale=language, abort_invalid=True)


def _read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _text(catalog: Catalog) -> bytes:
    target = io.BytesIO()
    catalog.header_comment = "# Words of Sada."
    catalog.fuzzy = False
    write_po(
        target,
        catalog,
        width=_UNWRAPPED,
        no_location=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    lines = target.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}:' for name in _NOISE))]
    return "".join(kept).encode()


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: a catalogue cut short would start the site half translated.
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_bytes(_text(catalog))
    partial.replace(path)
