"""Changing one's own comment."""

import pytest
from sqlalchemy import select

from forum.comments.models import CommentRevision
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Missing
from tests import make
from tests.comments.acting import act, edit
from tests.drift import no_drift
from tests.racing import raised, together


@pytest.fixture
def comment(cast):
    return make.comment(make.suggestion(author=cast.sara), cast.omid, body="نخست")


def test_the_earlier_words_are_kept(cast, comment):
    edit(cast.omid, comment, "دوم")
    edit(cast.omid, comment, "سوم", seen=2)
    now = make.fresh(comment)
    assert (now.body, now.revision) == ("سوم", 3)
    assert now.edited_at
    rows = db.session.scalars(select(CommentRevision).order_by(CommentRevision.revision)).all()
    assert [(row.revision, row.body) for row in rows] == [(1, "نخست"), (2, "دوم")]
    no_drift()


@pytest.mark.parametrize("who", ["sara", "layla", "dana"])
def test_nobody_changes_anothers_words(cast, comment, who):
    with pytest.raises(Forbidden):
        edit(getattr(cast, who), comment, "نه")
    assert make.fresh(comment).body == "نخست"


def test_who_saw_an_older_wording_is_told(cast, comment):
    edit(cast.omid, comment, "دوم")
    with pytest.raises(Conflict):
        edit(cast.omid, comment, "از پنجرهٔ دیگر", seen=1)
    assert make.fresh(comment).body == "دوم"


def test_saved_in_two_windows_at_once_one_is_told(app, cast, comment):
    results = together(
        app, lambda: edit(cast.omid, comment, "یکی"), lambda: edit(cast.omid, comment, "دیگری")
    )
    assert [type(error) for error in raised(results)] == [Conflict]
    assert make.fresh(comment).revision == 2


def test_what_is_gone_is_not_changed(cast, comment):
    act("hide", cast.layla, comment)
    with pytest.raises(Missing):
        edit(cast.omid, comment, "باز هم")
    act("restore", cast.layla, comment)
    act("delete", cast.omid, comment)
    with pytest.raises(Missing):
        edit(cast.omid, comment, "باز هم")
    no_drift()
