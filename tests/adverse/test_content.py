"""Content that comes too fast, goes away and comes back."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.follows import queries as follows
from forum.suggestions.models import Suggestion
from forum.votes import queries as votes
from tests import make
from tests.drift import no_drift
from tests.suggestions.acting import TITLE, act, respond


def count_of_suggestions():
    return db.session.scalar(select(func.count()).select_from(Suggestion))


@pytest.mark.limits
def test_adv_177_the_first_day_of_an_account_has_limits(cast, sign_in):
    board = make.board("ideas")
    newcomer, link = sign_in(make.person(language="en")), "see https://spam.example/now"
    titles = [f"{TITLE} {n}" for n in range(5)]
    found = [
        newcomer.post("/b/ideas/new", {"title": title, "seen_title": title, "body": link})
        for title in titles
    ]
    assert [answer.status for answer in found] == [303] * 3 + [429] * 2
    assert found[-1].html.one("textarea", name="body").raw_text.strip() == link
    assert int(found[-1].headers["Retry-After"]) > 0
    assert count_of_suggestions() == 3
    wish = make.suggestion(board, cast.sara)
    said = [
        newcomer.post(f"/s/{wish.id}/comments/new", {"body": f"{link} {n}"}).status
        for n in range(12)
    ]
    assert said == [303] * 10 + [429] * 2
    assert make.fresh(wish).comment_count == 10
    no_drift()


@pytest.mark.limits
def test_adv_177_an_older_account_may_post_more(cast, sign_in):
    make.board("ideas")
    old = sign_in(make.person(at=clock.now() - timedelta(days=2)))
    for number in range(4):
        title = f"{TITLE} {number}"
        answer = old.post("/b/ideas/new", {"title": title, "seen_title": title, "body": ""})
        assert answer.status == 303


def test_adv_179_a_form_sent_at_once_is_no_silent_loss(cast, sign_in):
    """Whoever is quick, or fills fields nobody asked for, is a person until shown otherwise."""
    make.board("ideas")
    data = {"title": TITLE, "body": "", "website": "https://auto.fill", "url": "x", "name2": "y"}
    assert sign_in(cast.sara).post("/b/ideas/new", data).status == 303
    assert count_of_suggestions() == 1


@pytest.mark.parametrize("verb", ["hide", "withdraw"])
def test_adv_219_gone_everywhere_and_back_with_everything(cast, sign_in, guest, verb):
    board = make.board("ideas")
    wish = make.suggestion(board, cast.sara, title="ناپدیدشونده", body="متنی که می‌رود")
    make.vote(wish, cast.omid)
    make.comment(wish, cast.omid, body="نظری که می‌رود")
    respond(cast.reza, wish, "پاسخی که می‌رود")
    omid = sign_in(cast.omid)
    omid.post(f"/s/{wish.id}/follow", {"want": "ask"})
    pages = (
        "/",
        "/b/ideas",
        "/b/ideas?sort=new",
        f"/b/ideas?q={quote('متنی')}",
        "/me/votes",
    )
    before = {path: omid.get(path).text for path in pages}
    assert all("ناپدیدشونده" in text for text in before.values())
    heat = make.fresh(wish).heat
    who = cast.layla if verb == "hide" else cast.sara
    act(verb, who, wish, reason="اشتباه")
    for visitor in (guest, omid):
        for path in (*pages, f"/s/{wish.id}", f"/s/{wish.id}/history", f"/s/{wish.id}/vote"):
            text = visitor.get(path).text
            for word in ("ناپدیدشونده", "که می‌رود"):
                assert word not in text, path
        assert visitor.get(f"/s/{wish.id}").status == 404
    no_drift()
    if verb == "hide":
        act("restore", cast.layla, wish)
        after = make.fresh(wish)
        assert (after.vote_count, after.comment_count, after.heat) == (1, 1, heat)
        assert follows.is_following(cast.omid.id, wish.id)
        assert votes.voted_ids(cast.omid.id, [wish.id])
        assert "ناپدیدشونده" in omid.get("/b/ideas").text
        assert "پاسخی که می‌رود" in guest.get(f"/s/{wish.id}").text
    no_drift()
