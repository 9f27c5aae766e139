"""A small forum with something of everything, for tests that walk over all pages."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from forum.accounts.models import Invitation, Person, Session
from forum.boards.models import Board, Category
from forum.comments.models import Comment, CommentRevision
from forum.core import clock
from forum.core.db import Model, db
from forum.core.unit_of_work import writing
from forum.exports.definition import Definition
from forum.exports.models import Export
from forum.moderation.models import Flag
from forum.search.models import DuplicatePair, SearchMiss, Synonym
from forum.suggestions.models import OfficialResponse, Suggestion, SuggestionRevision
from tests import make

Row = TypeVar("Row", bound=Model)
INVITE = "a-token-of-an-invitation-that-is-long-enough"


@dataclass(frozen=True)
class Town:
    """`wish` is a suggestion of Sara with votes, comments, a response and earlier wordings."""

    cast: make.Cast
    board: Board
    private: Board
    members_only: Board
    category: Category
    wish: Suggestion
    waiting: Suggestion
    secret: Suggestion
    comment: Comment
    flag: Flag
    export: Export
    invitation: Invitation
    session: Session
    synonym: Synonym

    @property
    def people(self) -> dict[str, Person | None]:
        """Somebody of each role; None is the guest."""
        return {
            "guest": None,
            "customer": self.cast.sara,
            "moderator": self.cast.layla,
            "product": self.cast.reza,
            "administrator": self.cast.dana,
        }


def build() -> Town:
    """Write it all into the empty database of a test."""
    cast = make.cast()
    board = make.board("ideas", name="پیشنهادها", names={"fa": "پیشنهادها", "ar": "الأفكار"})
    private = make.board("secret", name="انبار رازها", visibility="private", roles=["product"])
    members_only = make.board("members", name="اعضا", visibility="signed_in", approval="all")
    category = make.category(board)
    wish = make.suggestion(board, cast.sara, category=category)
    make.vote(wish, cast.sara)
    make.vote(wish, cast.omid)
    comment = make.comment(wish, cast.sara)
    make.comment(wish, cast.omid, parent=comment)
    waiting = make.suggestion(board, cast.omid, title="جست‌وجوی بهتر", state="pending")
    secret = make.suggestion(private, cast.reza, title="راز بزرگ", body="رازی که نشت نمی‌کند")
    make.suggestion(board, cast.sara, title="نسخهٔ وب", state="hidden")
    make.suggestion(board, cast.sara, title="نسخهٔ رومیزی", state="rejected", reason="تکراری")
    return Town(
        cast=cast,
        board=board,
        private=private,
        members_only=members_only,
        category=category,
        wish=_told(wish, comment, cast),
        waiting=waiting,
        secret=secret,
        comment=comment,
        flag=_flag(wish, cast),
        export=_export(cast.dana),
        invitation=_invitation(INVITE, "kaveh@example.com", "moderator", cast.dana),
        session=_session(cast.dana),
        synonym=_searched(wish, secret),
    )


def _told(wish: Suggestion, comment: Comment, cast: make.Cast) -> Suggestion:
    """An official response and the earlier wordings of texts."""
    now = clock.now()
    with writing() as session:
        session.add_all(
            [
                OfficialResponse(
                    suggestion_id=wish.id,
                    author_id=cast.reza.id,
                    body="در برنامه است.",
                    body_html='<p dir="rtl">در برنامه است.</p>',
                    excerpt="در برنامه است.",
                    renderer=1,
                    language="fa",
                    dir="rtl",
                    created_at=now,
                    updated_at=now,
                ),
                SuggestionRevision(
                    suggestion_id=wish.id,
                    revision=1,
                    title="حالت شب",
                    body="شب‌ها روشن است.",
                    editor_id=cast.sara.id,
                    at=now,
                ),
                CommentRevision(comment_id=comment.id, revision=1, body="من هم.", at=now),
            ]
        )
        changed = session.get_one(Suggestion, wish.id)
        changed.revision, changed.edited_at, changed.editor_id = 2, now, cast.sara.id
    db.session.expunge_all()
    return make.fresh(wish)


def _kept(row: Row) -> Row:
    with writing() as session:
        session.add(row)
    db.session.expunge_all()
    return row


def _flag(wish: Suggestion, cast: make.Cast) -> Flag:
    return _kept(
        Flag(
            subject_kind="suggestion",
            subject_id=wish.id,
            suggestion_id=wish.id,
            board_id=wish.board_id,
            reporter_id=cast.omid.id,
            reason="other",
            note="یادداشت",
            created_at=clock.now(),
        )
    )


def _export(owner: Person) -> Export:
    return _kept(
        Export(
            person_id=owner.id,
            definition=Definition().to_json(),
            format="csv",
            language="en",
            state="running",
            rows_done=3,
            rows_total=9,
            created_at=clock.now(),
        )
    )


def _invitation(token: str, email: str | None, role: str, by: Person) -> Invitation:
    now = clock.now()
    return _kept(
        Invitation(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            email=email,
            role=role,
            invited_by_id=by.id,
            created_at=now,
            expires_at=now + timedelta(days=7),
        )
    )


def _searched(wish: Suggestion, secret: Suggestion) -> Synonym:
    """Equal words, a search in vain, and a likely pair that only the product team may see."""
    now = clock.now()
    _kept(SearchMiss(day=now.date(), language="fa", words="فاکتور", count=3))
    _kept(
        DuplicatePair(
            low_id=wish.id,
            high_id=secret.id,
            score=0.8,
            reasons=["words", "spelling", "meaning"],
            found_at=now,
        )
    )
    return _kept(Synonym(words=["دفترک", "گزارشک"], created_at=now))


def _session(person: Person) -> Session:
    """A second browser of this person."""
    now = clock.now()
    return _kept(
        Session(
            token_hash="0" * 64,
            person_id=person.id,
            user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
            address="127.0.0.1",
            created_at=now,
            seen_at=now,
            fresh_at=now,
        )
    )
