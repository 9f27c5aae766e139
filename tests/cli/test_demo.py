"""`forum demo`: a year of three boards, and away with it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Person, Session
from forum.audit.models import AuditEntry
from forum.boards import queries as boards
from forum.boards.models import Board, BoardMember, Category
from forum.cli import demo, demo_story, doctor
from forum.comments.models import Comment
from forum.core import clock, mail
from forum.core.actor import Actor
from forum.core.config import Config
from forum.core.db import db
from forum.core.unit_of_work import end_read, writing
from forum.moderation.models import Flag
from forum.site import actions as site_actions
from forum.site import queries as site
from forum.suggestions.models import OfficialResponse, Status, StatusChange, Suggestion
from forum.votes.models import Vote
from tests import make
from tests.cli.calling import call

_DAY = datetime(2026, 11, 22, 8, tzinfo=UTC)


def _scenes() -> list[demo_story.Scene]:
    """The boards with people of made-up numbers, enough to plan with."""
    scenes = []
    for number, language in enumerate(demo_story.LANGUAGES):
        story = demo_story.read(language)
        people = [
            Actor(person_id=100 * number + at, language=language)
            for at in range(len(story["customers"]) + 2)
        ]
        scenes.append(
            demo_story.Scene(language, story, number, {}, tuple(people[:-2]), *people[-2:])
        )
    return scenes


def test_the_plan_is_the_same_each_time() -> None:
    first, second = (demo_story.planned(_scenes(), _DAY) for _ in range(2))
    assert [act.at for act in first] == [act.at for act in second]
    moved = demo_story.planned(_scenes(), _DAY + timedelta(days=3))
    assert {later.at - act.at for later, act in zip(moved, first, strict=True)} == {
        timedelta(days=3)
    }


def test_the_plan_fills_a_year_and_never_the_future() -> None:
    moments = [act.at for act in demo_story.planned(_scenes(), _DAY)]
    assert max(moments) < _DAY
    assert _DAY - min(moments) > timedelta(days=300)
    assert len({at.strftime("%Y-%m") for at in moments}) >= 12


@pytest.mark.parametrize("language", demo_story.LANGUAGES)
def test_the_stories_hold_together(language: str) -> None:
    story = demo_story.read(language)
    keys = {category["key"] for category in story["board"]["categories"]}
    people = range(len(story["customers"]))
    for text in story["suggestions"]:
        assert text["category"] in keys
        assert text["author"] in people
        for at, comment in enumerate(text["comments"]):
            assert comment["author"] in people
            assert comment.get("reply_to", -1) < at
    assert all(
        set(category["names"]) == {"fa", "ar", "en"} for category in story["board"]["categories"]
    )


@pytest.mark.database("sqlite")
def test_load_fills_three_boards(config: Config, app: Flask) -> None:
    assert demo.load() > 1000
    assert demo.load() == 0
    languages = db.session.scalars(select(Board.language).where(Board.is_demo)).all()
    assert set(languages) == {"fa", "ar", "en"}
    assert db.session.scalar(select(func.count()).select_from(Person)) == 44
    states = Counter(db.session.scalars(select(Suggestion.state)))
    assert states == {"published": 60, "pending": 6}
    statuses = Counter(
        db.session.scalars(select(Status.key).join(Suggestion, Suggestion.status_id == Status.id))
    )
    assert set(statuses) == {"new", "under_review", "planned", "started", "completed", "declined"}
    for table, least in ((Vote, 600), (Comment, 100), (OfficialResponse, 30), (StatusChange, 80)):
        assert (db.session.scalar(select(func.count()).select_from(table)) or 0) >= least
    assert db.session.scalar(select(func.count()).select_from(Flag)) == 6
    for board_language, suggestion_language in db.session.execute(
        select(Board.language, Suggestion.language).join(Board, Suggestion.board_id == Board.id)
    ):
        assert board_language == suggestion_language
    oldest = db.session.scalar(select(func.min(Suggestion.created_at)))
    assert oldest is not None
    assert clock.now() - oldest > timedelta(days=250)
    assert db.session.scalar(select(func.max(Vote.created_at))) < clock.now()
    assert mail.latest() == []
    findings, drifts = doctor.examine(config, fix=False)
    assert drifts == []
    assert "problem" not in [finding.state for finding in findings]


def _small_demo() -> tuple[Person, Board]:
    """A demo board with life on it, beside a real administrator with a board of his own."""
    dana = make.person("Dana", email="dana@example.com", role="administrator", language="en")
    nobody = make.person("نگار", email="negar@demo.invalid", is_demo=True)
    demo_board = make.board("demo", name="نمایش", is_demo=True)
    make.category(demo_board)
    shown = make.suggestion(demo_board, nobody)
    make.vote(shown, nobody)
    make.comment(shown, nobody)
    own = make.board("own", name="خودمان")
    make.category(own, "صندوق")
    make.member(own, dana, "moderator")
    make.member(own, nobody, "member")
    with writing():
        site_actions.change(actor=make.actor(dana), values={"name_fa": "بازخانه"})
    return dana, own


def test_remove_keeps_settings_people_and_own_boards(config: Config, app: Flask) -> None:
    dana, own = _small_demo()
    with writing() as session:
        session.add(
            Session(
                token_hash="x" * 64,
                person_id=dana.id,
                stamp=dana.stamp,
                created_at=clock.now(),
                seen_at=clock.now(),
            )
        )
    end_read()
    result = call(config, "demo", "remove")
    assert result.exit_code == 0, result.output
    db.engine.dispose()
    assert site.stored().name == "بازخانه"
    assert list(db.session.scalars(select(Person.id))) == [dana.id]
    assert list(db.session.scalars(select(Board.id))) == [own.id]
    assert list(db.session.scalars(select(Category.board_id))) == [own.id]
    assert list(db.session.scalars(select(BoardMember.person_id))) == [dana.id]
    assert list(db.session.scalars(select(Session.person_id))) == [dana.id]
    assert db.session.scalars(select(AuditEntry.action)).all() == ["site.changed"]
    for table in (Suggestion, Vote, Comment):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert len(db.session.scalars(select(Status.key)).all()) == 6
    end_read()
    assert [board.slug for board in boards.directory().boards] == ["own"]
    # Ids go on behind those that stay, on either database.
    assert make.person().id > dana.id


def test_remove_refuses_when_real_people_took_part(config: Config, app: Flask) -> None:
    dana, _ = _small_demo()
    shown = db.session.scalars(select(Suggestion)).one()
    db.session.expunge(shown)
    make.vote(shown, dana)
    result = call(config, "demo", "remove")
    assert result.exit_code == 1
    assert "Dana <dana@example.com>: 1" in result.stderr
    assert db.session.scalar(select(func.count()).select_from(Vote)) == 2


def test_remove_without_a_demo_says_so(config: Config, app: Flask) -> None:
    result = call(config, "demo", "remove")
    assert result.exit_code == 1
    assert "There is no demo data." in result.stderr
