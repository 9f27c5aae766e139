"""Posting: the form, what may say the same already, and the post itself."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.accounts.actions import pending
from forum.boards import queries as boards
from forum.core import once as once_answers
from forum.core.errors import Forbidden, Limited, Missing
from forum.http import access, answers, asking, once, reader, throttle
from forum.http.cards import Cards
from forum.http.converters import number, suggestion_path
from forum.i18n import locale
from forum.i18n.catalog import N_
from forum.search import indexing
from forum.site import queries as site
from forum.suggestions import drafting, handlers, policy
from forum.suggestions.actions import authors
from forum.suggestions.queries import single
from forum.web.suggestions import likeness, view
from forum.web.suggestions.forms import GuestPostForm, PostForm

bp = Blueprint("posting", __name__)


@bp.get("/b/<slug>/new")
@access.public()
def new(slug: str) -> BaseResponse:
    board = _open_board(slug)
    earlier = number(request.args.get("from", ""))
    if earlier is not None:
        return _post_page(board, _words_of(earlier), 200)
    title = request.args.get("title", "")
    if not title:
        return _post_page(board, PostForm(title=title), 200)
    throttle.hit_search()
    return _post_page(board, PostForm(title=title), 200, likeness.of_title(board, title))


def _words_of(suggestion_id: int) -> PostForm:
    """A new form with the words of one's own that was rejected or taken back."""
    actor = reader.actor()
    suggestion = single.get(actor, suggestion_id)
    if not policy.may_repost(actor, suggestion):
        raise Missing(N_("This suggestion does not exist."))
    return PostForm(
        title=suggestion.title,
        body=suggestion.body,
        category=str(suggestion.category_id or ""),
        chosen_dirs={"body": drafting.chosen_dir(suggestion)},
    )


@bp.post("/b/<slug>/new")
@access.public()
def create(slug: str) -> BaseResponse:
    """Post it, or for a guest: ask for the code that posts it.

    What very likely is there already is shown first, once.
    """
    board = _open_board(slug)
    form = (GuestPostForm if reader.actor().is_guest else PostForm)(request.form)
    if form.validate():
        with form.catching():
            return _take(board, form)
    return _post_page(board, form, form.http_status)


def _take(board: boards.BoardRow, form: PostForm) -> BaseResponse:
    token, is_guest = once.sent(), reader.actor().is_guest
    drafting.category(board, form.category_id)  # before a code is sent for nothing
    if form.is_looked_up and not is_guest:
        # What is refused counts for nothing; what is not will be posted: once counted is enough.
        drafting.checked(title=form.title.data, body=form.body.data)
        return answers.go(_counted(token) or _posted(board, form, _drafted(form), token))
    throttle.hit_rendering()
    draft = _drafted(form)
    asked = None if form.is_looked_up else likeness.of_draft(board, draft, form.seen_ids)
    # What its own twin posted a moment ago is nothing to ask about.
    if asked and once_answers.known(token) is None:
        return _post_page(board, form, 200, asked, is_asked=True)
    if is_guest:
        return _ask_guest(board, form, draft)
    return answers.go(_counted(token) or _posted(board, form, draft, token))


def _drafted(form: PostForm) -> drafting.Draft:
    return drafting.draft(
        title=form.title.data,
        body=form.body.data,
        language=locale.current().language,
        chosen_dir=form.chosen_dir("body"),
    )


def _open_board(slug: str) -> boards.BoardRow:
    """The board, for someone who may post there. A guest may where everyone may."""
    actor = reader.actor()
    board = boards.by_slug(actor, slug)
    rule = site.current().who_may_post
    may = (
        board.is_open and rule == "everyone"
        if actor.is_guest
        else policy.may_post(actor, board, rule)
    )
    if not may:
        raise Forbidden(N_("This board takes no new suggestions now."))
    return board


def _ask_guest(board: boards.BoardRow, form: PostForm, draft: drafting.Draft) -> BaseResponse:
    """The text waits as it is ready: nothing slow is left for when the code comes."""
    payload = {"board_id": board.id, "category_id": form.category_id}
    return asking.ask(
        email=form.email.data,
        act=pending.Act(
            handlers.POST, {**payload, "draft": drafting.kept(draft)}, once.sent() or board.slug
        ),
        next_path=f"/me/suggestions?posted={board.slug}",
    )


def _counted(token: str | None) -> str | None:
    """Count one post of this person. Where there may be no more for now: where the twin of the
    last that was allowed led."""
    try:
        throttle.hit_person("posts")
    except Limited:
        where = once_answers.known(token)
        if where is None:
            raise
        return where
    return None


def _posted(
    board: boards.BoardRow, form: PostForm, draft: drafting.Draft, token: str | None
) -> str:
    """Where the writer is led: the page of what he posted, by this sending or its twin."""
    indexing.own_words(draft.title, indexing.Text(draft.body.html, draft.language))
    return once.done(token, lambda: _post(board, form, draft))


def _post(board: boards.BoardRow, form: PostForm, draft: drafting.Draft) -> str:
    """Post it; where the writer is led: its page."""
    posted = authors.post(
        actor=reader.actor(), board_id=board.id, draft=draft, category_id=form.category_id
    )
    return suggestion_path(posted.id, posted.title) + "?posted=1"


def _post_page(
    board: boards.BoardRow,
    form: PostForm,
    code: int,
    likely: Cards | None = None,
    *,
    is_asked: bool = False,
) -> BaseResponse:
    """The form, with what may say the same above it; `is_asked`: it is not posted before that
    was seen."""
    return answers.page(
        "suggestions/new.html",
        code,
        view=form.view(),
        retry_after=form.retry_after,
        board=board,
        categories=view.category_choices(board),
        current_board=board.id,
        likely=likely,
        typed=form.title.data if likely is not None or form.is_looked_up else "",
        is_asked=is_asked,
        waits=reader.actor().is_guest and board.approval != "none",
    )
