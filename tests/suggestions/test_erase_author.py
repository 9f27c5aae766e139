"""What is left of an erased person's suggestions."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.unit_of_work import writing
from forum.suggestions.actions import authors
from forum.suggestions.models import SuggestionRevision
from forum.suggestions.queries import lists, single
from tests import make
from tests.drift import no_drift
from tests.racing import raised, together
from tests.suggestions.acting import act, edit, respond


def erase(person, *, keeps_texts):
    with writing():
        authors.erase_author(person_id=person.id, keeps_texts=keeps_texts)


@pytest.fixture
def wish(cast):
    made = make.suggestion(make.board(), cast.sara, title="شمارهٔ من ۰۹۱۲")
    make.vote(made, cast.omid)
    edit(cast.sara, made, title="بدون شماره", body="متن تازه")
    respond(cast.reza, made)
    return made


def test_texts_that_are_kept_lose_their_earlier_wordings(cast, wish):
    erase(cast.sara, keeps_texts=True)
    now = make.fresh(wish)
    assert (now.state, now.title, now.vote_count) == ("published", "بدون شماره", 1)
    assert db.session.execute(select(SuggestionRevision.title, SuggestionRevision.body)).all() == [
        ("", "")
    ]
    no_drift()


def test_texts_that_go_leave_the_count(cast, wish):
    erase(cast.sara, keeps_texts=False)
    now = make.fresh(wish)
    assert (now.state, now.vote_count, now.revision) == ("withdrawn", 1, 2)
    texts = (now.title, now.title_key, now.body, now.body_html, now.excerpt, now.reason)
    assert set(texts) == {""}
    assert lists.cards([wish.board_id]).rows == ()
    no_drift()


def test_others_are_not_touched(cast, wish):
    other = make.suggestion(author=cast.omid)
    edit(cast.omid, other)
    erase(cast.sara, keeps_texts=False)
    assert make.fresh(other).state == "published"
    assert [row.title for row in single.revisions(make.actor(cast.omid), other.id)] == [other.title]
    no_drift()


def test_erased_while_a_moderator_hides_it(app, cast, full):
    for _ in range(20 if full else 5):
        wishes = [make.suggestion(author=cast.sara) for _ in range(2)]
        results = together(
            app,
            lambda: erase(cast.sara, keeps_texts=False),
            lambda wish=wishes[1]: act("hide", cast.layla, wish),
            lambda wish=wishes[0]: act("set_status", cast.reza, wish, status_key="planned"),
        )
        assert all(error.__class__.__name__ == "Conflict" for error in raised(results)), results
        no_drift()
