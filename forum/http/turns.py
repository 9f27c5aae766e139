"""On SQLite a process works on one request at a time.

Two that compute at once take Python's own lock from each other at every statement, mostly from the
one whom everybody waits for because he holds the database's lock: two threads answered fewer than
one. What is no computing (a body that drips in, a guest's page from memory, a file on its way to
a slow reader) takes no turn, and nobody waits longer than a moment for his. PostgreSQL makes
threads wait for its answers, so that they take turns by themselves.
"""

import threading
from collections.abc import Iterable
from typing import Any

from flask import request

from forum.http.page_cache import StartResponse, WsgiApp

_PATIENCE = 0.05  # seconds; then one goes on beside whoever takes so long
_NAME = "forum.turns"


class Turns:
    """WSGI middleware, which ends the turn that a request took on its way (`take`)."""

    def __init__(self, inner: WsgiApp) -> None:
        self._inner = inner
        self._turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        mine = environ[_NAME] = _Turn(self._turn)
        try:
            return self._inner(environ, start_response)
        finally:
            mine.end()


class _Turn:
    def __init__(self, turn: threading.Lock) -> None:
        self._turn, self._is_mine, self._is_over = turn, False, False

    def take(self) -> None:
        if not (self._is_mine or self._is_over):
            self._is_mine = self._turn.acquire(timeout=_PATIENCE)

    def end(self) -> None:
        self._is_over = True
        if self._is_mine:
            self._is_mine = False
            self._turn.release()


def take() -> None:
    """Wait for this request's turn, if requests take turns here."""
    mine: _Turn | None = request.environ.get(_NAME)
    if mine is not None:
        mine.take()
