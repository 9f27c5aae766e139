"""One case: what the team sees of a suggestion, its author, its flags and its record."""

import pytest

from forum.core.errors import Missing
from forum.core.unit_of_work import writing
from forum.moderation import actions as moderation
from forum.moderation.queries import case as cases
from forum.suggestions import drafting
from forum.suggestions.actions import authors, team
from tests import make


def test_shows_flags_by_subject_with_their_reporters(cast: make.Cast) -> None:
    suggestion = make.suggestion(author=cast.sara)
    comment = make.comment(suggestion, cast.omid)
    for kind, subject, reason in (
        ("comment", comment.id, "abuse"),
        ("suggestion", suggestion.id, "spam"),
    ):
        with writing():
            moderation.flag(
                actor=make.actor(cast.reza), subject_kind=kind, subject_id=subject, reason=reason
            )
    found = cases.case(make.actor(cast.layla), suggestion.id)
    assert [(g.subject_kind, g.flags[0].reason, g.flags[0].reporter) for g in found.flags] == [
        ("comment", "abuse", "رضا"),
        ("suggestion", "spam", "رضا"),
    ]
    assert found.flags[0].comment is not None
    assert found.flags[0].comment.author == "امید"


def test_knows_how_many_of_the_author_were_approved(cast: make.Cast) -> None:
    suggestion = make.suggestion(author=cast.sara, state="pending")
    for _ in range(2):
        make.suggestion(author=cast.sara)
    author = cases.case(make.actor(cast.layla), suggestion.id).author
    assert (author.name, author.approved, author.is_blocked) == ("سارا", 2, False)
    assert author.may_be_blocked


def test_is_for_the_staff_of_the_board_alone(cast: make.Cast) -> None:
    suggestion = make.suggestion(author=cast.sara)
    helper = make.person("نیلوفر")
    make.member(make.board(), helper, "moderator")
    for who in (cast.sara, cast.omid, helper):
        for ask in (cases.case, cases.record):
            with pytest.raises(Missing):
                ask(make.actor(who), suggestion.id)
    assert cases.case(make.actor(cast.reza), suggestion.id).suggestion.id == suggestion.id


def test_the_record_tells_each_act_once_the_newest_first(cast: make.Cast) -> None:
    suggestion, layla = make.suggestion(author=cast.sara), make.actor(cast.layla)
    other = make.board()
    with writing():
        authors.edit(
            actor=layla,
            suggestion_id=suggestion.id,
            draft=drafting.draft(title="حالت شب", body="بهتر", language="fa"),
            category_id=None,
            seen_revision=1,
        )
    with writing():
        team.move(actor=layla, suggestion_id=suggestion.id, board_id=other.id)
    with writing():
        team.set_status(actor=layla, suggestion_id=suggestion.id, status_key="planned")
    with writing():
        team.lock_comments(actor=layla, suggestion_id=suggestion.id, is_locked=True)
    lines = cases.record(make.actor(cast.reza), suggestion.id)
    assert sorted(line.kind for line in lines) == [
        "revision",
        "status",
        "suggestion.locked",
        "suggestion.moved",
    ]
    by_kind = {line.kind: line for line in lines}
    assert by_kind["revision"].title == "حالت تاریک برای برنامه"
    assert by_kind["revision"].actor == "سارا"
    assert by_kind["suggestion.moved"].before["board_id"] == suggestion.board_id
    assert by_kind["suggestion.moved"].after["board_id"] == other.id
    assert by_kind["suggestion.locked"].actor == "ليلى"
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)


def test_blocking_the_author_keeps_him_out(cast: make.Cast) -> None:
    suggestion = make.suggestion(author=cast.sara)
    with writing():
        moderation.block_author(actor=make.actor(cast.layla), suggestion_id=suggestion.id)
    assert make.fresh(cast.sara).blocked_at is not None
    assert not cases.case(make.actor(cast.layla), suggestion.id).author.may_be_blocked
