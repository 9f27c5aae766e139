"""Reading, editing and withdrawing suggestions; posting has a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.boards import queries as boards
from forum.comments import queries as comments
from forum.core import paging
from forum.core.actor import Actor
from forum.core.errors import Forbidden
from forum.core.unit_of_work import writing
from forum.follows import queries as follows
from forum.http import access, answers, reader, shared, throttle
from forum.http.cards import cards_of
from forum.http.converters import suggestion_path
from forum.i18n import locale, texts
from forum.i18n.catalog import N_, gettext
from forum.suggestions import drafting, policy
from forum.suggestions.actions import authors as suggestion_authors
from forum.suggestions.limits import BODY_MAX
from forum.suggestions.queries import lists, personal, single
from forum.votes import queries as votes
from forum.web.suggestions import likeness, view
from forum.web.suggestions.forms import EditForm, WithdrawForm

if TYPE_CHECKING:
    from forum.suggestions.models import Suggestion

bp = Blueprint("suggestions", __name__)


@bp.get("/s/<ref:suggestion_id>")
@access.public(cached=True)
def show(suggestion_id: int) -> BaseResponse:
    actor = reader.actor()
    suggestion, author_name, response = single.shown(actor, suggestion_id)
    board = boards.get(actor, suggestion.board_id)
    after = request.args.get("after", "")
    thread = comments.thread(
        actor,
        suggestion.id,
        board_id=board.id,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
    )
    # Who wrote any of it has tools of his own there.
    authors = {suggestion.author_id, *thread.author_ids}
    shared.except_for(authors, also=suggestion.state != "published")
    person_id = None if shared.is_rendering() else actor.person_id
    shown = view.shown(suggestion, author_name, response, board, actor)
    return answers.page(
        "suggestions/show.html",
        s=shown,
        twins=likeness.twins(suggestion.id) if shown.may_moderate else (),
        thread=thread,
        is_voted=suggestion.id in votes.voted_ids(person_id, [suggestion.id]),
        is_following=follows.is_following(person_id, suggestion.id),
        current_board=board.id,
    )


@bp.get("/s/<id:suggestion_id>/edit")
@access.signed_in()
def edit(suggestion_id: int) -> BaseResponse:
    suggestion = _editable(suggestion_id)
    form = EditForm(
        title=suggestion.title,
        body=suggestion.body,
        category=str(suggestion.category_id or ""),
        revision=str(suggestion.revision),
        chosen_dirs={"body": drafting.chosen_dir(suggestion)},
    )
    return _edit_page(suggestion_id, form, 200)


@bp.post("/s/<id:suggestion_id>/edit")
@access.signed_in()
def save(suggestion_id: int) -> BaseResponse:
    form = EditForm(request.form)
    if form.validate():
        with form.catching():
            throttle.hit_rendering()
            draft = drafting.draft(
                title=form.title.data,
                body=form.body.data,
                language=single.get(reader.actor(), suggestion_id).language,
                chosen_dir=form.chosen_dir("body"),
            )
            with writing():
                suggestion_authors.edit(
                    actor=reader.actor(),
                    suggestion_id=suggestion_id,
                    draft=draft,
                    category_id=form.category_id,
                    seen_revision=form.seen_revision,
                )
            answers.say("success", gettext("Your changes are saved."))
            return answers.go(f"/s/{suggestion_id}")
    return _edit_page(suggestion_id, form, form.http_status)


def _editable(suggestion_id: int) -> Suggestion:
    actor = reader.actor()
    suggestion = single.get(actor, suggestion_id)
    if not view.may_edit(actor, suggestion):
        raise Forbidden(N_("This suggestion can no longer be edited."))
    return suggestion


def _edit_page(suggestion_id: int, form: EditForm, code: int) -> BaseResponse:
    """The form; after a conflict the words as they stand now are shown beside the typed ones."""
    suggestion = single.get(reader.actor(), suggestion_id)
    board = boards.get(reader.actor(), suggestion.board_id)
    form_view = form.view()
    if code == 409:
        form_view = view.with_revision(form_view, suggestion.revision)
    return answers.page(
        "suggestions/edit.html",
        code,
        view=form_view,
        suggestion=suggestion,
        stands=suggestion if code == 409 else None,
        board=board,
        categories=view.category_choices(board, suggestion.category_id),
        current_board=board.id,
    )


@bp.get("/s/<id:suggestion_id>/withdraw")
@access.signed_in()
def ask_withdraw(suggestion_id: int) -> BaseResponse:
    return _withdraw_page(suggestion_id, WithdrawForm(), 200)


@bp.post("/s/<id:suggestion_id>/withdraw")
@access.signed_in()
def withdraw(suggestion_id: int) -> BaseResponse:
    form = WithdrawForm(request.form)
    if form.validate():
        with form.catching(), writing():
            suggestion_authors.withdraw(
                actor=reader.actor(), suggestion_id=suggestion_id, reason=form.reason.data
            )
        if not form.is_refused:
            answers.say("success", gettext("Your suggestion is withdrawn."))
            return answers.go("/me/suggestions")
    return _withdraw_page(suggestion_id, form, form.http_status)


def _withdraw_page(suggestion_id: int, form: WithdrawForm, code: int) -> BaseResponse:
    suggestion = single.get(reader.actor(), suggestion_id)
    if not policy.may_withdraw(reader.actor(), suggestion):
        raise Forbidden(N_("This suggestion cannot be withdrawn."))
    return answers.page("suggestions/withdraw.html", code, view=form.view(), suggestion=suggestion)


@bp.get("/s/<id:suggestion_id>/history")
@access.public()
def history(suggestion_id: int) -> BaseResponse:
    """Earlier wordings."""
    actor = reader.actor()
    suggestion = single.get(actor, suggestion_id)
    return answers.page(
        "suggestions/history.html",
        suggestion=suggestion,
        url=suggestion_path(suggestion.id, suggestion.title),
        revisions=single.revisions(actor, suggestion_id),
        current_board=suggestion.board_id,
    )


@bp.post("/preview")
@access.public()
def preview(  # a part only: without JavaScript nobody asks for it
) -> BaseResponse:
    throttle.hit_rendering()
    text = request.form.get("text", "")[: 2 * BODY_MAX]
    chosen = request.form.get("chosen", "")
    shown = texts.prepare(text, locale.current().language, chosen_dir=chosen)
    return answers.page("suggestions/_preview.html", shown=shown)


@bp.get("/me/suggestions")
@access.signed_in()
def mine() -> BaseResponse:
    return _own_page("suggestions/mine.html", reader.actor())


@bp.get("/me/votes")
@access.signed_in()
def voted() -> BaseResponse:
    return _own_page("suggestions/voted.html", reader.actor())


def _own_page(template: str, actor: Actor) -> BaseResponse:
    assert actor.person_id is not None
    among = votes.ids_by if template.endswith("voted.html") else personal.ids_by
    page = lists.cards_among(
        actor, among(actor.person_id), cursor=paging.decode(request.args.get("page"))
    )
    return answers.page(
        template,
        page=page,
        cards=cards_of(page.rows, actor),
        is_posted="posted" in request.args,
        posted_to=request.args.get("posted", ""),
    )
