"""Deciding: what people flag, and what moderators make of it.

Everything that changes a suggestion or a comment is done by its own room, which checks the
right and writes the audit line; here is what spans several of those acts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, select, update

from forum.accounts.actions import people
from forum.audit import actions as audit
from forum.boards import queries as boards
from forum.comments import actions as comments
from forum.core import clock, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db, dialect_name, insert_for
from forum.core.errors import Conflict, DomainError, Forbidden, Invalid, Missing
from forum.core.permissions import Permission
from forum.i18n import bidi, locale
from forum.i18n.catalog import N_
from forum.i18n.texts import Prepared
from forum.moderation import limits, policy
from forum.moderation.models import REASONS, Flag
from forum.moderation.queries import flags
from forum.suggestions import tallies
from forum.suggestions.actions import review, team
from forum.suggestions.models import Suggestion
from forum.suggestions.queries import single as suggestion_queries
from forum.suggestions.queries import status_rows

Resolution = Literal["kept", "hidden"]
_GONE = "gone"


@dataclass(frozen=True)
class Seen:
    """What the deciding form showed: the status's key, and the response's revision (0: none)."""

    status: str
    response: int


@dataclass(frozen=True)
class Outcome:
    """What became of one of many. `refusal` None: it was done."""

    suggestion_id: int
    title: str
    language: str
    dir: str
    refusal: DomainError | None = None


def flag(*, actor: Actor, subject_kind: str, subject_id: int, reason: str, note: str = "") -> None:
    """Report a suggestion or comment to the moderators; nothing else happens to it by itself.

    Raises Missing when it is not there for the actor, Forbidden, Invalid for an unknown reason or
    too long a note, Conflict when this person has flagged it before.
    """
    subject = flags.subject(actor, subject_kind, subject_id)
    if actor.person_id is None or not actor.may(Permission.FLAG, subject.board_id):
        raise Forbidden(N_("You may not report anything here."))
    if reason not in REASONS:
        raise Invalid(N_("Choose one of the list."), field="reason")
    cleaned = bidi.clean_line(note)
    if bidi.is_longer(cleaned, limits.NOTE_MAX) or len(cleaned) > 2 * limits.NOTE_MAX:
        raise Invalid(
            N_("The note is too long: at most %(limit)s characters."),
            field="note",
            limit=limits.NOTE_MAX,
        )
    if reason == "other" and bidi.is_blank(cleaned):
        raise Invalid(N_("Please say in a few words what is wrong."), field="note")
    statement = (
        insert_for(dialect_name())(Flag)
        .values(
            subject_kind=subject_kind,
            subject_id=subject_id,
            suggestion_id=subject.suggestion_id,
            board_id=subject.board_id,
            reporter_id=actor.person_id,
            reason=reason,
            note=cleaned,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["subject_kind", "subject_id", "reporter_id"])
        .returning(Flag.id)
    )
    if db.session.execute(statement).scalar_one_or_none() is None:
        raise Conflict(N_("You have reported this already. The moderators will look at it."))


def resolve_flags(
    *, actor: Actor, subject_kind: str, subject_id: int, resolution: Resolution
) -> None:
    """Close the open flags of a subject: it is kept as it is, or hidden.

    Raises Missing when nothing is flagged there (any more), Forbidden, Conflict.
    """
    about = (Flag.subject_kind == subject_kind) & (Flag.subject_id == subject_id)
    board_id = db.session.scalar(
        select(Flag.board_id).where(about, Flag.resolved_at.is_(None)).limit(1)
    )
    is_seen = board_id in boards.visible_ids(actor)
    if board_id is None or not is_seen or not policy.may_see_desk(actor, board_id):
        raise Missing(N_("Nothing is reported here any more."))
    if not policy.may_settle_flags(actor, board_id):
        raise Forbidden(N_("You may not decide about what was reported on this board."))
    count = _settle(about, resolution, actor.person_id)
    if resolution == "hidden":
        _hide(actor, subject_kind, subject_id)
    audit.record(
        actor=actor,
        action="moderation.flags_resolved",
        subject_kind=subject_kind,
        subject_id=subject_id,
        board_id=board_id,
        before={"open": count},
        after={"open": 0, "resolution": resolution},
    )


def _hide(actor: Actor, subject_kind: str, subject_id: int) -> None:
    if subject_kind == "suggestion":
        review.hide(actor=actor, suggestion_id=subject_id)
    else:
        comments.hide(actor=actor, comment_id=subject_id)


def settle(*, subject_kind: str, subject_id: int, resolution: str = _GONE) -> None:
    """Close flags whose subject left the public by another way; nobody decided about them."""
    _settle((Flag.subject_kind == subject_kind) & (Flag.subject_id == subject_id), resolution, None)


def _settle(about: ColumnElement[bool], resolution: str, resolver_id: int | None) -> int:
    closed = db.session.scalars(
        update(Flag)
        .where(about, Flag.resolved_at.is_(None))
        .values(resolved_at=clock.now(), resolver_id=resolver_id, resolution=resolution)
        .returning(Flag.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(closed)


def follow_move(*, suggestion_id: int, board_id: int) -> None:
    """Flags go with their suggestion to its new board's moderators."""
    db.session.execute(
        update(Flag)
        .where(Flag.suggestion_id == suggestion_id)
        .values(board_id=board_id)
        .execution_options(synchronize_session=False)
    )


