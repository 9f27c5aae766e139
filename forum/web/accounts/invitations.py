"""One-time links: becoming the first administrator, joining the team."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.accounts.actions import invitations
from forum.accounts.queries import invites
from forum.core.unit_of_work import writing
from forum.http import access, answers, reader, sessions
from forum.i18n.catalog import gettext
from forum.web.accounts import forms

bp = Blueprint("invitations", __name__)


@bp.get("/welcome/<token>")
@bp.get("/invite/<token>")
@access.public()
def show(token: str) -> BaseResponse:
    found = invites.open_invitation(token)
    return _page(forms.AcceptForm(email=found.email or ""), token)


@bp.post("/welcome/<token>")
@bp.post("/invite/<token>")
@access.public()
def accept(token: str) -> BaseResponse:
    form = forms.AcceptForm(request.form)
    if form.validate():
        with form.catching(), writing():
            person_id = invitations.accept(
                token=token,
                email=form.email.data,
                name=form.name.data,
                language=reader.current().profile.language,
            )
        if not form.is_refused:
            response = answers.go("/")
            sessions.start(response, person_id, "link")
            answers.say("success", gettext("You are signed in. Welcome to the team!"))
            return response
    return _page(form, token, form.http_status)


def _page(form: forms.AcceptForm, token: str, status: int = 200) -> BaseResponse:
    response = answers.page(
        "accounts/invitation.html",
        status,
        view=form.view(),
        invitation=invites.open_invitation(token),
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
