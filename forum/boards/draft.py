"""What an administrator writes about a board or a category: cleaned and checked, no database."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from forum.boards.models import APPROVALS, VISIBILITIES
from forum.core.errors import Invalid
from forum.core.permissions import Role
from forum.i18n import bidi, folding, locale
from forum.i18n.catalog import N_

NAME_LIMIT = 60  # visible characters
DESCRIPTION_LIMIT = 300  # visible characters
SLUG_LIMIT = 60  # characters
# Administrators see every board, so a private one never needs to name their role.
ADMITTED = (Role.CUSTOMER, Role.MODERATOR, Role.PRODUCT)
Words = Mapping[str, str]
WRITTEN = (
    "names",
    "descriptions",
    "slug",
    "language",
    "visibility",
    "roles",
    "approval",
    "is_open",
)


class Written(Protocol):
    """What of a board an administrator writes: a draft, a row or the entity has it."""

    @property
    def names(self) -> Words: ...
    @property
    def roles(self) -> Collection[str]: ...


@dataclass(frozen=True)
class Draft:
    """A board as it shall be. `names` and `descriptions` by language; an empty one is left out.

    `slug` "" is made from the name. `roles` count for a private board only.
    """

    names: Words
    language: str
    descriptions: Words = field(default_factory=dict)
    slug: str = ""
    visibility: str = "public"
    roles: Collection[str] = ()
    approval: str = "newcomers"
    is_open: bool = True


def stored_values(board: Written) -> dict[str, Any]:
    """What may be written of a board (row or entity, or a draft), as JSON would hold it."""
    return {key: getattr(board, key) for key in WRITTEN} | {"roles": list(board.roles)}


def fingerprint(board: Written) -> str:
    """Which state of the board a form was made from; 16 hexadecimal digits."""
    text = json.dumps(stored_values(board), sort_keys=True, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def checked(draft: Draft) -> Draft:
    """The draft as it may be stored. Raises Invalid naming the form field that may not be so."""
    _one_of(draft.language, locale.LANGUAGES, "language")
    _one_of(draft.visibility, VISIBILITIES, "visibility")
    _one_of(draft.approval, APPROVALS, "approval")
    for role in draft.roles:
        _one_of(role, ADMITTED, "roles")
    names = checked_names(draft.names, draft.language)
    return replace(
        draft,
        names=names,
        descriptions=_cleaned(draft.descriptions, "description", DESCRIPTION_LIMIT),
        slug=_slug(draft.slug, names[draft.language]),
        roles=tuple(role for role in ADMITTED if role in draft.roles),
    )


def checked_names(names: Words, language: str) -> dict[str, str]:
    """Names by language, cleaned; the one in the board's own `language` must be there.

    Raises Invalid for the field `name_<language>`.
    """
    kept = _cleaned(names, "name", NAME_LIMIT)
    if language not in kept:
        raise Invalid(N_("Write the name in the board's own language."), field=f"name_{language}")
    return kept


def _cleaned(words: Words, kind: str, limit: int) -> dict[str, str]:
    kept = {}
    for language, text in words.items():
        name = f"{kind}_{language}"
        _one_of(language, locale.LANGUAGES, name)
        line = bidi.clean_line(text, language)
        if bidi.is_longer(line, limit):
            raise Invalid(N_("At most %(limit)s characters."), field=name, limit=limit)
        if not bidi.is_blank(line):
            kept[language] = line
    return kept


def _slug(wanted: str, name: str) -> str:
    if not bidi.is_blank(wanted) and not folding.slug(wanted):
        raise Invalid(N_("Write at least one letter or digit."), field="slug")
    return folding.slug(wanted) or folding.slug(name) or "board"


def _one_of(value: str, allowed: Collection[str], name: str) -> None:
    if value not in allowed:
        raise Invalid(N_("Choose one of the list."), field=name)


def taken_name(names: Words, others: Iterable[Words]) -> str | None:
    """The language whose name a reader would take for one of the others', None when all differ."""
    taken = {folding.unique_key(name) for words in others for name in words.values()}
    return next((key for key, name in names.items() if folding.unique_key(name) in taken), None)
