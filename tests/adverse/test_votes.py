"""Votes under attack: many at once, again and again, in the past and in the future."""

import itertools
import math
import random
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from forum.accounts.actions import people
from forum.boards import queries as boards
from forum.comments import queries as comments
from forum.core import clock
from forum.core.db import db
from forum.core.errors import DomainError
from forum.core.unit_of_work import writing
from forum.suggestions import ranking, tallies
from forum.suggestions.actions import authors, review
from forum.suggestions.actions import team as suggestion_team
from forum.suggestions.models import StatusChange, Suggestion, SuggestionTally
from forum.suggestions.queries import lists
from forum.votes import actions
from forum.votes import queries as votes
from forum.votes.models import Vote
from tests import make
from tests.comments.acting import post as post_comment
from tests.drift import no_drift
from tests.racing import raised, together
from tests.suggestions.acting import draft, post
from tests.visitor import Visitor

THREADS = 8


@pytest.fixture
def wish(cast):
    return make.suggestion(make.board("ideas"), cast.sara)


def browsers(app, people):
    found = [Visitor(app).sign_in(person) for person in people]
    for browser in found:
        browser.csrf_token()
    return found


def at_once(app, acts):
    """Answers of many requests, as many at a time as a server has threads."""
    shares = [acts[start::THREADS] for start in range(THREADS)]
    found = together(app, *[lambda share=share: [act() for act in share] for share in shares])
    assert not raised(found)
    return [answer for share in found for answer in share]


def test_adv_119_fifty_votes_of_one_person_at_once(app, cast, wish):
    (browser,) = browsers(app, [cast.omid])
    token, cookie = browser.csrf_token(), browser.cookie("sada_session")

    def vote():
        other = Visitor(app)
        other.client.set_cookie("sada_session", cookie)
        return other.post(f"/s/{wish.id}/vote", {"want": "cast"}, token=token, htmx=True)

    found = at_once(app, [vote] * 50)
    assert {answer.status for answer in found} == {200}
    assert {answer.html.one("button").text for answer in found} == {"۱"}
    assert make.fresh(wish).vote_count == 1
    no_drift()


def test_adv_119_forty_people_at_once(app, wish):
    people = browsers(app, [make.person() for _ in range(40)])
    path = f"/s/{wish.id}/vote"
    found = at_once(app, [lambda b=b: b.post(path, {"want": "cast"}) for b in people])
    assert {answer.status for answer in found} == {303}
    assert make.fresh(wish).vote_count == 40
    no_drift()


def test_adv_120_toggled_by_eight_threads(app, cast, wish, full):
    said = []

    def toggle(seed):
        order = random.Random(seed)
        for _ in range(200 if full else 20):
            verb = order.choice([actions.cast, actions.withdraw])
            with writing():
                state = verb(actor=make.actor(cast.omid), suggestion_id=wish.id)
            assert state.count in (0, 1)
            said.append(state.is_cast)

    assert not raised(together(app, *[lambda seed=seed: toggle(seed) for seed in range(8)]))
    no_drift()
    last = make.fresh(wish).vote_count
    assert last in (0, 1)
    with writing():
        state = actions.cast(actor=make.actor(cast.omid), suggestion_id=wish.id)
    assert state.count == 1
    assert len(said) == 8 * (200 if full else 20)
    no_drift()


def test_adv_127_ones_own_suggestion_has_ones_own_vote_once(app, cast):
    board = make.board()
    posted = post(cast.sara, board)
    for _ in range(2):
        with writing():
            actions.cast(actor=make.actor(cast.sara), suggestion_id=posted.id)
    with writing():
        review.hide(actor=make.actor(cast.layla), suggestion_id=posted.id)
    with writing():
        review.restore(actor=make.actor(cast.layla), suggestion_id=posted.id)
    assert make.fresh(posted).vote_count == 1
    no_drift()


def test_adv_128_a_captured_vote_dies_with_its_session(app, cast, wish):
    (browser,) = browsers(app, [cast.omid])
    cookie, token = browser.cookie("sada_session"), browser.csrf_token()
    browser.post("/account/sign-out")
    replay = Visitor(app)
    replay.client.set_cookie("sada_session", cookie)
    answer = replay.post(f"/s/{wish.id}/vote", {"want": "cast"}, token=token)
    assert answer.status == 400
    assert make.fresh(wish).vote_count == 0


def test_adv_128_no_link_votes(app, cast, wish):
    (browser,) = browsers(app, [cast.omid])
    for query in ("", "?want=cast", "?_method=POST", "?vote=1"):
        page = browser.get(f"/s/{wish.id}/vote{query}")
        assert page.html.one("form", action=f"/s/{wish.id}/vote")["method"] == "post"
    assert make.fresh(wish).vote_count == 0


def test_adv_131_votes_of_any_age_give_a_total_order(cast):
    board, now = make.board(), clock.now()
    ages = [timedelta(days=days) for days in (3650, 365, 0, 0, -1, -3650, -900_000)]
    wishes = [make.suggestion(board, cast.sara) for _ in ages]
    for wish, age in zip(wishes, ages, strict=True):
        make.vote(wish, cast.omid, at=now - age)
    rows = lists.cards([board.id]).rows
    assert all(math.isfinite(row.heat) and row.heat > 0 for row in rows)
    assert sorted(rows, key=lambda row: (row.heat, row.id), reverse=True) == list(rows)
    assert len({(row.heat, row.id) for row in rows}) == len(ages)
    assert math.isfinite(1e6 * ranking.vote_heat(now + timedelta(days=36_500)))
    no_drift()


