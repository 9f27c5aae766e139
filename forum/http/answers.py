"""Ways to answer: a page, a part for htmx, or a see-other."""

from typing import Any
from urllib.parse import quote

from flask import Response, flash, g, make_response, request
from werkzeug.datastructures import Headers

from forum.core.errors import DomainError
from forum.http import shared, templating
from forum.http.addresses import safe_path
from forum.i18n import catalog, numbers

_OF_ADDRESSES = "%!#$&'()*+,/:;=?@"  # what stays as it is


def is_htmx() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def page(template: str, code: int = 200, /, **context: Any) -> Response:
    """A rendered page or part."""
    g.current_board = context.get("current_board")
    response = make_response(shared.rendered(template, code, context), code)
    if code == 429 and context.get("retry_after"):
        response.headers["Retry-After"] = str(context["retry_after"])
    return response


def part(template: str, **context: Any) -> Response:
    """A part for htmx that is rendered often (templating.part)."""
    return make_response(templating.part(template, **context))


def go(path: str) -> Response:
    """303 to a path of our own (an outside one becomes "/")."""
    response = _SeeOther(status=303)  # a body would be in nobody's language
    response.headers["Location"] = quote(safe_path(path), safe=_OF_ADDRESSES)
    response.headers["Content-Length"] = "0"
    return response


class _SeeOther(Response):
    """What is sent is what stands there: Werkzeug would take the address apart once more."""

    def get_wsgi_headers(self, environ: Any) -> Headers:
        return self.headers if self.status_code == 303 else super().get_wsgi_headers(environ)


def leave(response: Response) -> Response:
    """A see-other that htmx, too, follows with the whole page."""
    if is_htmx() and response.status_code == 303:
        response.headers["HX-Redirect"] = response.headers.pop("Location")
        response.status_code = 204
        response.set_data(b"")
    return response


def refusal_text(error: DomainError) -> str:
    """What a room said when it refused, in the reader's words and digits."""
    shown = {
        name: numbers.number(value) if isinstance(value, int) else value
        for name, value in error.params.items()
    }
    return catalog.gettext(error.message, **shown)


def say(kind: str, text: str) -> None:
    """Show `text` (translated) on the next page; kind: success, info, warn or error."""
    flash(text, kind)
