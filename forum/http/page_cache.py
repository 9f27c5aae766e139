"""Pages that are the same for every guest, answered before Flask.

Only GET of routes marked `cached`, without a cookie of ours but the preferences, without htmx,
with known query parameters. Keyed by path, canonical query and what the reader's preferences
change; dropped when the content version moves, and after a minute whatever happens.
"""

import gzip
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Flask
from sqlalchemy.exc import DBAPIError, TimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map
from werkzeug.wrappers import Request, Response

from forum.core import version
from forum.core.config import Config
from forum.http import access, cookies, preferences
from forum.http.recent import Recent
from forum.i18n import locale

StartResponse = Callable[..., Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
Key = tuple[str, ...]

MAX_BYTES = 32 * 1024 * 1024
MAX_AGE = 60.0  # seconds
KNOWN_PARAMETERS = frozenset({"sort", "status", "category", "q", "page", "board"})
_GZIP_LEVEL = 4


@dataclass(frozen=True)
class Kept:
    """One page: both forms of its body and its headers."""

    etag: str
    headers: list[tuple[str, str]]
    plain: bytes
    zipped: bytes
    until: float

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.zipped)


class PageCache:
    """WSGI middleware over the app; one a process, least recently used out."""

    def __init__(self, app: Flask, inner: WsgiApp, config: Config) -> None:
        self._app, self._inner, self._config = app, inner, config
        self._map: Map = app.url_map
        self._kept: Recent[Key, Kept] = Recent(
            lambda page: page.size, most=MAX_BYTES, longest=MAX_BYTES // 8
        )
        self._version = -1
        self._hosts = frozenset(app.config["TRUSTED_HOSTS"])

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        try:
            with self._app.app_context():
                seen = version.current().content
        except (DBAPIError, TimeoutError):
            return self._inner(environ, start_response)  # where it becomes a page with words
        kept = self._find(key, seen)
        if kept is None:
            return self._make(key, seen, environ, start_response)
        return _answer(kept, environ, start_response)

    def _key(self, environ: dict[str, Any]) -> Key | None:
        """What the page depends on; None when it is not one for all guests."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_HX_REQUEST" in environ:
            return None
        found = self._preferences(environ)
        host = environ.get("HTTP_HOST", "").rpartition(":")[0] or environ.get("HTTP_HOST", "")
        if found is None or host not in self._hosts:
            return None
        query = canonical(environ.get("QUERY_STRING", ""))
        if query is None or not self._is_marked(environ):
            return None
        language = found.language
        if not language:
            asked = environ.get("HTTP_ACCEPT_LANGUAGE")
            language = "~" + locale.negotiate(asked, default="")
        return (environ["PATH_INFO"], query, language, *list(vars(found).values())[1:])

    def _preferences(self, environ: dict[str, Any]) -> preferences.Preferences | None:
        sent = environ.get("HTTP_COOKIE")
        if not sent:
            return preferences.Preferences()
        # A name anywhere among them is enough, read or not: a cookie that this reader overlooks
        # and the application does not would show a person's page to everybody.
        if cookies.names_visitor(sent, self._config):
            return None
        jar = Request(environ, populate_request=False).cookies
        return preferences.decode(jar.get(cookies.PREFERENCES, ""))

    def _is_marked(self, environ: dict[str, Any]) -> bool:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        adapter = self._map.bind(self._config.host)
        try:
            endpoint, _ = adapter.match(path, method="GET")
        except HTTPException:
            return False
        wanted = access.declared(self._app.view_functions.get(endpoint))
        return bool(wanted and wanted.cached)

    def _find(self, key: Key, seen: int) -> Kept | None:
        if seen != self._version:
            self._kept.clear()
            self._version = seen
        kept = self._kept.get((str(seen), *key))
        return kept if kept is not None and time.monotonic() < kept.until else None

    def _make(
        self, key: Key, seen: int, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        response = Response.from_app(self._inner, environ)
        if response.status_code != 200 or response.headers.getlist("Set-Cookie"):
            return response(environ, start_response)
        plain = response.get_data()
        etag = f'"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"'
        headers = [
            (name, value)
            for name, value in response.headers.items()
            if name not in ("Content-Length", "Cache-Control", "ETag", "Vary")
        ]
        headers += [
            ("Cache-Control", "private, no-cache"),
            ("ETag", etag),
            ("Vary", "Accept-Encoding, Accept-Language, Cookie, HX-Request"),
        ]
        zipped = gzip.compress(plain, _GZIP_LEVEL, mtime=0)
        kept = Kept(etag, headers, plain, zipped, time.monotonic() + MAX_AGE)
        self._kept.put((str(seen), *key), kept)
        return _answer(kept, environ, start_response)


def canonical(query: str) -> str | None:
    """The query with its parameters in order of their names (of one that is repeated the first
    counts); None with one that no shared page knows."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    if len(query) > 400 or any(name not in KNOWN_PARAMETERS for name, _ in pairs):
        return None
    return urlencode(sorted(pairs, key=itemgetter(0)))


def _answer(kept: Kept, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    if environ.get("HTTP_IF_NONE_MATCH") == kept.etag:
        start_response("304 Not Modified", kept.headers)
        return []
    headers, body = kept.headers, kept.plain
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        headers, body = [*headers, ("Content-Encoding", "gzip")], kept.zipped
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body]
