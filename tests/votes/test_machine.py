"""Any acts in any order: stored counts equal their rows, one vote a person (invariant I1)."""

from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from forum.comments import actions as comments
from forum.comments import drafting as comment_drafting
from forum.core import unit_of_work
from forum.core.db import db
from forum.core.errors import DomainError
from forum.core.unit_of_work import writing
from forum.suggestions import drafting
from forum.suggestions.actions import authors, review, team
from forum.suggestions.models import Suggestion
from forum.suggestions.queries import status_rows
from forum.votes import actions as votes
from tests import make
from tests.drift import no_drift

PEOPLE = st.integers(0, 3)
ROWS = st.integers(0, 5)  # of what is there, counted round
STATUSES = st.sampled_from(["new", "planned", "completed"])


class Forum(RuleBasedStateMachine):
    """Sara and Omid, Layla who moderates, Dana who administers, on two boards."""

    def __init__(self, world):
        super().__init__()
        self.people, self.boards, self.categories = world
        self.wishes, self.replies, self.voted = [], [], set()
        self.draft = drafting.draft(title="یک خواسته", body="", language="fa")
        self.text = comment_drafting.draft(body="آری", language="fa")

    def attempt(self, verb, who, **values):
        """Do it as a door does; what a room refuses changes nothing."""
        try:
            with writing():
                return verb(actor=make.actor(self.people[who]), **values)
        except DomainError:
            return None

    def wish(self, place):
        return self.wishes[place % len(self.wishes)] if self.wishes else 1

    @rule(who=PEOPLE, board=st.integers(0, 1), has_category=st.booleans())
    def post(self, who, board, has_category):
        on = self.boards[board]
        category = self.categories[board] if has_category else None
        made = self.attempt(authors.post, who, board_id=on, draft=self.draft, category_id=category)
        self.wishes.append(made.id)
        if made.state == "published":
            self.voted.add((made.id, who))

    @rule(who=PEOPLE, place=ROWS)
    def vote(self, who, place):
        if self.attempt(votes.cast, who, suggestion_id=self.wish(place)):
            self.voted.add((self.wish(place), who))

    @rule(who=PEOPLE, place=ROWS)
    def unvote(self, who, place):
        if self.attempt(votes.withdraw, who, suggestion_id=self.wish(place)):
            self.voted.discard((self.wish(place), who))

    @rule(who=PEOPLE, place=ROWS)
    def comment(self, who, place):
        made = self.attempt(comments.post, who, suggestion_id=self.wish(place), body=self.text)
        if made:
            self.replies.append(made.id)

    @rule(who=PEOPLE, place=ROWS, verb=st.sampled_from(["delete", "hide", "restore"]))
    def change_comment(self, who, place, verb):
        if self.replies:
            row = self.replies[place % len(self.replies)]
            self.attempt(getattr(comments, verb), who, comment_id=row)

    @rule(who=PEOPLE, place=ROWS, verb=st.sampled_from(["hide", "restore"]))
    def hide_or_show(self, who, place, verb):
        self.attempt(getattr(review, verb), who, suggestion_id=self.wish(place))

    @rule(who=PEOPLE, place=ROWS)
    def approve(self, who, place):
        wish = self.wish(place)
        author = self.author_of(wish)
        with_vote = partial(self.approved, author)
        self.attempt(with_vote, who, suggestion_id=wish)

    def approved(self, author, *, actor, suggestion_id):
        review.approve(actor=actor, suggestion_id=suggestion_id)
        if author is not None:
            self.voted.add((suggestion_id, author))

    def author_of(self, wish):
        found = db.session.get(Suggestion, wish)
        ids = [person.id for person in self.people]
        return ids.index(found.author_id) if found else None

    @rule(who=PEOPLE, place=ROWS, verb=st.sampled_from([review.reject, authors.withdraw]))
    def turn_down(self, who, place, verb):
        self.attempt(verb, who, suggestion_id=self.wish(place), reason="تکراری")

    @rule(who=PEOPLE, place=ROWS, board=st.integers(0, 1), has_category=st.booleans())
    def move(self, who, place, board, has_category):
        self.attempt(
            team.move,
            who,
            suggestion_id=self.wish(place),
            board_id=self.boards[board],
            category_id=self.categories[board] if has_category else None,
        )

    @rule(who=PEOPLE, place=ROWS, key=STATUSES)
    def set_status(self, who, place, key):
        self.attempt(team.set_status, who, suggestion_id=self.wish(place), status_key=key)

    @rule(who=PEOPLE, keeps_texts=st.booleans())
    def erase(self, who, keeps_texts):
        with writing():
            for each in (comments, authors):
                each.erase_author(person_id=self.people[who].id, keeps_texts=keeps_texts)

    @invariant()
    def counts_equal_rows(self):
        no_drift()
        for wish in self.wishes:
            counted = db.session.get(Suggestion, wish).vote_count
            assert counted == sum(voted == wish for voted, _ in self.voted)
        unit_of_work.end_read()


@pytest.mark.long
def test_any_acts_in_any_order(cast, full):
    people = (cast.sara, cast.omid, cast.layla, cast.dana)
    boards = (make.board(approval="none"), make.board(approval="all"))
    categories = [make.category(board).id for board in boards]
    assert status_rows.statuses()
    world = (people, [board.id for board in boards], categories)
    run_state_machine_as_test(
        partial(Forum, world),
        settings=settings(
            max_examples=50 if full else 5,
            stateful_step_count=40 if full else 20,
            deadline=None,
            database=None,
            derandomize=not full,
            suppress_health_check=list(HealthCheck),
        ),
    )
