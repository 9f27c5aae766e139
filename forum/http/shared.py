"""Pages that signed-in readers share: rendered once with holes for what is a reader's own.

Only routes marked `cached`, and only for readers without any right of the team. A page is kept
for the content version that the very read of the session saw, so that nobody misses what he did
himself a moment ago. The holes are his tokens, his name, his votes and what he follows.
"""

import re
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from markupsafe import Markup

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.follows import queries as follows
from forum.http import cookies, csrf, names, once, page_cache, reader
from forum.http.recent import Recent
from forum.votes import queries as votes

MAX_LENGTH = 6_000_000  # bytes kept by one process
MAX_AGE = 60.0  # seconds, for the change whose process died before it raised the version
# NUL: the gate lets no text of anybody hold it.
_HOLE = re.compile("\0([a-z]+)(?::([0-9]+))?\0")

Key = tuple[object, ...]


@dataclass(frozen=True)
class _Page:
    """`texts` (UTF-8) has one more member than `holes`, which stand between them: (what, id)."""

    texts: tuple[bytes, ...]
    holes: tuple[tuple[str, int], ...]
    others: frozenset[int]
    until: float

    @property
    def size(self) -> int:
        return sum(map(len, self.texts))


class _Kept:
    """The pages of one content version, and parts that are as long-lived as the words in them."""

    def __init__(self) -> None:
        self.content = -1
        self.parts: Recent[Key, str] = Recent(len, most=MAX_LENGTH // 10, longest=MAX_LENGTH // 100)
        self.pages: Recent[Key, _Page] = Recent(
            lambda page: page.size, most=MAX_LENGTH, longest=MAX_LENGTH // 8
        )


def install(app: Flask) -> None:
    """Room for the pages of this application's database."""
    app.extensions["forum_shared"] = _Kept()


def _kept() -> _Kept:
    found: _Kept = current_app.extensions["forum_shared"]
    return found


def hole(what: str, number: int = 0) -> Markup:
    """The stand-in for something of the reader's own."""
    return Markup(f"\0{what}:{number}\0")  # noqa: S704 - a word of ours and a number


_ROOM_FOR_NAME = names.Own(*map(hole, names.Own._fields))


def own_name(actor: Actor) -> names.Own:
    """The reader's name, or room for it."""
    return _ROOM_FOR_NAME if is_rendering() else names.own(actor.name)


def is_rendering() -> bool:
    """Whether the page in the making will be shared: it must hold nothing of its reader."""
    return g.get("shared_key") is not None


def answer(actor: Actor) -> Response | None:
    """The kept page with this reader's own things, None where the view must make it.

    From then on the view makes a page to share, unless it says `except_for` him.
    """
    key = _key(actor)
    if key is None:
        return None
    kept, content = _kept(), g.signed_in.versions.content
    if content > kept.content:
        kept.pages.clear()
        kept.content = content
    page = kept.pages.get((content, *key))
    if page is not None and actor.person_id in page.others:
        return None
    if page is None or page.until < time.monotonic():
        g.shared_key = key
        return None
    return make_response(_filled(page, actor))


def _key(actor: Actor) -> Key | None:
    """What the page depends on; None for a page that is not one for all."""
    if actor.role is not Role.CUSTOMER or actor.grants or request.method != "GET":
        return None
    if "HX-Request" in request.headers or cookies.note_name(cookies.config()) in request.cookies:
        return None
    query = page_cache.canonical(request.query_string.decode("ascii"))
    if query is None:
        return None
    now = reader.current()
    return (request.path, query, now.profile, now.theme, now.has_shortcuts)


def except_for(people: Collection[int | None], *, also: bool = False) -> None:
    """Say whose page this is not: for these (authors, who see tools of their own), and when
    `also`, for nobody but the reader."""
    if also or reader.actor().person_id in people:
        g.shared_key = None
    else:
        g.shared_others = frozenset(people)


def rendered(template: str, code: int, context: dict[str, Any]) -> str | bytes:
    """The page for this reader; kept for the others when it is one to share."""
    if code != 200:
        g.shared_key = None
    key: Key | None = g.get("shared_key")
    text = render_template(template, **context)
    if key is None:
        return text
    parts = _HOLE.split(text)
    page = _Page(
        texts=tuple(text.encode() for text in parts[::3]),
        holes=tuple(
            (what, int(number or 0)) for what, number in zip(parts[1::3], parts[2::3], strict=True)
        ),
        others=g.get("shared_others", frozenset()),
        until=time.monotonic() + MAX_AGE,
    )
    g.shared_key = None
    _kept().pages.put((g.signed_in.versions.content, *key), page)
    return _filled(page, reader.actor())


def _filled(page: _Page, actor: Actor) -> bytes:
    voted = votes.voted_ids(actor.person_id, [n for what, n in page.holes if what == "want"])
    own = _Own(actor)
    pieces = [page.texts[0]]
    for hole_, text in zip(page.holes, page.texts[1:], strict=True):
        what, number = hole_
        if what == "want":
            pieces.append(b"withdraw" if number in voted else b"cast")
        elif what == "pressed":
            pieces.append(b"true" if number in voted else b"false")
        else:
            pieces.append(own[hole_])
        pieces.append(text)
    return b"".join(pieces)


class _Own(dict[tuple[str, int], bytes]):
    """A reader's own things, each made where the page first needs it."""

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self._actor = actor

    def __missing__(self, key: tuple[str, int]) -> bytes:
        what, number = key
        if what in names.Own._fields:
            for field, text in names.own(self._actor.name)._asdict().items():
                self[field, 0] = text.encode()
        else:
            self[key] = _text_of(what, number, self._actor).encode()
        return self[key]


def _text_of(what: str, number: int, actor: Actor) -> str:
    if what == "token":
        return csrf.field()
    if what == "once":
        return once.field()
    if what == "follow":
        return _part(
            "follows/_state.html", is_following=follows.is_following(actor.person_id, number)
        )
    raise ValueError(f"no hole is called {what!r}")


def _part(template: str, **values: Any) -> str:
    """A small part that depends on the reader's profile and these values alone."""
    key = (template, reader.current().profile, *values.items())
    parts = _kept().parts
    found = parts.get(key)
    if found is None:
        found = render_template(template, **values)
        parts.put(key, found)
    return found
