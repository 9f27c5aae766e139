"""Taking one's own suggestion back."""

import pytest

from forum.core.errors import Forbidden, Invalid, Missing
from forum.suggestions.queries import lists, single
from tests import make
from tests.drift import no_drift
from tests.suggestions.acting import act, audited


def test_its_author_takes_it_back_with_a_reason(cast):
    for state in ("published", "pending"):
        wish = make.suggestion(author=cast.sara, state=state)
        act("withdraw", cast.sara, wish, reason="  دیگر لازم نیست ")
        now = make.fresh(wish)
        assert (now.state, now.reason) == ("withdrawn", "دیگر لازم نیست")
        assert audited(wish) == [
            ("suggestion.withdrawn", cast.sara.id, {"state": state}, {"state": "withdrawn"})
        ]
        no_drift()


def test_without_a_reason_it_stays(cast):
    for reason in ("", " ", "\u200b\u2060"):
        wish = make.suggestion(author=cast.sara)
        with pytest.raises(Invalid) as refused:
            act("withdraw", cast.sara, wish, reason=reason)
        assert refused.value.field == "reason"
        assert make.fresh(wish).state == "published"
        no_drift()


def test_nobody_takes_back_for_another(cast):
    for who in ("omid", "layla", "dana"):
        wish = make.suggestion(author=cast.sara)
        with pytest.raises(Forbidden):
            act("withdraw", getattr(cast, who), wish, reason="نه")
        assert make.fresh(wish).state == "published"


def test_what_is_gone_is_not_taken_back(cast):
    for state in ("hidden", "rejected", "withdrawn"):
        wish = make.suggestion(author=cast.sara, state=state)
        with pytest.raises(Forbidden):
            act("withdraw", cast.sara, wish, reason="نه")


def test_afterwards_only_author_and_team_find_it(cast):
    wish = make.suggestion(author=cast.sara)
    make.vote(wish, cast.omid)
    act("withdraw", cast.sara, wish, reason="دوباره فرستاده شد")
    with pytest.raises(Missing):
        single.get(make.actor(cast.omid), wish.id)
    assert single.get(make.actor(cast.sara), wish.id).vote_count == 1
    assert single.get(make.actor(cast.layla), wish.id).id == wish.id
    assert lists.cards([wish.board_id]).rows == ()
    no_drift()


def test_a_reason_of_letters_nobody_sees_is_too_long_all_the_same(cast):
    wish = make.suggestion(author=cast.sara)
    with pytest.raises(Invalid):
        act("withdraw", cast.sara, wish, reason="x" + "\u0378" * 10_000)
