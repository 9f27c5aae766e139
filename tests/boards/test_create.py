"""Making a board."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.boards import queries
from forum.boards.actions import boards
from forum.boards.draft import Draft
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.core.unit_of_work import writing
from tests import make

DRAFT = Draft(names={"fa": "برنامهٔ موبایل", "en": "Mobile app"}, language="fa")


def create(cast, draft=DRAFT):
    with writing():
        return boards.create(actor=make.actor(cast.dana), draft=draft)


def test_a_board_is_named_per_language_and_stands_last(cast):
    first = make.board(position=7)
    made = create(cast)
    rows = queries.visible_boards(make.actor(cast.sara))
    assert [row.id for row in rows] == [first.id, made.id]
    assert rows[1].name_in("fa") == "برنامهٔ موبایل"
    assert rows[1].name_in("en") == "Mobile app"
    assert rows[1].name_in("ar") == "برنامهٔ موبایل", "falls back to the board's own language"


def test_the_address_is_made_from_the_name_in_its_own_letters(cast):
    assert create(cast).slug == "برنامه-موبایل"


def test_an_address_made_from_a_name_steps_aside_of_one_that_is_taken(cast):
    make.board(slug="mobile-app", name="دیگر")
    make.board(slug="mobile-app-2", name="دیگری")
    made = create(cast, Draft(names={"en": "Mobile app"}, language="en"))
    assert made.slug == "mobile-app-3"


def test_a_chosen_address_that_is_taken_is_refused(cast):
    make.board(slug="mobile", name="دیگر")
    with pytest.raises(Invalid) as refused:
        create(cast, Draft(names={"en": "App"}, language="en", slug="Mobile"))
    assert refused.value.field == "slug"


def test_it_is_in_the_audit_log_with_what_it_became(cast):
    made = create(cast)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor_id, entry.board_id) == (
        "boards.created",
        cast.dana.id,
        made.id,
    )
    assert entry.after["visibility"] == "public"
    assert entry.after["names"] == {"fa": "برنامهٔ موبایل", "en": "Mobile app"}


@pytest.mark.parametrize("who", ["sara", "layla", "reza"])
def test_only_administrators_make_boards(cast, who):
    with pytest.raises(Forbidden), writing():
        boards.create(actor=make.actor(getattr(cast, who)), draft=DRAFT)
    assert not queries.directory().boards


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(names={"en": "App"}, language="fa"), "name_fa"),
        (Draft(names={"fa": "\u200c\u200c \u2060"}, language="fa"), "name_fa"),
        (Draft(names={"fa": "ا" * 61}, language="fa"), "name_fa"),
        (Draft(names={"fa": "برنامه", "de": "App"}, language="fa"), "name_de"),
        (Draft(names={"fa": "برنامه"}, language="de"), "language"),
        (Draft(names={"fa": "برنامه"}, language="fa", visibility="secret"), "visibility"),
        (Draft(names={"fa": "برنامه"}, language="fa", approval="maybe"), "approval"),
        (Draft(names={"fa": "برنامه"}, language="fa", roles=["administrator"]), "roles"),
        (Draft(names={"fa": "برنامه"}, language="fa", slug="///"), "slug"),
        (Draft(names={"fa": "برنامه"}, language="fa", descriptions={"fa": "ب" * 301}),
         "description_fa"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(cast, draft, field):
    with pytest.raises(Invalid) as refused:
        create(cast, draft)
    assert refused.value.field == field
    assert not queries.directory().boards


def test_names_that_readers_take_for_the_same_are_one_name(cast):
    make.board(name="كتاب ۱")
    with pytest.raises(Invalid) as refused:
        create(cast, Draft(names={"fa": "کتاب 1"}, language="fa"))
    assert refused.value.field == "name_fa"


def test_a_name_without_letters_still_gets_an_address(cast):
    assert create(cast, Draft(names={"en": "🚀"}, language="en")).slug == "board"
