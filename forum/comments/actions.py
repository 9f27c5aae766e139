"""Writing comments."""

import math

from sqlalchemy import select, update

from forum.audit import actions as audit
from forum.boards import queries as boards
from forum.comments import events as news
from forum.comments import policy, queries
from forum.comments.models import Comment, CommentRevision
from forum.core import clock, events, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden
from forum.core.permissions import Permission
from forum.i18n.catalog import N_
from forum.i18n.texts import Prepared
from forum.suggestions import ranking, tallies
from forum.suggestions.queries import single as suggestions


def post(
    *, actor: Actor, suggestion_id: int, body: Prepared, parent_id: int | None = None
) -> Comment:
    """Write a comment, or a reply to one.

    Raises Missing, Conflict where the discussion is closed, Forbidden.
    """
    suggestion = suggestions.get(actor, suggestion_id)
    board = boards.get(actor, suggestion.board_id)
    if not policy.may_post(actor, suggestion, board):
        if suggestion.is_locked or not board.is_open:
            raise Conflict(N_("This discussion is closed."))
        raise Forbidden(N_("You cannot comment here."))
    if parent_id is not None and queries.get(actor, parent_id).suggestion_id != suggestion.id:
        raise Conflict(N_("The comment you answer is gone."))
    assert actor.person_id is not None
    now = clock.now()
    comment = Comment(
        suggestion_id=suggestion.id,
        parent_id=parent_id,
        author_id=actor.person_id,
        state="published",
        created_at=now,
    )
    _set_text(comment, body)
    db.session.add(comment)
    db.session.flush()
    tallies.move_comments(suggestion.id, 1, ranking.comment_heat(now))
    suggestion.updated_at = now
    unit_of_work.content_changed()
    events.publish(news.CommentPosted(comment.id, suggestion.id, actor.person_id, parent_id))
    return comment


def edit(*, actor: Actor, comment_id: int, body: Prepared, seen_revision: int) -> Comment:
    """Change one's own words; the earlier ones are kept.

    Raises Missing, Forbidden, Conflict when it was edited meanwhile.
    """
    comment = _locked(actor, comment_id)
    if not policy.may_edit(actor, comment):
        raise Forbidden(N_("You can edit your own comments only."))
    if comment.revision != seen_revision:
        raise Conflict(N_("This comment was changed meanwhile. Compare both and save again."))
    db.session.add(
        CommentRevision(
            comment_id=comment.id,
            revision=comment.revision,
            body=comment.body,
            at=comment.edited_at or comment.created_at,
        )
    )
    _set_text(comment, body)
    comment.revision += 1
    comment.edited_at = clock.now()
    unit_of_work.content_changed()
    events.publish(news.CommentEdited(comment.id, comment.suggestion_id))
    return comment


def delete(*, actor: Actor, comment_id: int) -> None:
    """Take one's own comment away; a place with replies stays, empty. Raises Missing, Forbidden."""
    comment = _locked(actor, comment_id)
    if not policy.may_edit(actor, comment):
        raise Forbidden(N_("You can delete your own comments only."))
    _remove(comment, "deleted")
    _empty(comment)


def hide(*, actor: Actor, comment_id: int) -> None:
    """Take somebody's comment out of sight. Raises Missing, Forbidden, Conflict."""
    comment = _directed(actor, comment_id, expected="published")
    _remove(comment, "hidden")
    _audit(actor, comment, "hidden", "published")


def restore(*, actor: Actor, comment_id: int) -> None:
    """Show a hidden comment again. Raises Missing, Forbidden, Conflict."""
    comment = _directed(actor, comment_id, expected="hidden")
    comment.state = "published"
    tallies.move_comments(comment.suggestion_id, 1, ranking.comment_heat(comment.created_at))
    unit_of_work.content_changed()
    _audit(actor, comment, "published", "hidden")
    events.publish(news.CommentRestored(comment.id, comment.suggestion_id))


def erase_author(*, person_id: int, keeps_texts: bool) -> None:
    """Empty what an erased person wrote; earlier wordings go in any case."""
    own = Comment.author_id == person_id
    tallies.lock_all(db.session.scalars(select(Comment.suggestion_id).where(own).distinct()))
    db.session.execute(
        update(CommentRevision)
        .where(CommentRevision.comment_id.in_(select(Comment.id).where(own)))
        .values(body="")
        .execution_options(synchronize_session=False)
    )
    if keeps_texts:
        return
    for comment in db.session.scalars(select(Comment).where(own)).all():
        if comment.state == "published":
            _remove(comment, "deleted")
        comment.state = "deleted"  # nothing is left of a hidden one that could be shown again
        _empty(comment)


def warm_again(suggestion_id: int) -> None:
    """Add the heat of every published comment to a suggestion that lost it."""
    published = (Comment.suggestion_id == suggestion_id) & (Comment.state == "published")
    found = db.session.scalars(select(Comment.created_at).where(published))
    tallies.add_heat(suggestion_id, math.fsum(map(ranking.comment_heat, found)))


def _locked(actor: Actor, comment_id: int) -> Comment:
    """The comment as it stands now; the lock on its suggestion lets nobody else change it."""
    tallies.lock(queries.get(actor, comment_id).suggestion_id)
    comment = db.session.get_one(Comment, comment_id, populate_existing=True)
    return queries.get(actor, comment.id)


def _directed(actor: Actor, comment_id: int, *, expected: str) -> Comment:
    comment = _locked(actor, comment_id)
    board_id = suggestions.get(actor, comment.suggestion_id).board_id
    if not actor.may(Permission.HIDE, board_id):
        raise Forbidden(N_("You may not do this with the comments of this board."))
    if comment.state != expected:
        raise Conflict(N_("Somebody decided about this comment meanwhile."))
    return comment


def _remove(comment: Comment, state: str) -> None:
    comment.state = state
    tallies.move_comments(comment.suggestion_id, -1, -ranking.comment_heat(comment.created_at))
    unit_of_work.content_changed()
    events.publish(news.CommentRemoved(comment.id, comment.suggestion_id))


def _empty(comment: Comment) -> None:
    comment.body = comment.body_html = ""
    db.session.execute(
        update(CommentRevision)
        .where(CommentRevision.comment_id == comment.id)
        .values(body="")
        .execution_options(synchronize_session=False)
    )


def _set_text(comment: Comment, body: Prepared) -> None:
    comment.body, comment.body_html, comment.renderer = body.source, body.html, body.renderer
    comment.language, comment.dir = body.language, body.dir


def _audit(actor: Actor, comment: Comment, state: str, before: str) -> None:
    suggestion = suggestions.get(actor, comment.suggestion_id)
    audit.record(
        actor=actor,
        action=f"comment.{'restored' if state == 'published' else state}",
        subject_kind="comment",
        subject_id=comment.id,
        board_id=suggestion.board_id,
        before={"state": before},
        after={"state": state},
    )
