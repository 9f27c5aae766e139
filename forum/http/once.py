"""The hidden once-token of a form (core.once keeps the answers)."""

import secrets

from flask import request
from markupsafe import Markup

FIELD = "once"


def field() -> Markup:
    """A hidden input with a fresh token, or the one that was sent when the form comes back."""
    token = sent() or secrets.token_urlsafe(16)
    return Markup('<input type="hidden" name="once" value="{}">').format(token)


def sent() -> str | None:
    """The token this request carries."""
    token = request.form.get(FIELD, "") if request.method == "POST" else ""
    return token if 8 <= len(token) <= 80 and token.isascii() else None
