"""Reporting: one flag a person and subject, only for what one may see, and nothing by itself."""

from typing import Any

import pytest
from sqlalchemy import select

from forum.comments import actions as comments
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.core.unit_of_work import writing
from forum.moderation import actions as moderation
from forum.moderation import limits
from forum.moderation.models import Flag
from forum.suggestions.actions import authors, review, team
from tests import make


def flag(who: Any, subject: Any, kind: str = "suggestion", **more: Any) -> None:
    given = {"reason": "spam", **more}
    with writing():
        moderation.flag(actor=make.actor(who), subject_kind=kind, subject_id=subject.id, **given)


def rows() -> list[Flag]:
    return list(db.session.scalars(select(Flag).order_by(Flag.id)))


def test_keeps_reason_note_and_place(cast: make.Cast) -> None:
    suggestion = make.suggestion(author=cast.sara)
    flag(cast.omid, suggestion, reason="other", note="  تبلیغ\u200f است ")
    (row,) = rows()
    assert (row.reason, row.note, row.resolved_at) == ("other", "تبلیغ است", None)
    assert (row.suggestion_id, row.board_id) == (suggestion.id, suggestion.board_id)


def test_of_a_comment_knows_its_suggestion(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    comment = make.comment(suggestion)
    flag(cast.omid, comment, "comment")
    assert rows()[0].suggestion_id == suggestion.id


def test_a_second_time_is_refused(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    flag(cast.omid, suggestion)
    with pytest.raises(Conflict):
        flag(cast.omid, suggestion, reason="abuse")
    flag(cast.sara, suggestion)
    assert [row.reason for row in rows()] == ["spam", "spam"]


@pytest.mark.parametrize("state", ["pending", "hidden", "rejected", "withdrawn"])
def test_what_is_not_public_cannot_be_flagged(cast: make.Cast, state: str) -> None:
    suggestion = make.suggestion(author=cast.omid, state=state)
    with pytest.raises(Missing):
        flag(cast.omid, suggestion)
    assert rows() == []


def test_a_hidden_comment_cannot_be_flagged(cast: make.Cast) -> None:
    comment = make.comment(make.suggestion(), state="hidden")
    with pytest.raises(Missing):
        flag(cast.omid, comment, "comment")


def test_unknown_reason_and_long_note_are_refused(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    with pytest.raises(Invalid, match="Choose"):
        flag(cast.omid, suggestion, reason="because")
    with pytest.raises(Invalid, match="note"):
        flag(cast.omid, suggestion, note="x" * (limits.NOTE_MAX + 1))
    assert rows() == []


def test_kept_flags_are_closed_and_the_text_stays(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    flag(cast.omid, suggestion)
    flag(cast.sara, suggestion)
    with writing():
        moderation.resolve_flags(
            actor=make.actor(cast.layla),
            subject_kind="suggestion",
            subject_id=suggestion.id,
            resolution="kept",
        )
    assert {(row.resolution, row.resolver_id) for row in rows()} == {("kept", cast.layla.id)}
    assert make.fresh(suggestion).state == "published"


def test_hidden_by_flags_hides_the_suggestion(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    flag(cast.omid, suggestion)
    with writing():
        moderation.resolve_flags(
            actor=make.actor(cast.layla),
            subject_kind="suggestion",
            subject_id=suggestion.id,
            resolution="hidden",
        )
    assert make.fresh(suggestion).state == "hidden"
    assert rows()[0].resolution == "hidden"


def test_hidden_by_flags_hides_the_comment_alone(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    comment = make.comment(suggestion)
    flag(cast.omid, comment, "comment")
    with writing():
        moderation.resolve_flags(
            actor=make.actor(cast.layla),
            subject_kind="comment",
            subject_id=comment.id,
            resolution="hidden",
        )
    assert make.fresh(comment).state == "hidden"
    assert make.fresh(suggestion).state == "published"


def test_only_who_may_hide_settles(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    flag(cast.omid, suggestion)
    for who, refusal in ((cast.sara, Missing), (cast.reza, Forbidden)):
        with pytest.raises(refusal), writing():
            moderation.resolve_flags(
                actor=make.actor(who),
                subject_kind="suggestion",
                subject_id=suggestion.id,
                resolution="kept",
            )
    assert rows()[0].resolved_at is None


def test_settled_twice_is_refused(cast: make.Cast) -> None:
    suggestion = make.suggestion()
    flag(cast.omid, suggestion)
    settle = {
        "actor": make.actor(cast.layla),
        "subject_kind": "suggestion",
        "subject_id": suggestion.id,
        "resolution": "kept",
    }
    with writing():
        moderation.resolve_flags(**settle)
    with pytest.raises(Missing), writing():
        moderation.resolve_flags(**settle)


def test_flags_close_when_their_subject_goes(cast: make.Cast) -> None:
    hidden, withdrawn = make.suggestion(), make.suggestion(author=cast.sara)
    comment = make.comment(make.suggestion(), cast.sara)
    for subject, kind in ((hidden, "suggestion"), (withdrawn, "suggestion"), (comment, "comment")):
        flag(cast.omid, subject, kind)
    with writing():
        review.hide(actor=make.actor(cast.layla), suggestion_id=hidden.id)
        authors.withdraw(
            actor=make.actor(cast.sara), suggestion_id=withdrawn.id, reason="اشتباه بود"
        )
        comments.delete(actor=make.actor(cast.sara), comment_id=comment.id)
    assert [row.resolution for row in rows()] == ["hidden", "gone", "gone"]


def test_flags_follow_a_move(cast: make.Cast) -> None:
    suggestion, other = make.suggestion(), make.board()
    flag(cast.omid, suggestion)
    with writing():
        team.move(actor=make.actor(cast.layla), suggestion_id=suggestion.id, board_id=other.id)
    assert rows()[0].board_id == other.id


def test_erasure_empties_the_notes(cast: make.Cast) -> None:
    flag(cast.omid, make.suggestion(), note="شمارهٔ من ۰۹۱۲۰۰۰۰۰۰۰")
    with writing():
        moderation.erase_reporter(person_id=cast.omid.id)
    assert rows()[0].note == ""
