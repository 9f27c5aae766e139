"""Display names: one field, cleaned, and no two that look alike."""

import secrets

from forum.core.errors import N_, Invalid
from forum.i18n import bidi, catalog, digits, folding, locale

LIMIT = 60  # visible characters
_STORED = 120  # code points: marks and joiners do not count as visible
_STORED_KEY = 200  # code points: some letters fold to eighteen
_SMALLEST, _LARGEST = 1_000, 999_999


def cleaned(text: str) -> str:
    """The name as it is stored. Raises Invalid (field "name")."""
    name = bidi.clean_line(text)
    if bidi.is_blank(name):
        raise Invalid(N_("Please write a name."), field="name")
    is_long = bidi.is_longer(name, LIMIT) or len(name) > _STORED
    if is_long or len(key(name)) > _STORED_KEY:
        raise Invalid(N_("At most %(limit)s characters."), field="name", limit=LIMIT)
    if folding.is_mixed_script(name):
        raise Invalid(N_("Write the name in letters of one script."), field="name")
    if folding.is_reserved_name(name):
        raise Invalid(N_("This name is kept for the team."), field="name")
    return name


def key(name: str) -> str:
    """What two names share that a reader would take for the same."""
    return folding.unique_key(name)


def made_up(profile: locale.Profile) -> str:
    """A name for somebody who gave none, in his language: "Guest 48213"."""
    number = _SMALLEST + secrets.randbelow(_LARGEST - _SMALLEST)
    with locale.use(profile):
        shown = digits.localize(str(number), profile.digits)
        return catalog.gettext("Guest %(number)s", number=shown)
