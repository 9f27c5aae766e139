"""What the team makes of a suggestion: its place, its discussion, its status, the response."""

from forum.boards import queries as boards
from forum.core import clock, events, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Forbidden
from forum.core.permissions import Permission
from forum.i18n.catalog import N_
from forum.i18n.texts import Prepared
from forum.suggestions import drafting, tallies
from forum.suggestions import events as news
from forum.suggestions.actions.holding import directed, recategorise, record, stays
from forum.suggestions.models import OfficialResponse, OfficialResponseRevision, StatusChange
from forum.suggestions.queries import single, status_rows


def move(
    *, actor: Actor, suggestion_id: int, board_id: int, category_id: int | None = None
) -> None:
    """To another board or category; the actor must hold the right on both boards."""
    suggestion = directed(actor, suggestion_id, Permission.MOVE)
    board = boards.get(actor, board_id)
    if not actor.may(Permission.MOVE, board.id):
        raise Forbidden(N_("You may not move suggestions to this board."))
    before = {"board_id": suggestion.board_id, "category_id": suggestion.category_id}
    category = drafting.category(board, category_id, present=stays(suggestion, board))
    recategorise(suggestion, board.id, category)
    after = {"board_id": suggestion.board_id, "category_id": suggestion.category_id}
    record(actor, suggestion, "moved", before, after)
    unit_of_work.content_changed()
    events.publish(news.SuggestionMoved(suggestion.id, before["board_id"] or 0, board.id))


def lock_comments(*, actor: Actor, suggestion_id: int, is_locked: bool) -> None:
    """Close the discussion, or open it again."""
    suggestion = directed(actor, suggestion_id, Permission.LOCK_COMMENTS)
    before = {"is_locked": suggestion.is_locked}
    suggestion.is_locked = is_locked
    record(
        actor, suggestion, "locked" if is_locked else "unlocked", before, {"is_locked": is_locked}
    )
    unit_of_work.content_changed()


def set_status(*, actor: Actor, suggestion_id: int, status_key: str) -> bool:
    """Set the status; False when it was that already. Raises Missing, Forbidden, Invalid."""
    suggestion = directed(actor, suggestion_id, Permission.SET_STATUS)
    wanted = status_rows.status_by_key(status_key)
    before = status_rows.status_of(suggestion.status_id)
    if wanted.id == before.id:
        return False
    with tallies.board_tallies_follow(suggestion):
        suggestion.status_id = wanted.id
    suggestion.updated_at = clock.now()
    db.session.add(
        StatusChange(
            suggestion_id=suggestion.id,
            from_status_id=before.id,
            to_status_id=wanted.id,
            actor_id=actor.person_id,
            at=clock.now(),
        )
    )
    record(actor, suggestion, "status_set", {"status": before.key}, {"status": wanted.key})
    unit_of_work.content_changed()
    events.publish(news.StatusChanged(suggestion.id, suggestion.board_id, before.key, wanted.key))
    return True


def respond(*, actor: Actor, suggestion_id: int, body: Prepared) -> OfficialResponse:
    """Write the official response, or rewrite it; earlier wordings are kept."""
    suggestion = directed(actor, suggestion_id, Permission.RESPOND)
    assert actor.person_id is not None
    now, found = clock.now(), single.response_of(suggestion.id)
    is_new = found is None
    response = found or OfficialResponse(
        suggestion_id=suggestion.id, created_at=now, revision=0, author_id=actor.person_id
    )
    response.author_id = actor.person_id
    response.body, response.body_html, response.excerpt = body.source, body.html, body.excerpt
    response.language, response.dir, response.renderer = body.language, body.dir, body.renderer
    response.revision += 1
    response.updated_at = suggestion.updated_at = now
    db.session.add(response)
    db.session.flush()
    db.session.add(
        OfficialResponseRevision(
            response_id=response.id,
            revision=response.revision,
            body=body.source,
            author_id=actor.person_id,
            at=now,
        )
    )
    record(actor, suggestion, "responded", None, {"revision": response.revision})
    unit_of_work.content_changed()
    events.publish(
        news.ResponsePublished(
            suggestion.id, suggestion.board_id, response.id, response.revision, is_new
        )
    )
    return response