def erase_reporter(*, person_id: int) -> None:
    """Empty the notes an erased person wrote."""
    db.session.execute(
        update(Flag)
        .where(Flag.reporter_id == person_id)
        .values(note="")
        .execution_options(synchronize_session=False)
    )


def decide(
    *,
    actor: Actor,
    suggestion_id: int,
    status_key: str,
    response: Prepared | None,
    seen: Seen,
) -> None:
    """Set the status and respond, in one unit; `response` None leaves the response as it is.

    Raises Missing, Forbidden, Invalid when nothing would change, Conflict when somebody else
    decided since the form was shown.
    """
    suggestion_queries.get(actor, suggestion_id)
    suggestion = tallies.lock(suggestion_id)
    if suggestion.state != "published":
        raise Conflict(N_("Only a public suggestion has a status and a response."))
    if _as_now(suggestion) != seen:
        raise Conflict(
            N_("Somebody else decided meanwhile. Compare, and send again to overrule it.")
        )
    is_new = team.set_status(actor=actor, suggestion_id=suggestion_id, status_key=status_key)
    if response is not None:
        team.respond(actor=actor, suggestion_id=suggestion_id, body=response)
    elif not is_new:
        raise Invalid(N_("Choose another status or write a response."), field="status_key")


def _as_now(suggestion: Suggestion) -> Seen:
    response = suggestion_queries.response_of(suggestion.id)
    status = status_rows.status_of(suggestion.status_id)
    return Seen(status.key, response.revision if response else 0)


def block_author(*, actor: Actor, suggestion_id: int) -> None:
    """Block who wrote this suggestion from the whole site. Raises Missing, Forbidden."""
    people.block(actor=actor, person_id=suggestion_queries.get(actor, suggestion_id).author_id)


def approve_many(*, actor: Actor, suggestion_ids: Sequence[int]) -> tuple[Outcome, ...]:
    """Approve each that can be; what became of each, in the order of ids. Raises Invalid."""
    return _each(
        actor,
        suggestion_ids,
        lambda found: review.approve(actor=actor, suggestion_id=found),
    )


def reject_many(
    *, actor: Actor, suggestion_ids: Sequence[int], reasons: Mapping[str, str]
) -> tuple[Outcome, ...]:
    """Reject each that can be, with the reason in its own language: its author reads it.

    `reasons`: language → reason, for all languages. Raises Invalid without a reason.
    """
    if any(bidi.is_blank(reason) for reason in reasons.values()):
        raise Invalid(N_("Give a reason."), field="reason")

    def reject(suggestion_id: int) -> None:
        found = suggestion_queries.get(actor, suggestion_id)
        reason = reasons[locale.base(found.language)]
        review.reject(actor=actor, suggestion_id=suggestion_id, reason=reason)

    return _each(actor, suggestion_ids, reject)


def _each(
    actor: Actor, suggestion_ids: Sequence[int], act: Callable[[int], None]
) -> tuple[Outcome, ...]:
    # In the order of ids, so that two bulks at once wait for each other and never in a circle.
    wanted = sorted(set(suggestion_ids))
    if not wanted:
        raise Invalid(N_("Choose at least one suggestion."))
    if len(wanted) > limits.BULK_MAX:
        raise Invalid(N_("At most %(limit)s at once."), limit=limits.BULK_MAX)
    return tuple(_one(actor, found, act) for found in wanted)


def _one(actor: Actor, suggestion_id: int, act: Callable[[int], None]) -> Outcome:
    """One of many in a savepoint: its refusal undoes it alone."""
    try:
        with unit_of_work.attempt():
            act(suggestion_id)
        refusal = None
    except DomainError as error:
        refusal = error
    try:
        found = suggestion_queries.get(actor, suggestion_id)
    except Missing as missing:
        return Outcome(suggestion_id, "", "", "", refusal or missing)
    return Outcome(suggestion_id, found.title, found.language, found.dir, refusal)
