"""Coming in and going out: the code by mail, the password, the renewed proof."""

from flask import Blueprint, request
from werkzeug.wrappers.response import Response as BaseResponse

from forum.accounts.actions import codes
from forum.accounts.actions import sessions as living
from forum.accounts.queries import people, sent_codes
from forum.core.unit_of_work import writing
from forum.http import access, answers, asking, cookies, reader, sessions
from forum.http.addresses import safe_path
from forum.i18n import catalog
from forum.i18n.catalog import N_
from forum.web.accounts import checking, forms

bp = Blueprint("accounts", __name__)
_DONE = {
    "votes.cast": N_("You are signed in, and your vote counts."),
    "suggestions.post": N_("You are signed in."),
    "new_email": N_("Your e-mail address was changed."),
}


@bp.get("/account/sign-in")
@access.public()
def sign_in() -> BaseResponse:
    if not reader.actor().is_guest:
        return answers.go(safe_path(request.args.get("next")))
    form = forms.EmailForm(next=safe_path(request.args.get("next")))
    return answers.page("accounts/sign_in.html", view=form.view())


@bp.post("/account/sign-in")
@access.public()
def ask_code() -> BaseResponse:
    form = forms.EmailForm(request.form)
    if form.validate():
        with form.catching():
            return asking.send_code(email=form.email.data, next_path=form.next.data)
    return answers.page(
        "accounts/sign_in.html", form.http_status, view=form.view(), retry_after=form.retry_after
    )


@bp.get("/account/sign-in/password")
@access.public()
def password_page() -> BaseResponse:
    form = forms.PasswordSignInForm(
        next=safe_path(request.args.get("next")), email=request.args.get("email", "")
    )
    return answers.page("accounts/password_sign_in.html", view=form.view())


@bp.post("/account/sign-in/password")
@access.public()
def sign_in_by_password() -> BaseResponse:
    form = forms.PasswordSignInForm(request.form)
    if form.validate():
        with form.catching():
            person_id = checking.person_of(form.email.data, form.password.data)
            response = answers.go(form.next.data)
            sessions.start(response, person_id, "password")
            return response
    return answers.page(
        "accounts/password_sign_in.html",
        form.http_status,
        view=form.view(),
        retry_after=form.retry_after,
    )


@bp.get("/account/code")
@access.public()
def code_page() -> BaseResponse:
    return _code_page(forms.CodeForm())


@bp.post("/account/code")
@access.public()
def confirm_code() -> BaseResponse:
    form = forms.CodeForm(request.form)
    handle = asking.sent_handle()
    if form.validate():
        with form.catching():
            with writing():
                codes.count_try(handle=handle)
            with writing():
                confirmed = codes.confirm(
                    handle=handle,
                    code=form.code.data,
                    name=form.name.data,
                    language=reader.current().profile.language,
                )
            return _enter(confirmed)
    return _code_page(form, form.http_status)


def _code_page(form: forms.CodeForm, status: int = 200) -> BaseResponse:
    waiting = sent_codes.waiting_code(asking.sent_handle())
    if waiting is None and status == 200 and not reader.actor().is_guest:
        return answers.go("/account")  # the code was used, perhaps in another tab
    return answers.page(
        "accounts/code.html",
        status,
        view=form.view(),
        waiting=waiting,
        retry_after=form.retry_after,
    )


def _enter(confirmed: codes.Confirmed) -> BaseResponse:
    response = answers.go(confirmed.next_path)
    sessions.start(response, confirmed.person_id, "code")
    asking.forget(response)
    done = _DONE.get(confirmed.verb or confirmed.purpose)
    if confirmed.refusal:
        answers.say("error", answers.refusal_text(confirmed.refusal))
    if done:
        answers.say("success", catalog.gettext(done))
    return response


@bp.post("/account/code/again")
@access.public()
def ask_again() -> BaseResponse:
    form = forms.CodeForm()
    with form.catching():
        return asking.send_again()
    return _code_page(form, form.http_status)


@bp.get("/account/code/address")
@access.public()
def another_address() -> BaseResponse:
    waiting = sent_codes.waiting_code(asking.sent_handle())
    if waiting is None or waiting.is_over or waiting.purpose != "sign_in":
        return answers.go("/account/sign-in")
    return _address_page(forms.EmailForm(email=waiting.email))


@bp.post("/account/code/address")
@access.public()
def send_elsewhere() -> BaseResponse:
    form = forms.EmailForm(request.form)
    if form.validate():
        with form.catching():
            return asking.send_elsewhere(email=form.email.data)
    return _address_page(form, form.http_status)


def _address_page(form: forms.EmailForm, status: int = 200) -> BaseResponse:
    waiting = sent_codes.waiting_code(asking.sent_handle())
    return answers.page(
        "accounts/address.html",
        status,
        view=form.view(),
        has_act=waiting is not None and waiting.has_act,
        retry_after=form.retry_after,
    )


@bp.post("/account/sign-out")
@access.public()
def sign_out() -> BaseResponse:
    token = request.cookies.get(cookies.session_name(cookies.config()), "")
    with writing():
        living.end(token=token)
    response = answers.go("/")
    sessions.end(response)
    return response


@bp.get("/account/confirm")
@access.signed_in()
def proof_page() -> BaseResponse:
    return _proof_page(forms.ProofForm(next=safe_path(request.args.get("next"), "/account")))


@bp.post("/account/confirm")
@access.signed_in()
def renew_proof() -> BaseResponse:
    form = forms.ProofForm(request.form)
    if form.validate():
        with form.catching():
            actor = checking.check_password(form.password.data)
            response = answers.go(form.next.data)
            sessions.start(response, actor.person_id or 0, "password")
            return response
    return _proof_page(form, form.http_status)


@bp.post("/account/confirm/code")
@access.signed_in()
def ask_proof_code() -> BaseResponse:
    actor = reader.actor()
    person = people.get(actor.person_id or 0)
    return asking.send_code(
        email=person.email or "",
        purpose="confirm",
        next_path=request.form.get("next"),
        actor=actor,
    )


def _proof_page(form: forms.ProofForm, status: int = 200) -> BaseResponse:
    person = people.get(reader.actor().person_id or 0)
    return answers.page(
        "accounts/confirm.html",
        status,
        view=form.view(),
        email=person.email,
        has_password=person.password_hash is not None,
        retry_after=form.retry_after,
    )
