"""Reading settings."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.core import version
from forum.core.db import db
from forum.i18n import locale
from forum.i18n.catalog import gettext
from forum.site import schema
from forum.site.models import Setting

_ALL = select(Setting.key, Setting.value)


@dataclass(frozen=True)
class Settings:
    """The settings in force, typed; field names are the keys of the schema."""

    name_fa: str
    name_ar: str
    name_en: str
    tagline_fa: str
    tagline_ar: str
    tagline_en: str
    brand_colour: str
    default_language: str
    arabic_digits: str
    zone: str
    week_start: str
    who_may_post: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the site was given, the one in its default language first."""
        found = (self._own("name", self.default_language), self.name_fa, self.name_ar, self.name_en)
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def name(self) -> str:
        """In the language of whoever reads now, else in the site's own; ours where it has none."""
        mine = self._own("name", locale.current().language)
        return mine or next(iter(self.names), "") or gettext(schema.BRAND)

    @property
    def tagline(self) -> str:
        """In the language of whoever reads now, "" for none: a sentence is no name."""
        return self._own("tagline", locale.current().language)

    def _own(self, kind: str, language: str) -> str:
        return str(getattr(self, f"{kind}_{locale.base(language)}"))

    @property
    def first_weekday(self) -> int | None:
        """0 Monday … 6 Sunday; None: by language and region."""
        return int(self.week_start) if self.week_start else None


def stored() -> Settings:
    """What the database says, on a connection of its own (a reader's transaction stays his)."""
    with db.engine.connect() as connection:
        rows: dict[str, Any] = {row.key: row.value for row in connection.execute(_ALL)}
    known = {key: str(rows.get(key, default)) for key, default in schema.DEFAULTS.items()}
    return Settings(**known)


_kept = version.Kept(stored)


def current() -> Settings:
    """The settings in force, from memory as long as the structure stands."""
    return _kept.get()


def at_hand() -> Settings:
    """The same for the frame of any page, error pages too: never fails, though the database
    does."""
    return _kept.at_hand(Settings(**schema.DEFAULTS))
