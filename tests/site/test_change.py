"""Changing the site's settings."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.core.unit_of_work import writing
from forum.i18n import locale
from forum.site import actions as site
from forum.site import queries, schema
from tests import make


def change(cast, who="dana", **values):
    with writing():
        return site.change(actor=make.actor(getattr(cast, who)), values=values)


def test_what_nobody_set_has_its_default(app):
    assert vars(queries.current()) == schema.DEFAULTS


def test_a_new_value_is_read_at_once_and_only_changes_are_logged(cast):
    assert queries.current().name == "Sada"
    assert change(cast, name_fa="  صدای\u202e ما ", default_language="en") == ["name_fa"]
    assert queries.current().name == "صدای ما"
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.before, entry.after) == (
        "site.changed",
        {"name_fa": ""},
        {"name_fa": "صدای ما"},
    )


def test_saving_what_stands_already_leaves_no_trace(cast):
    assert change(cast, name_en="\u200c \u2060", zone="UTC") == []
    assert db.session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name_fa", "n" * 61),
        ("tagline_ar", "n" * 161),
        ("default_language", "de"),
        ("arabic_digits", "arabext"),
        ("zone", "Asia/Tehran\u200b2"),
        ("zone", ""),
        ("zone", "/etc/passwd"),
        ("week_start", "9"),
        ("who_may_post", "nobody"),
        ("brand_colour", "teal"),
        ("brand_colour", "#ffd54f"),
        ("brand_colour", "#0A6B6"),
        ("is_admin", "1"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast, key, value):
    with pytest.raises(Invalid) as refused:
        change(cast, **{"tagline_en": "ok", key: value})
    assert refused.value.field == key
    assert queries.current().tagline == ""


def test_a_readable_colour_is_kept_in_lower_case_and_can_be_taken_back(cast):
    change(cast, brand_colour="#7A1FA2")
    assert queries.current().brand_colour == "#7a1fa2"
    change(cast, brand_colour="")
    assert queries.current().brand_colour == ""


@pytest.mark.parametrize("who", ["sara", "layla", "reza"])
def test_only_administrators_change_settings(cast, who):
    with pytest.raises(Forbidden):
        change(cast, who=who, name_en="ours")
    assert queries.current().name == "Sada"


def seen(language):
    """(name, tagline) as a reader of this language sees them."""
    with locale.use(locale.Profile(language=language)):
        return queries.current().name, queries.current().tagline


def test_a_site_without_a_name_bears_ours_in_each_language(app):
    assert [seen(language)[0] for language in locale.LANGUAGES] == ["صدا", "صدى", "Sada"]


def test_a_name_in_one_language_is_everybodys_a_tagline_only_its_readers(cast):
    change(cast, name_ar="صوتكم", tagline_ar="قل ما تريد")
    assert seen("ar") == ("صوتكم", "قل ما تريد")
    assert seen("fa") == seen("en") == ("صوتكم", "")


def test_who_has_no_name_in_his_language_sees_the_default_ones(cast):
    change(cast, name_ar="صوتكم", name_fa="صدای شما", default_language="fa")
    assert [seen(language)[0] for language in locale.LANGUAGES] == ["صدای شما", "صوتكم", "صدای شما"]
    change(cast, name_en="Your voice")
    assert seen("en")[0] == "Your voice"
    assert queries.current().names == ("صدای شما", "صوتكم", "Your voice")
