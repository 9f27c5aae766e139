"""Changing settings."""

from collections.abc import Mapping

from forum.audit import actions as audit
from forum.core import unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import N_, Forbidden, Invalid
from forum.core.permissions import Permission
from forum.i18n import bidi, locale
from forum.site import contrast, queries, schema
from forum.site.models import Setting


def change(*, actor: Actor, values: Mapping[str, str]) -> list[str]:
    """Set the given settings; the keys that really changed.

    Raises Forbidden, or Invalid naming the field that cannot have its value.
    """
    if not actor.may(Permission.MANAGE_SITE):
        raise Forbidden(N_("You may not change the site's settings."))
    before = queries.stored()
    wanted = {key: _checked(key, raw) for key, raw in values.items()}
    changed = [key for key, value in wanted.items() if value != getattr(before, key)]
    for key in changed:
        db.session.merge(Setting(key=key, value=wanted[key]))
    if changed:
        unit_of_work.structure_changed()
        audit.record(
            actor=actor,
            action="site.changed",
            subject_kind="site",
            subject_id=None,
            before={key: getattr(before, key) for key in changed},
            after={key: wanted[key] for key in changed},
        )
    return changed


def _checked(key: str, raw: str) -> str:
    """The value as it may be stored. Raises Invalid naming the key."""
    field = schema.BY_KEY.get(key)
    if field is None:
        raise Invalid(N_("There is no such setting."), field=key)
    value = bidi.clean_line(raw)
    if bidi.is_blank(value):
        value = ""
        if field.is_required:
            raise Invalid(N_("This field is required."), field=key)
    if field.limit and bidi.is_longer(value, field.limit):
        raise Invalid(N_("At most %(limit)s characters."), field=key, limit=field.limit)
    if field.type == "choice" and not field.allows(value):
        raise Invalid(N_("Choose one of the list."), field=key)
    if field.type == "zone" and not locale.is_zone(value):
        raise Invalid(N_("Choose one of the list."), field=key)
    return _checked_colour(key, value) if field.type == "colour" and value else value


def _checked_colour(key: str, value: str) -> str:
    value = value.lower()
    if not schema.is_colour(value):
        raise Invalid(N_("Write a colour as # and six digits."), field=key)
    if contrast.ratio(value, "#ffffff") < contrast.MINIMUM:
        raise Invalid(N_("This colour is too light to read on white."), field=key)
    return value
