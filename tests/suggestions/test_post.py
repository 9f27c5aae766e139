"""Posting a suggestion."""

import pytest

from forum.core import clock
from forum.core.errors import Forbidden, Invalid, Missing
from forum.core.unit_of_work import writing
from forum.follows import queries as follows
from forum.site import actions as site
from forum.suggestions import limits
from forum.votes import queries as votes
from tests import make
from tests.drift import no_drift
from tests.suggestions.acting import post


def test_it_is_public_at_once_with_the_vote_of_its_author(cast):
    board = make.board(approval="none")
    posted = make.fresh(post(cast.sara, board))
    assert (posted.state, posted.vote_count, posted.comment_count) == ("published", 1, 0)
    assert posted.published_at == posted.created_at
    assert posted.status_id == make.fresh(make.suggestion(board, status="new")).status_id
    assert (posted.language, posted.dir) == ("fa", "rtl")
    assert "<em>دستی</em>" in posted.body_html
    assert votes.voted_ids(cast.sara.id, [posted.id]) == {posted.id}
    assert follows.is_following(cast.sara.id, posted.id)
    no_drift()


def test_where_all_wait_it_waits_without_a_vote(cast):
    posted = make.fresh(post(cast.sara, make.board(approval="all")))
    assert (posted.state, posted.vote_count, posted.published_at) == ("pending", 0, None)
    no_drift()


def test_who_may_approve_waits_for_nobody(cast):
    for who in ("layla", "dana"):
        posted = post(getattr(cast, who), make.board(approval="all"))
        assert posted.state == "published"


def test_a_moderator_of_another_board_waits(cast):
    make.member(make.board(), cast.omid, "moderator")
    assert post(cast.omid, make.board(approval="all")).state == "pending"


def test_with_three_approved_ones_a_person_is_no_newcomer(cast):
    board = make.board(approval="newcomers")
    for _ in range(limits.NEWCOMER_UNTIL - 1):
        make.suggestion(board, cast.sara)
    make.suggestion(board, cast.sara, state="pending")
    make.suggestion(board, cast.sara, state="rejected")
    make.suggestion(board, cast.omid)
    assert post(cast.sara, board).state == "pending"
    make.suggestion(board, cast.sara)
    assert post(cast.sara, board).state == "published"
    no_drift()


def test_a_closed_board_takes_none_but_of_the_team(cast):
    board = make.board(is_open=False)
    with pytest.raises(Forbidden):
        post(cast.sara, board)
    assert post(cast.reza, board).state == "published"
    no_drift()


def test_where_the_team_alone_may_post_customers_may_not(cast):
    board = make.board()
    with writing():
        site.change(actor=make.actor(cast.dana), values={"who_may_post": "staff"})
    with pytest.raises(Forbidden):
        post(cast.sara, board)
    assert post(cast.layla, board).state == "published"


def test_a_private_board_is_missing_for_an_outsider(cast):
    board = make.board(visibility="private")
    with pytest.raises(Missing):
        post(cast.sara, board)
    make.member(board, cast.sara)
    assert post(cast.sara, board).board_id == board.id


def test_the_category_is_one_of_the_board(cast):
    board = make.board()
    own, foreign = make.category(board), make.category(make.board())
    archived = make.category(board, "کهنه", archived_at=clock.now())
    assert post(cast.sara, board, category_id=own.id).category_id == own.id
    for wrong in (foreign.id, archived.id, 0):
        with pytest.raises(Invalid) as refused:
            post(cast.sara, board, category_id=wrong)
        assert refused.value.field == "category"
    no_drift()
