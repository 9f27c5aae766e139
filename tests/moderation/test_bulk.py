"""Several at once: each is decided or refused by itself."""

import pytest

from forum.core.errors import Invalid
from forum.core.unit_of_work import writing
from forum.moderation import actions as moderation
from forum.moderation import limits
from forum.suggestions.models import Suggestion
from tests import make


def states(*rows: Suggestion) -> list[str]:
    return [make.fresh(row).state for row in rows]


def test_approves_what_can_be_and_says_what_cannot(cast: make.Cast) -> None:
    waiting, public = make.suggestion(state="pending"), make.suggestion()
    with writing():
        outcomes = moderation.approve_many(
            actor=make.actor(cast.layla), suggestion_ids=[public.id, 99_999, waiting.id]
        )
    assert [(row.suggestion_id, row.refusal and row.refusal.kind) for row in outcomes] == [
        (waiting.id, None),
        (public.id, "conflict"),
        (99_999, "missing"),
    ]
    assert outcomes[0].title == waiting.title
    assert states(waiting, public) == ["published", "published"]


def test_a_board_of_others_is_refused_alone(cast: make.Cast) -> None:
    mine, theirs = make.board(), make.board()
    helper = make.person("نیلوفر")
    make.member(mine, helper, "moderator")
    own, other = make.suggestion(mine, state="pending"), make.suggestion(theirs, state="pending")
    with writing():
        outcomes = moderation.approve_many(
            actor=make.actor(helper), suggestion_ids=[own.id, other.id]
        )
    assert [row.refusal and row.refusal.kind for row in outcomes] == [None, "missing"]
    assert outcomes[1].title == ""
    assert states(own, other) == ["published", "pending"]


REASONS = {"fa": "تکراری است", "ar": "مكرر", "en": "It is there already"}


def test_rejects_each_in_its_own_language(cast: make.Cast) -> None:
    texts = ("حالت تاریک برای برنامه", "الوضع الداكن لتطبيق الهاتف", "A dark mode for the app")
    rows = [make.suggestion(state="pending", title=text, body=text) for text in (*texts, texts[0])]
    assert [row.language for row in rows] == ["fa", "ar", "en", "fa"]
    with writing():
        outcomes = moderation.reject_many(
            actor=make.actor(cast.layla),
            suggestion_ids=[row.id for row in rows],
            reasons=REASONS,
        )
    assert all(row.refusal is None for row in outcomes)
    assert [make.fresh(row).reason for row in rows] == [REASONS[row.language] for row in rows]


def test_wants_a_reason_and_a_choice_and_a_bound(cast: make.Cast) -> None:
    layla, row = make.actor(cast.layla), make.suggestion(state="pending")
    with pytest.raises(Invalid), writing():
        moderation.reject_many(actor=layla, suggestion_ids=[row.id], reasons={"fa": "\u200c "})
    with pytest.raises(Invalid), writing():
        moderation.approve_many(actor=layla, suggestion_ids=[])
    with pytest.raises(Invalid), writing():
        moderation.approve_many(actor=layla, suggestion_ids=list(range(1, limits.BULK_MAX + 2)))
    assert states(row) == ["pending"]
