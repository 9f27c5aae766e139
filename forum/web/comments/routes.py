"""Writing, editing and deleting comments."""

import wtforms
from flask import Blueprint, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.comments import actions as comments
from forum.comments import drafting, policy, queries
from forum.comments.limits import BODY_MAX
from forum.core import once as once_answers
from forum.core.errors import Forbidden
from forum.core.unit_of_work import writing
from forum.http import access, answers, forms, once, reader, throttle
from forum.http.converters import suggestion_path
from forum.i18n import locale, texts
from forum.i18n.catalog import N_, gettext
from forum.i18n.texts import Prepared
from forum.suggestions.queries import single as suggestions

bp = Blueprint("comments", __name__)


class CommentForm(forms.Form):
    limits = {"body": BODY_MAX}

    body = wtforms.TextAreaField(validators=[forms.Filled(), forms.AtMost(BODY_MAX)])
    parent = wtforms.StringField()
    revision = wtforms.StringField()

    def number(self, name: str) -> int | None:
        """A hidden id; None when it is empty or no number."""
        raw = self._fields[name].data
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None

    def prepared(self, language: str) -> Prepared:
        """The text ready to be stored; `language` is a hint for short ones. Raises Invalid."""
        return drafting.draft(
            body=self.body.data, language=language, chosen_dir=self.chosen_dir("body")
        )


@bp.get("/s/<id:suggestion_id>/comments/new")
@access.signed_in()
def new(suggestion_id: int) -> BaseResponse:
    return _new_page(suggestion_id, CommentForm(parent=request.args.get("parent", "")), 200)


@bp.post("/s/<id:suggestion_id>/comments/new")
@access.signed_in()
def create(suggestion_id: int) -> BaseResponse:
    form = CommentForm(request.form)
    if form.validate():
        with form.catching():
            throttle.hit_rendering()
            return _posted(suggestion_id, form, form.prepared(locale.current().language))
    return _new_page(suggestion_id, form, form.http_status)


def _posted(suggestion_id: int, form: CommentForm, body: Prepared) -> BaseResponse:
    token = once.sent()
    where = once_answers.known(token)
    if where is None:
        throttle.hit_person("comments")
        where = once.done(token, lambda: _post(suggestion_id, form, body))
    return answers.go(where)


def _post(suggestion_id: int, form: CommentForm, body: Prepared) -> str:
    """Post it; where the writer is led: his comment."""
    comment = comments.post(
        actor=reader.actor(),
        suggestion_id=suggestion_id,
        body=body,
        parent_id=form.number("parent"),
    )
    return f"/s/{suggestion_id}?commented=1#c{comment.id}"


def _new_page(suggestion_id: int, form: CommentForm, code: int) -> BaseResponse:
    actor = reader.actor()
    suggestion = suggestions.get(actor, suggestion_id)
    parent = form.number("parent")
    return answers.page(
        "comments/new.html",
        code,
        view=form.view(),
        retry_after=form.retry_after,
        suggestion=suggestion,
        url=suggestion_path(suggestion.id, suggestion.title),
        answered=queries.get(actor, parent) if parent else None,
        current_board=suggestion.board_id,
    )


@bp.get("/c/<id:comment_id>/edit")
@access.signed_in()
def edit(comment_id: int) -> BaseResponse:
    comment = queries.get(reader.actor(), comment_id)
    if not policy.may_edit(reader.actor(), comment):
        raise Forbidden(N_("You can edit your own comments only."))
    chosen = texts.chosen_dir(comment.body, comment.language, comment.dir)
    form = CommentForm(
        body=comment.body, revision=str(comment.revision), chosen_dirs={"body": chosen}
    )
    return _edit_page(comment_id, form, 200)


@bp.post("/c/<id:comment_id>/edit")
@access.signed_in()
def save(comment_id: int) -> BaseResponse:
    form = CommentForm(request.form)
    if form.validate():
        with form.catching():
            throttle.hit_rendering()
            body = form.prepared(queries.get(reader.actor(), comment_id).language)
            with writing():
                comment = comments.edit(
                    actor=reader.actor(),
                    comment_id=comment_id,
                    body=body,
                    seen_revision=form.number("revision") or 0,
                )
            answers.say("success", gettext("Your changes are saved."))
            return answers.go(f"/s/{comment.suggestion_id}#c{comment.id}")
    return _edit_page(comment_id, form, form.http_status)


def _edit_page(comment_id: int, form: CommentForm, code: int) -> BaseResponse:
    """The form; after a conflict the words as they stand now are shown beside the typed ones."""
    comment = queries.get(reader.actor(), comment_id)
    return answers.page(
        "comments/edit.html",
        code,
        view=form.view(),
        comment=comment,
        stands=comment if code == 409 else None,
    )


@bp.get("/c/<id:comment_id>/delete")
@access.signed_in()
def ask_delete(comment_id: int) -> BaseResponse:
    comment = queries.get(reader.actor(), comment_id)
    if not policy.may_edit(reader.actor(), comment):
        raise Forbidden(N_("You can delete your own comments only."))
    return answers.page("comments/delete.html", comment=comment)


@bp.post("/c/<id:comment_id>/delete")
@access.signed_in()
def delete(comment_id: int) -> BaseResponse:
    comment = queries.get(reader.actor(), comment_id)
    suggestion_id = comment.suggestion_id
    with writing():
        comments.delete(actor=reader.actor(), comment_id=comment_id)
    answers.say("success", gettext("Your comment is deleted."))
    return answers.go(f"/s/{suggestion_id}#comments")
