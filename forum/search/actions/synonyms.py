"""Writing which words mean the same."""

from collections.abc import Sequence

from sqlalchemy import func, select

from forum.audit import actions as audit
from forum.core import clock, unit_of_work
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, Missing
from forum.i18n import bidi, folding
from forum.i18n.catalog import N_
from forum.search import limits, policy
from forum.search.models import Synonym


def add(*, actor: Actor, words: Sequence[str]) -> int:
    """Words or phrases that mean the same from now on, whatever their language; the group's id.

    Raises Forbidden, Invalid for fewer than two, too many or too long ones, Conflict when there
    are limits.SYNONYM_GROUPS already.
    """
    _may_keep_words(actor)
    group = list(dict.fromkeys(filter(None, (bidi.clean_line(word) for word in words))))
    if len({folding.unique_key(word) for word in group}) < 2:
        raise Invalid(N_("Give at least two words that mean the same."), field="words")
    if len(group) > limits.SYNONYM_WORDS or max(map(len, group)) > limits.SYNONYM_LENGTH:
        raise Invalid(N_("These are too many words, or too long ones."), field="words")
    groups = db.session.scalar(select(func.count()).select_from(Synonym)) or 0
    if groups >= limits.SYNONYM_GROUPS:
        raise Conflict(N_("There are too many groups of words already."))
    added = Synonym(words=group, created_at=clock.now())
    db.session.add(added)
    db.session.flush()
    _kept_words(actor, "search.synonyms_added", added)
    return added.id


def remove(*, actor: Actor, synonym_id: int) -> None:
    """These words mean no longer the same. Raises Forbidden, Missing."""
    _may_keep_words(actor)
    found = db.session.get(Synonym, synonym_id)
    if found is None:
        raise Missing(N_("This group of words does not exist."))
    _kept_words(actor, "search.synonyms_removed", found)
    db.session.delete(found)


def _may_keep_words(actor: Actor) -> None:
    if not policy.may_keep_words(actor):
        raise Forbidden(N_("You may not manage the words of the search."))


def _kept_words(actor: Actor, action: str, group: Synonym) -> None:
    unit_of_work.structure_changed()
    words = {"words": list(group.words)}
    audit.record(
        actor=actor, action=action, subject_kind="synonym", subject_id=group.id, after=words
    )
