"""Posting, editing and withdrawing, and what is left when an author is erased."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from forum.boards import queries as boards
from forum.core import clock, events, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden
from forum.core.statements import Statement
from forum.i18n.catalog import N_
from forum.site import queries as site
from forum.suggestions import drafting, limits, policy, ranking, status, tallies
from forum.suggestions import events as news
from forum.suggestions.actions.holding import locked, recategorise, record, stays, to_state
from forum.suggestions.drafting import Draft
from forum.suggestions.models import Suggestion, SuggestionRevision
from forum.suggestions.queries import lists, status_rows
from forum.suggestions.queries.single import Posted

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
        "status_id": status_rows.status_by_key(status.FIRST).id,
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
    return lists.published_count(person_id, up_to=most) < most


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
    suggestion = locked(actor, suggestion_id)
    if not policy.may_edit(actor, suggestion, clock.now()):
        raise Forbidden(N_("This suggestion can no longer be edited."))
    if suggestion.revision != seen_revision:
        raise Conflict(
            N_("Somebody changed this suggestion meanwhile. Compare both and save again.")
        )
    board = boards.get(actor, suggestion.board_id)
    category = drafting.category(board, category_id, present=stays(suggestion, board))
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
    recategorise(suggestion, suggestion.board_id, category)
    for name, value in _texts(draft).items():
        setattr(suggestion, name, value)
    suggestion.revision += 1
    suggestion.edited_at = clock.now()
    suggestion.editor_id = actor.person_id
    if actor.person_id != suggestion.author_id:
        record(
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
    suggestion = locked(actor, suggestion_id)
    if not policy.may_withdraw(actor, suggestion):
        raise Forbidden(N_("This suggestion cannot be withdrawn."))
    to_state(actor, suggestion, "withdrawn", drafting.reason(reason))
    events.publish(news.SuggestionWithdrawn(suggestion.id, suggestion.board_id))


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
