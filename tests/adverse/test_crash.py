"""A fault between any two steps of an act leaves all of it or nothing."""

import pytest
from sqlalchemy import func, select

from forum.audit import actions as audit
from forum.audit.models import AuditEntry
from forum.comments.models import Comment
from forum.core import jobs, once
from forum.core.db import Model, db, dialect_name
from forum.core.unit_of_work import writing
from forum.follows import actions as follows
from forum.suggestions import tallies
from forum.suggestions.models import StatusChange, Suggestion, SuggestionRevision
from forum.votes import actions as votes
from forum.votes.models import Vote
from tests import make
from tests.comments.acting import post as comment
from tests.drift import no_drift
from tests.suggestions.acting import act, edit, post


class Pulled(Exception):
    """The plug."""


def pull(*_args, **_kwargs):
    raise Pulled


def rows():
    counted: list[type[Model]] = [Vote, Suggestion, Comment, StatusChange, SuggestionRevision]
    counted += [AuditEntry, jobs.Job, once.OnceAnswer]
    return [db.session.scalar(select(func.count()).select_from(table)) for table in counted]


def vote(cast, wish):
    with writing():
        votes.cast(actor=make.actor(cast.omid), suggestion_id=wish.id)


ACTS = {
    "a vote": (vote, [(tallies, "move_votes"), (follows, "start")]),
    "a suggestion": (
        lambda cast, wish: post(cast.sara, make.boards.directory().by_id[wish.board_id]),
        [(tallies, "add_to_board"), (votes, "add_authors"), (follows, "start")],
    ),
    "a comment": (
        lambda cast, wish: comment(cast.omid, wish),
        [(tallies, "move_comments"), (follows, "start")],
    ),
    "a status": (
        lambda cast, wish: act("set_status", cast.layla, wish, status_key="planned"),
        [(tallies, "_move_board_tally"), (audit, "record")],
    ),
    "an edit": (lambda cast, wish: edit(cast.layla, wish), [(audit, "record")]),
    "hiding": (
        lambda cast, wish: act("hide", cast.layla, wish),
        [(tallies, "_move_board_tally"), (audit, "record")],
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_adv_187_all_or_nothing(cast, monkeypatch, name):
    run, steps = ACTS[name]
    wish = make.suggestion(make.board(), cast.sara)
    for module, step in steps:
        if step == "move_votes" and dialect_name() == "postgresql":
            continue  # a vote and its count are one statement there
        before, was = rows(), make.fresh(wish).__dict__ | {"_sa_instance_state": None}
        with monkeypatch.context() as broken, pytest.raises(Pulled):
            broken.setattr(module, step, pull)
            run(cast, wish)
        db.session.rollback()
        assert rows() == before, step
        assert make.fresh(wish).__dict__ | {"_sa_instance_state": None} == was, step
        no_drift()
    run(cast, wish)
    no_drift()
