"""What the page of a suggestion shows, prepared so that its template computes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from forum.boards import queries as boards
from forum.core import clock
from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.http.addresses import absolute
from forum.http.converters import suggestion_path
from forum.http.forms import FormView
from forum.i18n import locale
from forum.i18n.catalog import gettext
from forum.suggestions import policy
from forum.suggestions.queries import single, status_rows
from forum.suggestions.status import StatusRow, state_name

if TYPE_CHECKING:
    from forum.suggestions.models import OfficialResponse, Suggestion


@dataclass(frozen=True)
class Step:
    """One line of the timeline: "posted", "status" or "response"."""

    kind: str
    at: datetime
    status: StatusRow | None = None


@dataclass(frozen=True)
class Shown:
    """A suggestion as its page shows it to this reader."""

    suggestion: Suggestion
    author_name: str
    response: OfficialResponse | None
    url: str
    short_url: str
    board: boards.BoardRow
    board_name: str
    category_name: str
    category_id: int | None
    status: StatusRow
    state_name: str
    timeline: Sequence[Step]
    may_vote: bool
    may_comment: bool
    may_edit: bool
    may_withdraw: bool
    may_repost: bool
    may_moderate: bool
    may_see_history: bool

    # What the parts of the page depend on that are rendered once (http.fragments).

    @property
    def place_key(self) -> tuple[object, ...]:
        return (self.board.slug, self.board_name, self.category_id, self.category_name)

    @property
    def head_key(self) -> tuple[object, ...]:
        x = self.suggestion
        words = (x.id, x.title, x.language, x.dir, self.author_name, x.author_id, x.editor_id)
        return (*words, self.status.id, x.created_at, x.edited_at)

    @property
    def timeline_key(self) -> tuple[object, ...]:
        return tuple((step.kind, step.at, step.status and step.status.id) for step in self.timeline)


def shown(
    suggestion: Suggestion,
    author_name: str,
    response: OfficialResponse | None,
    board: boards.BoardRow,
    actor: Actor,
) -> Shown:
    """Everything but the discussion; one SELECT (the status changes)."""
    language = locale.current().language
    category = board.category(suggestion.category_id)
    is_public = suggestion.state == "published"
    is_open = board.is_open and not suggestion.is_locked
    may_moderate = actor.may(Permission.SEE_STAFF_PAGES, board.id)
    return Shown(
        suggestion=suggestion,
        author_name=author_name,
        response=response,
        url=suggestion_path(suggestion.id, suggestion.title),
        short_url=absolute(f"/s/{suggestion.id}"),
        board=board,
        board_name=board.name_in(language),
        category_name=boards.name_in(category.names, language, board.language) if category else "",
        category_id=category.id if category else None,
        status=status_rows.status_of(suggestion.status_id),
        state_name=state_name(suggestion.state),
        timeline=_timeline(suggestion, response),
        may_vote=is_public and board.is_open,
        may_comment=is_public and (is_open or may_moderate),
        may_edit=may_edit(actor, suggestion),
        may_withdraw=policy.may_withdraw(actor, suggestion),
        may_repost=policy.may_repost(actor, suggestion),
        may_moderate=may_moderate,
        may_see_history=policy.may_see_history(actor, suggestion),
    )


def _timeline(suggestion: Suggestion, response: OfficialResponse | None) -> Sequence[Step]:
    steps = [Step("posted", suggestion.created_at)]
    steps += [
        Step("status", change.at, status_rows.status_of(change.to_status_id))
        for change in single.status_steps(suggestion.id)
    ]
    if response is not None:
        steps.append(Step("response", response.created_at))
    return sorted(steps, key=lambda step: step.at)


def may_edit(actor: Actor, suggestion: Suggestion) -> bool:
    """Whether the edit page is for this reader now."""
    return policy.may_edit(actor, suggestion, clock.now())


def category_choices(board: boards.BoardRow, present: int | None = None) -> list[tuple[str, str]]:
    """(value, name) of the board's categories, with "none" first; empty when it has none.
    `present`: the one a suggestion has."""
    language = locale.current().language
    rows = board.offered(present)
    if not rows:
        return []
    names = [(str(row.id), boards.name_in(row.names, language, board.language)) for row in rows]
    return [("", gettext("No category")), *names]


def with_revision(view: FormView, revision: int) -> FormView:
    """After a conflict the form goes on from the revision it now shows beside it."""
    return replace(view, values={**view.values, "revision": str(revision)})
