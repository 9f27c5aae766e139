"""A visitor of the web pages: a browser without scripts, strict about what it is served."""

from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Self

from flask import Flask, Response
from flask.globals import _cv_app
from flask.testing import FlaskClient
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from forum.accounts.actions import sessions
from forum.core import unit_of_work
from forum.http import cookies, csrf
from tests import html


class Client(FlaskClient):
    """Each request in a context of its own, though the test's own is pushed.

    The test's session is ended around it, so that afterwards it reads what was written.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        unit_of_work.end_read()
        return copy_context().run(self._open_outside, *args, **kwargs)

    def _open_outside(self, *args: Any, **kwargs: Any) -> TestResponse:
        _cv_app.set(None)  # type: ignore[arg-type]
        kwargs.setdefault("buffered", True)
        return super().open(*args, **kwargs)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def headers(self) -> Any:
        return self.response.headers

    @property
    def location(self) -> str:
        """Where a redirect leads ("" without one)."""
        return self.response.headers.get("Location", "")

    @property
    def html(self) -> html.Element:
        """The parsed page, or part of one. Raises InvalidHtml."""
        is_part = not self.text.lstrip().lower().startswith("<!doctype")
        return html.parse(self.text, is_part=is_part)


class Visitor:
    """One browser: keeps cookies, adds the CSRF token to what it posts.

    >>> browser = Visitor(app).sign_in(person)
    >>> browser.get("/b/features", language="fa").html.one("h1").text
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self._token: str | None = None

    def sign_in(self, person: Any) -> Self:
        """Begin a session of this person, without the way through mail."""
        with unit_of_work.writing():
            token = sessions.start(person_id=person.id, user_agent="tests", address="127.0.0.1")
        self.client.set_cookie(cookies.session_name(cookies.config()), token)
        self._token = None
        return self

    def get(self, path: str, *, language: str | None = None, **kwargs: Any) -> Answer:
        """GET; `language` is what a guest's browser asks for."""
        return self._open("GET", path, language, kwargs)

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        language: str | None = None,
        token: str | None = None,
        **kwargs: Any,
    ) -> Answer:
        """POST a form with the visitor's CSRF token (`token=""` sends none)."""
        sent = {csrf.FIELD: self.csrf_token() if token is None else token, **(data or {})}
        if not sent[csrf.FIELD]:
            del sent[csrf.FIELD]
        return self._open("POST", path, language, {"data": sent, **kwargs})

    def follow(self, answer: Answer, **kwargs: Any) -> Answer:
        """The page a see-other leads to."""
        assert answer.status == 303, f"{answer.status}: {answer.text[:2000]}"
        return self.get(answer.location, **kwargs)

    def _open(self, method: str, path: str, language: str | None, kwargs: Any) -> Answer:
        headers = dict(kwargs.pop("headers", None) or {})
        if language is not None:
            headers["Accept-Language"] = language
        if kwargs.pop("htmx", False):
            headers["HX-Request"] = "true"
        found = Answer(self.client.open(path, method=method, headers=headers, **kwargs))
        if found.headers.getlist("Set-Cookie"):
            self._token = None  # a new session has a new token
        return found

    def csrf_token(self) -> str:
        """The token that pages made for this visitor carry."""
        if self._token is None:
            self._token = copy_context().run(self._made_token)
        return self._token

    def _made_token(self) -> str:
        _cv_app.set(None)  # type: ignore[arg-type]
        jar = "; ".join(f"{cookie.key}={cookie.value}" for cookie in self._cookies())
        with self.app.test_request_context("/", headers={"Cookie": jar}):
            self.app.preprocess_request()
            token = csrf.token()
            made = self.app.process_response(Response())
        for header in made.headers.getlist("Set-Cookie"):
            (name, value), *_ = parse_cookie(header).items()
            self.client.set_cookie(name, value)
        return token

    def _cookies(self) -> list[Any]:
        return list(self.client._cookies.values()) if self.client._cookies else []

    def cookie(self, name: str) -> str | None:
        """Value of a cookie this browser keeps."""
        return next((found.value for found in self._cookies() if found.key == name), None)
