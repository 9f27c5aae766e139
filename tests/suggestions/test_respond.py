"""The official response: one, pinned, dated; its earlier wordings are kept."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Forbidden, Missing
from forum.suggestions.models import OfficialResponse, OfficialResponseRevision
from forum.suggestions.queries import single
from tests import make
from tests.racing import raised, together
from tests.suggestions.acting import act, audited, respond


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(), cast.sara)


def wordings():
    rows = db.session.scalars(
        select(OfficialResponseRevision).order_by(OfficialResponseRevision.revision)
    ).all()
    return [(row.revision, row.body, row.author_id) for row in rows]


def test_written_again_it_is_still_one(cast, wish):
    respond(cast.reza, wish, "در برنامه است.")
    respond(cast.layla, wish, "**آماده** شد.")
    found = single.response_of(wish.id)
    assert (found.body, found.revision, found.author_id) == ("**آماده** شد.", 2, cast.layla.id)
    assert "<strong>" in found.body_html
    assert (found.language, found.dir) == ("fa", "rtl")
    assert wordings() == [(1, "در برنامه است.", cast.reza.id), (2, "**آماده** شد.", cast.layla.id)]
    assert [row[0] for row in audited(wish)] == ["suggestion.responded"] * 2
    assert make.fresh(wish).updated_at > wish.updated_at


def test_the_author_is_told_once(cast, wish, mails, run_jobs):
    respond(cast.reza, wish, "در برنامه است.")
    run_jobs()
    respond(cast.reza, wish, "هنوز در برنامه است.")
    run_jobs()
    (letter,) = mails
    assert letter["To"] == "sara@example.com"
    assert "در برنامه است." in letter.get_body(("plain",)).get_content()


def test_customers_do_not_answer(cast, wish):
    for who in (cast.sara, cast.omid):
        with pytest.raises(Forbidden):
            respond(who, wish)
    hidden = make.suggestion(make.board(visibility="private"), cast.sara)
    with pytest.raises(Missing):
        respond(cast.layla, hidden)
    assert wordings() == []


def test_two_answers_at_once_are_two_wordings_of_one(app, cast, wish):
    results = together(
        app, lambda: respond(cast.reza, wish, "یکی"), lambda: respond(cast.layla, wish, "دیگری")
    )
    assert not raised(results)
    assert [row[0] for row in wordings()] == [1, 2]
    stored = db.session.scalars(select(OfficialResponse)).one()
    assert (stored.revision, stored.body) == wordings()[-1][:2]


def test_it_stays_through_hiding(cast, wish):
    respond(cast.reza, wish)
    act("hide", cast.layla, wish)
    act("restore", cast.layla, wish)
    assert single.response_of(wish.id).revision == 1
