"""The hidden once-token of a form (core.once keeps the answers)."""

import secrets
from collections.abc import Callable

from flask import request
from markupsafe import Markup

from forum.core import once
from forum.core.errors import DomainError
from forum.core.unit_of_work import writing

FIELD = "once"


def field() -> Markup:
    """A hidden input with a fresh token, or the one that was sent when the form comes back."""
    token = sent() or secrets.token_urlsafe(16)
    return Markup('<input type="hidden" name="once" value="{}">').format(token)


def sent() -> str | None:
    """The token this request carries."""
    token = request.form.get(FIELD, "") if request.method == "POST" else ""
    return token if 8 <= len(token) <= 80 and token.isascii() else None


def done(token: str | None, act: Callable[[], str]) -> str:
    """Do `act` in a unit of its own, unless this form did it before; where its sender is led.

    What the form did before counts, whatever has come between that would refuse it now.
    """
    try:
        with writing():
            where = act()
            once.keep(token, where)
        return where
    except DomainError:
        before = once.known(token)
        if before is None:
            raise
        return before
