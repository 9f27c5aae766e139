"""Writing suggestions: what authors and the team do with them. Stored counts move in `tallies`."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from forum.audit import actions as audit
from forum.boards import queries as boards
from forum.core import clock, events, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden
from forum.core.permissions import Permission
from forum.core.statements import Statement
from forum.i18n.catalog import N_
from forum.i18n.texts import Prepared
from forum.site import queries as site
from forum.suggestions import drafting, limits, policy, queries, ranking, status, tallies
from forum.suggestions import events as news
from forum.suggestions.drafting import Draft
from forum.suggestions.models import (
    OfficialResponse,
    OfficialResponseRevision,
    StatusChange,
    Suggestion,
    SuggestionRevision,
)
from forum.suggestions.queries import Posted

_POST = Statement(insert(Suggestion).returning(Suggestion.id))


def post(*, actor: Actor, board_id: int, draft: Draft, category_id: int | None = None) -> Posted:
    """Post a suggestion; it waits for approval where the board says so.

    Raises Missing for a board not visible, Forbidden, Invalid for a foreign category.
    """
    board = boards.get(actor, board_id)
    if not policy.may_post(actor, board, site.current().who_may_post):
        raise Forbidden(N_("This board takes no new suggestions now."))
    assert actor.person_id is not None
    waits = policy.needs_approval(actor, board, is_newcomer=partial(_is_newcomer, actor.person_id))
    has_own_vote = not waits and policy.counts_author(actor, board)
    now = clock.now()
    row = {
        "board_id": board.id,
        "category_id": drafting.category(board, category_id),
        "status_id": queries.status_by_key(status.FIRST).id,
        "state": "pending" if waits else "published",
        **_texts(draft),
    }
    suggestion_id = _POST.scalar(
        **row,
        author_id=actor.person_id,
        vote_count=int(has_own_vote),
        heat=ranking.vote_heat(now) if has_own_vote else 0.0,
        created_at=now,
        published_at=None if waits else now,
        updated_at=now,
    )
    posted = Posted(suggestion_id, *(row[name] for name in Posted._fields[1:]))
    unit_of_work.note((Posted, posted.id), posted)
    if not waits:
        tallies.add_to_board(posted)
        unit_of_work.content_changed()
    events.publish(
        news.SuggestionPosted(
            posted.id, board.id, actor.person_id, posted.state, now, has_own_vote=has_own_vote
        )
    )
    return posted


def _is_newcomer(person_id: int) -> bool:
    most = limits.NEWCOMER_UNTIL
    return queries.published_count(person_id, up_to=most) < most


def edit(
    *,
    actor: Actor,
    suggestion_id: int,
    draft: Draft,
    category_id: int | None,
    seen_revision: int,
) -> Suggestion:
    """Change the words; the earlier ones are kept.

    Raises Missing, Forbidden, Conflict when somebody else edited it meanwhile.
    """
    suggestion = _locked(actor, suggestion_id)
    if not policy.may_edit(actor, suggestion, clock.now()):
        raise Forbidden(N_("This suggestion can no longer be edited."))
    if suggestion.revision != seen_revision:
        raise Conflict(
            N_("Somebody changed this suggestion meanwhile. Compare both and save again.")
        )
    board = boards.get(actor, suggestion.board_id)
    category = drafting.category(board, category_id, present=_stays(suggestion, board))
    db.session.add(
        SuggestionRevision(
            suggestion_id=suggestion.id,
            revision=suggestion.revision,
            title=suggestion.title,
            body=suggestion.body,
            editor_id=suggestion.editor_id or suggestion.author_id,
            at=suggestion.edited_at or suggestion.created_at,
        )
    )
    _recategorise(suggestion, suggestion.board_id, category)
    for name, value in _texts(draft).items():
        setattr(suggestion, name, value)
    suggestion.revision += 1
    suggestion.edited_at = clock.now()
    suggestion.editor_id = actor.person_id
    if actor.person_id != suggestion.author_id:
        _audit(
            actor,
            suggestion,
            "edited",
            {"revision": seen_revision},
            {"revision": seen_revision + 1},
        )
    unit_of_work.content_changed()
    events.publish(news.SuggestionEdited(suggestion.id, actor.person_id))
    return suggestion


def withdraw(*, actor: Actor, suggestion_id: int, reason: str) -> None:
    """The author takes it back, with a reason. Raises Missing, Forbidden, Invalid."""
    suggestion = _locked(actor, suggestion_id)
    if not policy.may_withdraw(actor, suggestion):
        raise Forbidden(N_("This suggestion cannot be withdrawn."))
    _to_state(actor, suggestion, "withdrawn", drafting.reason(reason))
    events.publish(news.SuggestionWithdrawn(suggestion.id, suggestion.board_id))


def approve(*, actor: Actor, suggestion_id: int) -> None:
    """Publish what waits, or what was rejected by mistake. Raises Missing, Forbidden, Conflict."""
    suggestion = _directed(actor, suggestion_id, Permission.APPROVE)
    _expect(suggestion, "pending", "rejected")
    suggestion.published_at = clock.now()
    _to_state(actor, suggestion, "published", "")
    events.publish(
        news.SuggestionPublished(suggestion.id, suggestion.board_id, suggestion.author_id)
    )


def reject(*, actor: Actor, suggestion_id: int, reason: str) -> None:
    """Refuse what waits, with a reason the author gets. Raises Missing, Forbidden, Conflict."""
    suggestion = _directed(actor, suggestion_id, Permission.APPROVE)
    _expect(suggestion, "pending")
    cleaned = drafting.reason(reason)
    _to_state(actor, suggestion, "rejected", cleaned)
    events.publish(
        news.SuggestionRejected(suggestion.id, suggestion.board_id, suggestion.author_id, cleaned)
    )


def hide(*, actor: Actor, suggestion_id: int, reason: str = "") -> None:
    """Take a published suggestion out of sight. Raises Missing, Forbidden, Conflict."""
    suggestion = _directed(actor, suggestion_id, Permission.HIDE)
    _expect(suggestion, "published")
    _to_state(actor, suggestion, "hidden", drafting.reason(reason, is_required=False))
    events.publish(news.SuggestionHidden(suggestion.id, suggestion.board_id))


def restore(*, actor: Actor, suggestion_id: int) -> None:
    """Show a hidden one again. Raises Missing, Forbidden, Conflict."""
    suggestion = _directed(actor, suggestion_id, Permission.HIDE)
    _expect(suggestion, "hidden")
    _to_state(actor, suggestion, "published", "")
    events.publish(news.SuggestionRestored(suggestion.id, suggestion.board_id))


def move(
    *, actor: Actor, suggestion_id: int, board_id: int, category_id: int | None = None
) -> None:
    """To another board or category; the actor must hold the right on both boards."""
    suggestion = _directed(actor, suggestion_id, Permission.MOVE)
    board = boards.get(actor, board_id)
    if not actor.may(Permission.MOVE, board.id):
        raise Forbidden(N_("You may not move suggestions to this board."))
    before = {"board_id": suggestion.board_id, "category_id": suggestion.category_id}
    category = drafting.category(board, category_id, present=_stays(suggestion, board))
    _recategorise(suggestion, board.id, category)
    after = {"board_id": suggestion.board_id, "category_id": suggestion.category_id}
    _audit(actor, suggestion, "moved", before, after)
    unit_of_work.content_changed()
    events.publish(news.SuggestionMoved(suggestion.id, before["board_id"] or 0, board.id))


def _stays(suggestion: Suggestion, board: boards.BoardRow) -> int | None:
    """The category that may stay though it was archived: on the board where it is."""
    return suggestion.category_id if suggestion.board_id == board.id else None


def lock_comments(*, actor: Actor, suggestion_id: int, is_locked: bool) -> None:
    """Close the discussion, or open it again."""
    suggestion = _directed(actor, suggestion_id, Permission.LOCK_COMMENTS)
    before = {"is_locked": suggestion.is_locked}
    suggestion.is_locked = is_locked
    _audit(
        actor, suggestion, "locked" if is_locked else "unlocked", before, {"is_locked": is_locked}
    )
    unit_of_work.content_changed()


def set_status(*, actor: Actor, suggestion_id: int, status_key: str) -> bool:
    """Set the status; False when it was that already. Raises Missing, Forbidden, Invalid."""
    suggestion = _directed(actor, suggestion_id, Permission.SET_STATUS)
    wanted = queries.status_by_key(status_key)
    before = queries.status_of(suggestion.status_id)
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
    _audit(actor, suggestion, "status_set", {"status": before.key}, {"status": wanted.key})
    unit_of_work.content_changed()
    events.publish(news.StatusChanged(suggestion.id, suggestion.board_id, before.key, wanted.key))
    return True


def respond(*, actor: Actor, suggestion_id: int, body: Prepared) -> OfficialResponse:
    """Write the official response, or rewrite it; earlier wordings are kept."""
    suggestion = _directed(actor, suggestion_id, Permission.RESPOND)
    assert actor.person_id is not None
    now, found = clock.now(), queries.response_of(suggestion.id)
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
    _audit(actor, suggestion, "responded", None, {"revision": response.revision})
    unit_of_work.content_changed()
    events.publish(
        news.ResponsePublished(
            suggestion.id, suggestion.board_id, response.id, response.revision, is_new
        )
    )
    return response


def erase_author(*, person_id: int, keeps_texts: bool) -> None:
    """Empty what an erased person wrote; earlier wordings go in any case."""
    own = select(Suggestion.id).where(Suggestion.author_id == person_id)
    db.session.execute(
        update(SuggestionRevision)
        .where(SuggestionRevision.suggestion_id.in_(own))
        .values(title="", body="")
        .execution_options(synchronize_session=False)
    )
    if not keeps_texts:
        _empty(tallies.lock_all(db.session.scalars(own)))
    unit_of_work.content_changed()


def _empty(suggestions: Sequence[Suggestion]) -> None:
    """Out of sight with no words left; their votes stay as counts."""
    with tallies.board_tallies_follow(*suggestions):
        for suggestion in suggestions:
            suggestion.state = "withdrawn"
            suggestion.title = suggestion.title_key = suggestion.excerpt = suggestion.reason = ""
            suggestion.body = suggestion.body_html = ""
    for suggestion in suggestions:
        events.publish(news.SuggestionWithdrawn(suggestion.id, suggestion.board_id))


def _texts(draft: Draft) -> dict[str, Any]:
    body = draft.body
    return {
        "title": draft.title,
        "title_key": draft.title_key,
        "body": body.source,
        "body_html": body.html,
        "excerpt": body.excerpt,
        "renderer": body.renderer,
        "language": draft.language,
        "dir": draft.dir,
    }


def _locked(actor: Actor, suggestion_id: int) -> Suggestion:
    """The suggestion, its row locked until the unit ends (SQLite holds its lock already)."""
    queries.get(actor, suggestion_id)
    return tallies.lock(suggestion_id)


def _directed(actor: Actor, suggestion_id: int, permission: Permission) -> Suggestion:
    suggestion = _locked(actor, suggestion_id)
    if not actor.may(permission, suggestion.board_id):
        raise Forbidden(N_("You may not do this with the suggestions of this board."))
    return suggestion


def _expect(suggestion: Suggestion, *states: str) -> None:
    if suggestion.state not in states:
        raise Conflict(N_("Somebody decided about this suggestion meanwhile."))


def _to_state(actor: Actor, suggestion: Suggestion, state: str, reason: str) -> None:
    before = suggestion.state
    with tallies.board_tallies_follow(suggestion):
        suggestion.state, suggestion.reason = state, reason
    suggestion.updated_at = clock.now()
    _audit(actor, suggestion, state, {"state": before}, {"state": state})
    unit_of_work.content_changed()


def _recategorise(suggestion: Suggestion, board_id: int, category_id: int | None) -> None:
    with tallies.board_tallies_follow(suggestion):
        suggestion.board_id, suggestion.category_id = board_id, category_id


def _audit(
    actor: Actor,
    suggestion: Suggestion,
    verb: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    audit.record(
        actor=actor,
        action=f"suggestion.{verb}",
        subject_kind="suggestion",
        subject_id=suggestion.id,
        board_id=suggestion.board_id,
        before=before,
        after=after,
    )
