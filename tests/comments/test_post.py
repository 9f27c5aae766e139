"""Writing a comment or a reply."""

import pytest

from forum.comments import drafting, limits, queries
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.follows import queries as follows
from forum.suggestions import ranking
from tests import make
from tests.comments.acting import act, post
from tests.drift import no_drift


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board(), cast.sara)


def thread(actor, wish, **more):
    return queries.thread(make.actor(actor), wish.id, board_id=wish.board_id, **more)


def test_it_is_counted_warms_and_is_followed(cast, wish):
    comment = post(cast.omid, wish, "بله، **حتماً**")
    now = make.fresh(wish)
    assert now.comment_count == 1
    assert now.heat == pytest.approx(ranking.comment_heat(comment.created_at))
    assert now.updated_at == comment.created_at
    assert "<strong>" in comment.body_html
    assert follows.is_following(cast.omid.id, wish.id)
    no_drift()


def test_replies_are_drawn_on_two_levels_and_keep_their_parent(cast, wish):
    root = post(cast.sara, wish, "ریشه")
    reply = post(cast.omid, wish, "پاسخ", parent_id=root.id)
    deeper = post(cast.reza, wish, "پاسخ به پاسخ", parent_id=reply.id)
    assert deeper.parent_id == reply.id
    (shown,) = thread(cast.sara, wish).roots
    assert [row.id for row in shown.replies] == [reply.id, deeper.id]
    assert [row.is_team for row in shown.replies] == [False, True]


def test_a_reply_belongs_to_its_suggestion(cast, wish):
    elsewhere = make.comment(make.suggestion(author=cast.sara))
    with pytest.raises(Conflict):
        post(cast.omid, wish, parent_id=elsewhere.id)
    gone = post(cast.omid, wish)
    act("delete", cast.omid, gone)
    with pytest.raises(Missing):
        post(cast.sara, wish, parent_id=gone.id)
    with pytest.raises(Missing):
        post(cast.sara, wish, parent_id=4711)
    no_drift()


def test_what_is_not_public_is_not_discussed(cast):
    for state in ("pending", "withdrawn", "rejected"):
        wish = make.suggestion(author=cast.sara, state=state)
        with pytest.raises(Forbidden):
            post(cast.sara, wish)
        with pytest.raises(Missing):
            post(cast.omid, wish)
        no_drift()


def test_on_a_closed_board_the_team_alone_speaks(cast):
    wish = make.suggestion(make.board(is_open=False), cast.sara)
    with pytest.raises(Conflict):
        post(cast.sara, wish)
    post(cast.layla, wish)
    no_drift()


@pytest.mark.parametrize("body", ["", " \n", "\u200b\u200c", "\u3164", "ا" * (limits.BODY_MAX + 1)])
def test_a_comment_says_something_and_ends(body):
    with pytest.raises(Invalid) as refused:
        drafting.draft(body=body, language="fa")
    assert refused.value.field == "body"


def test_a_long_discussion_is_read_page_by_page_without_loss(cast, wish):
    made = [make.comment(wish, cast.omid).id for _ in range(limits.PAGE * 2 + 3)]
    first = thread(cast.sara, wish)
    assert first.more_after is not None
    second = thread(cast.sara, wish, after=first.more_after)
    assert second.more_after is None
    assert [row.id for row in [*first.roots, *second.roots]] == made
