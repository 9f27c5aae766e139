"""Reading settings."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.core import version
from forum.core.db import db
from forum.site import schema
from forum.site.models import Setting

_ALL = select(Setting.key, Setting.value)


@dataclass(frozen=True)
class Settings:
    """The settings in force, typed; field names are the keys of the schema."""

    name: str
    tagline: str
    brand_colour: str
    default_language: str
    arabic_digits: str
    zone: str
    week_start: str
    who_may_post: str

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
