"""Reporting a suggestion or a comment: a small page, then a thank-you where one came from."""

from flask import Blueprint, current_app, request
from werkzeug.wrappers.response import Response

from forum.core.unit_of_work import writing
from forum.http import access, answers, reader
from forum.i18n.catalog import N_, gettext
from forum.moderation import actions as moderation
from forum.moderation.queries import flags
from forum.web.moderation import words
from forum.web.moderation.forms import FlagForm

bp = Blueprint("flags", __name__)


@bp.get("/s/<id:subject_id>/flag")
@access.signed_in()
def new_for_suggestion(subject_id: int) -> Response:
    return _page("suggestion", subject_id, FlagForm(), 200)


@bp.post("/s/<id:subject_id>/flag")
@access.signed_in()
def flag_suggestion(subject_id: int) -> Response:
    return _flag("suggestion", subject_id)


@bp.get("/c/<id:subject_id>/flag")
@access.signed_in()
def new_for_comment(subject_id: int) -> Response:
    return _page("comment", subject_id, FlagForm(), 200)


@bp.post("/c/<id:subject_id>/flag")
@access.signed_in()
def flag_comment(subject_id: int) -> Response:
    return _flag("comment", subject_id)


def _flag(kind: str, subject_id: int) -> Response:
    actor, form = reader.actor(), FlagForm(request.form)
    subject = flags.subject(actor, kind, subject_id)
    if form.validate():
        with form.catching():
            current_app.extensions["forum_limits"].hit("flags", actor.person_id)
            with writing():
                moderation.flag(
                    actor=actor,
                    subject_kind=kind,
                    subject_id=subject_id,
                    reason=form.reason.data,
                    note=form.note.data,
                )
        if not form.is_refused:
            answers.say("success", gettext(N_("Thank you. The moderators will look at it.")))
            return answers.go(_back(subject))
    return _page(kind, subject_id, form, form.http_status)


def _page(kind: str, subject_id: int, form: FlagForm, code: int) -> Response:
    subject = flags.subject(reader.actor(), kind, subject_id)
    return answers.page(
        "moderation/flag.html",
        code,
        subject=subject,
        back=_back(subject),
        view=form.view(),
        reasons=[
            (key, gettext(name), gettext(hint)) for key, (name, hint) in words.FLAG_REASONS.items()
        ],
    )


def _back(subject: flags.Subject) -> str:
    anchor = f"#c{subject.id}" if subject.kind == "comment" else ""
    return f"/s/{subject.suggestion_id}{anchor}"
