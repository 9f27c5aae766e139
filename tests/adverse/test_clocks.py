"""ADV-199: two machines of one forum, the clock of one of them two days away."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from forum.core import clock, jobs
from forum.core.unit_of_work import writing
from tests import make
from tests.accounts.letterbox import code_to
from tests.drift import no_drift
from tests.visitor import Visitor

AHEAD, BEHIND = timedelta(days=2), timedelta(days=-2)
BOTH = pytest.mark.parametrize("away", [AHEAD, BEHIND], ids=["ahead", "behind"])
SARA = "sara@example.com"


def _elsewhere(away: timedelta) -> AbstractContextManager[None]:
    """Inside the block the other machine acts."""
    return clock.at(clock.now() + away)


@BOTH
def test_adv_199_a_code_is_taken_or_asked_for_anew(guest: Visitor, away: timedelta) -> None:
    with _elsewhere(away):
        guest.post("/account/sign-in", {"email": SARA, "next": "/preferences"})
    answer = guest.post("/account/code", {"code": code_to(SARA)})
    if away == BEHIND:  # made two days ago, as it seems
        assert answer.status == 422
        assert answer.html.one("main").all("a", href="/account/sign-in")
        guest.post("/account/sign-in", {"email": SARA, "next": "/preferences"})
        answer = guest.post("/account/code", {"code": code_to(SARA)})
    assert (answer.status, answer.location) == (303, "/preferences")


@BOTH
def test_adv_199_who_is_signed_in_here_is_so_there(
    app: Flask, cast: make.Cast, away: timedelta
) -> None:
    sara = Visitor(app)
    with _elsewhere(away):
        sara.sign_in(cast.sara)
        assert sara.get("/account").status == 200
    assert sara.get("/account").status == 200


def test_adv_199_no_proof_comes_from_the_future(app: Flask, cast: make.Cast) -> None:
    """It would be fresh for days; a clock that is a little ahead is no harm."""
    dana = Visitor(app)
    with _elsewhere(AHEAD):
        dana.sign_in(cast.dana)
        assert dana.get("/admin/site").status == 200
    assert dana.get("/admin/site").location == "/account/confirm?next=/admin/site"
    with _elsewhere(timedelta(minutes=4)):
        dana.sign_in(cast.dana)
    assert dana.get("/admin/site").status == 200


@BOTH
def test_adv_199_what_was_done_there_stands_here(
    app: Flask, cast: make.Cast, away: timedelta
) -> None:
    board = make.board("ideas")
    omid = Visitor(app).sign_in(cast.omid)
    with _elsewhere(away):
        omid.sign_in(cast.omid)
        posted = omid.post("/b/ideas/new", {"title": "پیشنهادی از روزی دیگر"})
        assert posted.status == 303
        page = posted.location.partition("?")[0]
    number = page.partition("/s/")[2].partition("/")[0].partition("-")[0]
    here = Visitor(app).sign_in(cast.sara)
    assert here.post(f"/s/{number}/vote", {"want": "cast"}).status == 303
    assert here.post(f"/s/{number}/comments/new", {"body": "من هم"}).status == 303
    for language in ("fa", "ar", "en"):
        for sort in ("trending", "new", "updated"):
            listed = Visitor(app).get(f"/b/{board.slug}?sort={sort}", language=language)
            assert "پیشنهادی از روزی دیگر" in listed.text
        assert Visitor(app).get(page, language=language).status == 200
    with _elsewhere(away):
        assert omid.post(f"/s/{number}/vote", {"want": "withdraw"}).status == 303
    no_drift()


@BOTH
def test_adv_199_a_job_is_done_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch, away: timedelta
) -> None:
    """By the machine on which it is due; the other one says that it is taken."""
    done: list[dict[str, object]] = []
    monkeypatch.setattr(jobs, "_functions", {"tests.note": done.append})
    monkeypatch.setattr(jobs, "_deliver", lambda job_id: None)
    with writing():
        job_id = jobs.enqueue("tests.note", {"n": 1}) or 0
    with _elsewhere(away):
        there = jobs.run(job_id)
    here = jobs.run(job_id)
    assert (there, here) == (("done", "taken") if away == AHEAD else ("taken", "done"))
    assert done == [{"n": 1}]
