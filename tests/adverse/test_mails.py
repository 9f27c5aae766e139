"""Mails ask nobody for anything while they are read: no picture, no style, no fonts of others."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from forum.accounts import letters
from forum.accounts.queries import people as accounts
from forum.core import mail, unit_of_work
from forum.core.permissions import Role
from forum.core.unit_of_work import writing
from forum.i18n import mailing
from forum.site.models import Setting
from tests import html, make
from tests.notifications.test_tell_author import approve, parsed, reject, respond

HOSTILE = '<img src="//tracker.example/p.gif"> ![x](http://tracker.example/p.gif) url(//t.example)'
# Elements that fetch something, and attributes that do so on any element.
FETCH = {"img", "link", "script", "iframe", "object", "embed", "video", "audio", "source", "base"}
FETCHED_BY = {"src", "srcset", "background", "poster", "data", "action", "ping", "http-equiv"}
_IN_STYLE = re.compile(r"url\(|@import|@font-face|image-set|https?:|//", re.I)


def asks_nobody(page: html.Element) -> None:
    for element in page.walk():
        assert element.tag not in FETCH, element.tag
        assert not FETCHED_BY & set(element.attributes), element.attributes
        styles = element.get("style") + (element.raw_text if element.tag == "style" else "")
        assert not _IN_STYLE.search(styles), styles
        if "href" in element.attributes:
            assert element.tag == "a"
            assert element["href"].startswith("http://localhost/"), element["href"]


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_adv_224_mails_load_nothing(
    mails: list[EmailMessage], run_jobs: Callable[[], int], cast: make.Cast, language: str
) -> None:
    """Every mail there is, about texts that would like to load something."""
    author = make.person(HOSTILE, language=language)
    waiting, refused, answered = (
        make.suggestion(author=author, title=HOSTILE, body=HOSTILE, state=state)
        for state in ("pending", "pending", "published")
    )
    with writing() as session:
        session.merge(Setting(key=f"name_{language}", value=HOSTILE))
        unit_of_work.structure_changed()
    approve(waiting, cast.layla)
    reject(refused, cast.layla, HOSTILE)
    respond(answered, cast.reza, HOSTILE)
    profile, to = accounts.profile_of(author.id), "someone@example.com"
    with writing():
        for letter in (
            letters.code(profile, to, "123456", 10),
            letters.blocked(profile, to),
            letters.address_taken(profile, to),
            letters.address_changed(profile, to),
            letters.password_changed(profile, to),
            letters.invitation(profile, to, Role.PRODUCT, "a-token", 7),
        ):
            mail.queue(letter)
    run_jobs()
    assert len(mails) == 9
    for message in mails:
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        asks_nobody(parsed(message))


@pytest.mark.database("sqlite")
def test_adv_224_whatever_a_mail_is_made_of_loads_nothing(app: Flask) -> None:
    profile = accounts.profile_in("en")
    letter = mailing.compose(
        profile=profile,
        recipient="someone@example.com",
        site_name=HOSTILE,
        subject=HOSTILE,
        greeting=HOSTILE,
        paragraphs=[HOSTILE, mailing.Quote(HOSTILE, "en", "ltr"), mailing.Code(HOSTILE)],
        action=(HOSTILE, "http://localhost/"),
        footer=HOSTILE,
    )
    page = html.parse(letter.html, is_part=False)
    assert page.one("table", class_="sheet").text.count("tracker.example/p.gif") >= 6
    asks_nobody(page)
