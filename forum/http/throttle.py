"""Rate limits of people: stricter on a person's first day."""

from datetime import timedelta

from flask import g

from forum.core import clock
from forum.http import limits, reader
from forum.http.addresses import client_address, network_of

FIRST_DAY = timedelta(days=1)
_FIRST_DAY_NAMES = {"posts": "posts_first_day", "comments": "comments_first_day"}


def visitor_key() -> str:
    """What a visitor is counted by: the person, for a guest the network address."""
    actor = reader.actor()
    return f"p{actor.person_id}" if not actor.is_guest else f"a{network_of(client_address())}"


def hit_rendering() -> None:
    """Count one text that is made from Markdown, the slow part of writing. Raises Limited."""
    limits.hit("previews", visitor_key())


def hit_search() -> None:
    """Count one search. Raises Limited."""
    limits.hit("searches", visitor_key())


def hit_person(name: str) -> None:
    """Count one use by the signed-in person. Raises Limited.

    For "posts" and "comments" the first day has a limit of its own.
    """
    key = visitor_key()
    limits.hit(name, key)
    joined = g.signed_in.joined_at
    is_new = clock.now() - joined < FIRST_DAY and not reader.actor().may_moderate
    if is_new and name in _FIRST_DAY_NAMES:
        limits.hit(_FIRST_DAY_NAMES[name], key)
