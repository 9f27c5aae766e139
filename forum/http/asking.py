"""Asking for an address in place: a code goes to it, and what was wanted waits for the code."""

from flask import Response, request

from forum.accounts import emails
from forum.accounts.actions import codes, pending
from forum.accounts.queries import browsers, sent_codes
from forum.core.actor import Actor
from forum.core.unit_of_work import writing
from forum.http import answers, cookies, limits, reader
from forum.http.addresses import client_address, network_of, safe_path

CODE_PAGE = "/account/code"
_KEPT = 24 * 3600  # seconds: a code that ran out can be asked for again


def ask(*, email: str, act: pending.Act, next_path: str) -> Response:
    """Keep a guest's act until his address is proved; a see-other to the page for the code.

    Raises Invalid (field "email") and Limited.
    """
    return send_code(email=email, next_path=next_path, act=act)


def send_code(
    *,
    email: str,
    next_path: str | None,
    purpose: codes.Purpose = "sign_in",
    act: pending.Act | None = None,
    actor: Actor | None = None,
) -> Response:
    """Mail a code and bind it to this browser by a cookie; a see-other to the page for it.

    `actor` renews his proof or wants another address.
    Raises Invalid (field "email"), Forbidden and Limited.
    """
    address = emails.normalised(email)
    _limit(address)
    with writing():
        asked = codes.ask(
            email=address,
            purpose=purpose,
            language=reader.current().profile.language,
            next_path=safe_path(next_path),
            act=act,
            actor=actor,
            handle=sent_handle(),
        )
    return _to_code_page(asked)


def send_again() -> Response:
    """Another code for what this browser asked for last. Raises Invalid and Limited."""
    handle = sent_handle()
    address = sent_codes.last_address(handle)
    if address is not None:
        _limit(address)
    with writing():
        asked = codes.ask_again(handle=handle, actor=reader.actor())
    return _to_code_page(asked)


def send_elsewhere(*, email: str) -> Response:
    """A code to another address than the one this browser gave last, and with it all that waits.

    Raises Invalid and Limited.
    """
    address = emails.normalised(email)
    _limit(address)
    with writing():
        asked = codes.ask_elsewhere(handle=sent_handle(), email=address)
    return _to_code_page(asked)


def sent_handle() -> str:
    """What binds a code to this browser; "" when it has asked for none."""
    return request.cookies.get(_cookie_name(), "")


def forget(response: Response) -> None:
    """The code is used: its cookie goes."""
    cookies.drop_cookie(response, _cookie_name())


def _limit(address: str) -> None:
    # The counters outlive an account that is erased: they may not name it.
    limits.hit("codes_mail", browsers.token_hash(address))
    limits.hit("codes_address", network_of(client_address()))


def _to_code_page(asked: codes.Asked) -> Response:
    response = answers.go(CODE_PAGE)
    cookies.set_cookie(response, _cookie_name(), asked.handle, max_age=_KEPT)
    return response


def _cookie_name() -> str:
    return cookies.name_of("code", cookies.config())