def test_adv_132_a_damaged_counter_is_found_and_mended(cast, wish):
    make.vote(wish, cast.omid)
    make.comment(wish, cast.omid)
    with writing() as session:
        session.execute(update(Suggestion).values(vote_count=41, comment_count=7, heat=0.5))
        session.execute(update(SuggestionTally).values(count=9))
    found = tallies.count_drifts(votes.counted(), comments.counted())
    assert {(one.what, one.where, one.stored, one.counted) for one in found[:2]} == {
        ("suggestion.vote_count", str(wish.id), 41, 1),
        ("suggestion.comment_count", str(wish.id), 7, 1),
    }
    assert [one.what for one in found[2:]] == ["suggestion.heat"]
    assert [(one.stored, one.counted) for one in tallies.board_drifts()] == [(9, 1)]
    with writing():
        tallies.lock_all([wish.id])
        tallies.mend_counts(found, votes.counted(), comments.counted())
        tallies.mend_board_tallies()
    no_drift()
    assert make.fresh(wish).vote_count == 1


def test_adv_180_everything_at_once(app, cast, full):
    """Posts, votes, comments, statuses, moves: no error but refusals, every counter true."""
    board, other = make.board(), make.board()
    people = [make.person() for _ in range(4)]
    wishes = [make.suggestion(board, cast.sara).id for _ in range(3)]
    until = time.monotonic() + (20 if full else 1.5)
    done = itertools.count()

    def one_of(order):
        wish, person = order.choice(wishes), order.choice(people)
        actor, team = make.actor(person), make.actor(cast.layla)
        draw = order.random()
        if draw < 0.5:
            verb = order.choice([actions.cast, actions.cast, actions.withdraw])
            return lambda: verb(actor=actor, suggestion_id=wish)
        if draw < 0.65:
            key = order.choice(["new", "planned", "completed"])
            return lambda: suggestion_team.set_status(
                actor=team, suggestion_id=wish, status_key=key
            )
        if draw < 0.75:
            where = order.choice([board.id, other.id])
            return lambda: suggestion_team.move(actor=team, suggestion_id=wish, board_id=where)
        if draw < 0.85:
            verb = order.choice([review.hide, review.restore])
            return lambda: verb(actor=team, suggestion_id=wish)
        prepared = draft()
        return lambda: authors.post(actor=actor, board_id=board.id, draft=prepared)

    def work(seed):
        order = random.Random(seed)
        while time.monotonic() < until:
            act = one_of(order)
            try:
                with writing():
                    act()
                next(done)
            except DomainError:
                pass

    assert not raised(together(app, *[lambda seed=seed: work(seed) for seed in range(6)]))
    assert next(done) > 20
    no_drift()
    changes = db.session.execute(
        select(
            StatusChange.suggestion_id, StatusChange.from_status_id, StatusChange.to_status_id
        ).order_by(StatusChange.id)
    ).all()
    for wish in wishes:
        steps = [(was, now) for on, was, now in changes if on == wish]
        assert all(one[1] == two[0] for one, two in itertools.pairwise(steps)), "no gap"
        if steps:
            assert db.session.get(Suggestion, wish).status_id == steps[-1][1]


def test_adv_180_a_reader_never_sees_half_a_vote(app, cast, wish):
    """The count and the rows of one moment agree, whatever is being written."""
    stop, torn = threading.Event(), []

    def write():
        for turn in range(30):
            verb = actions.cast if turn % 2 == 0 else actions.withdraw
            with writing():
                verb(actor=make.actor(cast.omid), suggestion_id=wish.id)
        stop.set()

    def read():
        both = select(
            Suggestion.vote_count, select(func.count()).select_from(Vote).scalar_subquery()
        )
        while not stop.is_set():
            stored, counted = db.session.execute(both).one()
            db.session.rollback()
            if stored != counted:
                torn.append((stored, counted))

    assert not raised(together(app, write, read))
    assert torn == []


def test_adv_180_comments_race_a_lock_of_the_discussion(app, cast, wish):
    def lock():
        with writing():
            suggestion_team.lock_comments(
                actor=make.actor(cast.layla), suggestion_id=wish.id, is_locked=True
            )

    results = together(app, *[lambda: post_comment(cast.omid, wish)] * 3, lock)
    assert all(isinstance(error, DomainError) for error in raised(results))
    no_drift()


@pytest.mark.parametrize("keeps_texts", [True, False])
def test_adv_126_votes_of_who_leaves_stay_as_counts(cast, wish, keeps_texts):
    own = post(cast.omid, make.board())
    for one in (wish, own):
        make.vote(one, cast.reza)
    make.vote(wish, cast.omid)
    with writing():
        people.erase(
            actor=make.actor(cast.omid), typed_email="omid@example.com", keeps_texts=keeps_texts
        )
    assert make.fresh(wish).vote_count == 2
    assert make.fresh(own).vote_count == 2
    with pytest.raises(DomainError), writing():
        actions.cast(actor=boards.actor_for(cast.omid.id), suggestion_id=wish.id)
    no_drift()
