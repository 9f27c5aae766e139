"""One's own account: name, address, password, sessions, data, the end."""

import json
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.accounts.actions import passwords
from forum.accounts.actions import people as persons
from forum.accounts.actions import sessions as living
from forum.accounts.queries import browsers, people
from forum.core import clock
from forum.core.unit_of_work import writing
from forum.http import access, answers, asking, reader, sessions
from forum.i18n import catalog
from forum.web.accounts import checking, forms, own_data

bp = Blueprint("account", __name__)


@bp.get("/account")
@access.signed_in()
def show() -> BaseResponse:
    person = people.get(reader.actor().person_id or 0)
    return _overview(forms.NameForm(name=person.name))


@bp.post("/account")
@access.signed_in()
def rename() -> BaseResponse:
    form = forms.NameForm(request.form)
    if form.validate():
        with form.catching(), writing():
            persons.rename(actor=reader.actor(), name=form.name.data)
        if not form.is_refused:
            answers.say("success", catalog.gettext("Your name was changed."))
            return answers.go("/account")
    return _overview(form, form.http_status)


def _overview(form: forms.NameForm, status: int = 200) -> BaseResponse:
    person = people.get(reader.actor().person_id or 0)
    return answers.page("accounts/show.html", status, view=form.view(), person=person)


@bp.get("/account/sessions")
@access.signed_in()
def sessions_page() -> BaseResponse:
    return answers.page("accounts/sessions.html", rows=browsers.sessions_of(reader.actor()))


@bp.post("/account/sessions/<id:session_id>/end")
@access.signed_in()
def end_session(session_id: int) -> BaseResponse:
    with writing():
        living.end_one(actor=reader.actor(), session_id=session_id)
    answers.say("success", catalog.gettext("The session was ended."))
    return answers.go("/account/sessions")


@bp.post("/account/sessions/end-others")
@access.signed_in()
def end_other_sessions() -> BaseResponse:
    with writing():
        living.end_others(actor=reader.actor())
    answers.say("success", catalog.gettext("All other sessions were ended."))
    return answers.go("/account/sessions")


@bp.get("/account/password")
@access.signed_in()
def password_page() -> BaseResponse:
    return _password_page(forms.NewPasswordForm())


@bp.post("/account/password")
@access.signed_in()
def set_password() -> BaseResponse:
    form = forms.NewPasswordForm(request.form)
    if form.validate():
        with form.catching():
            actor = checking.proved_actor(form.password.data)
            made = passwords.hashed(actor=actor, password=form.new_password.data)
            with writing():
                passwords.set_hash(actor=actor, password_hash=made)
            answers.say("success", catalog.gettext("Your password is saved."))
            return answers.go("/account/password")
    return _password_page(form, form.http_status)


@bp.post("/account/password/remove")
@access.signed_in(fresh=True)
def remove_password() -> BaseResponse:
    with writing():
        passwords.set_hash(actor=reader.actor(), password_hash=None)
    answers.say("success", catalog.gettext("Your password was removed. Codes by mail still work."))
    return answers.go("/account/password")


def _password_page(form: forms.NewPasswordForm, status: int = 200) -> BaseResponse:
    person = people.get(reader.actor().person_id or 0)
    return answers.page(
        "accounts/password.html",
        status,
        view=form.view(),
        email=person.email,
        has_password=person.password_hash is not None,
        is_fresh=reader.actor().fresh,
        retry_after=form.retry_after,
    )


@bp.get("/account/email")
@access.signed_in()
def email_page() -> BaseResponse:
    return _email_page(forms.EmailForm(email=request.args.get("email", "")))


@bp.post("/account/email")
@access.signed_in()
def change_email() -> BaseResponse:
    """The new address gets a code; a stale session proves itself first, the address kept."""
    form = forms.EmailForm(request.form)
    if form.validate():
        actor = reader.actor()
        if not actor.fresh:
            back = "/account/email?" + urlencode({"email": form.email.data})
            return answers.go("/account/confirm?" + urlencode({"next": back}))
        with form.catching():
            return asking.send_code(
                email=form.email.data, purpose="new_email", next_path="/account", actor=actor
            )
    return _email_page(form, form.http_status)


def _email_page(form: forms.EmailForm, status: int = 200) -> BaseResponse:
    person = people.get(reader.actor().person_id or 0)
    return answers.page(
        "accounts/email.html",
        status,
        view=form.view(),
        email=person.email,
        retry_after=form.retry_after,
    )


@bp.get("/account/data")
@access.signed_in()
def data_page() -> BaseResponse:
    return answers.page("accounts/data.html")


@bp.get("/account/data.json")
@access.signed_in(fresh=True)
def download_data() -> BaseResponse:
    """Everything that is kept about the reader, ISO 8601 moments in UTC."""
    text = json.dumps(own_data.collected(reader.actor()), ensure_ascii=False, indent=2, default=str)
    response = Response(text, mimetype="application/json")
    name = f"sada-{clock.now():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/account/delete")
@access.signed_in(fresh=True)
def erase_page() -> BaseResponse:
    return _erase_page(forms.EraseForm())


@bp.post("/account/delete")
@access.signed_in(fresh=True)
def erase() -> BaseResponse:
    form = forms.EraseForm(request.form)
    if form.validate():
        with form.catching(), writing():
            persons.erase(
                actor=reader.actor(),
                typed_email=form.email.data,
                keeps_texts=form.texts.data != "remove",
            )
        if not form.is_refused:
            response = answers.page("accounts/erased.html")
            sessions.end(response)
            return response
    return _erase_page(form, form.http_status)


def _erase_page(form: forms.EraseForm, status: int = 200) -> BaseResponse:
    person = people.get(reader.actor().person_id or 0)
    return answers.page("accounts/delete.html", status, view=form.view(), email=person.email)
