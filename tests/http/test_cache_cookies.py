"""The page cache and the gate must see the same cookies, whatever stands beside them."""

from urllib.parse import quote

import pytest
from flask import Flask

from forum.http import cookies
from tests import make
from tests.visitor import Visitor

# What other programs on the same host may set, and the standard library's reader stumbles over.
STRANGE = (
    "remember_token=1|x",
    "flag",
    "path=/app",
    "a[b]=1",
    "{}=1",
    'x={"a":1}',
    "=1",
    "a b=c",
    "é=1",
)


@pytest.mark.parametrize("strange", STRANGE)
def test_a_strange_cookie_never_hides_the_session(app: Flask, strange: str) -> None:
    make.board(slug="secret-club", visibility="signed_in")
    sara = Visitor(app).sign_in(make.person(name="سارا"))
    token = sara.client.get_cookie(cookies.session_name(app.extensions["forum_config"])).value
    raw = f"{strange}; {cookies.session_name(app.extensions['forum_config'])}={token}"
    header = raw.encode().decode("latin-1")
    hers = app.test_client(use_cookies=False).get("/", headers={"Cookie": header})
    assert "secret-club" in hers.get_data(as_text=True)
    guests = app.test_client(use_cookies=False).get("/").get_data(as_text=True)
    assert "secret-club" not in guests
    assert "سارا" not in guests


def test_two_cookies_of_one_name_keep_no_page_under_the_wrong_language(app: Flask) -> None:
    one, other = quote("language=fa", safe=""), quote("language=en", safe="")
    name = cookies.PREFERENCES
    client = app.test_client(use_cookies=False)
    client.get("/", headers={"Cookie": f"{name}={one}; {name}={other}"})
    page = client.get("/", headers={"Cookie": f"{name}={other}"}).get_data(as_text=True)
    assert '<html lang="en"' in page


def test_a_long_list_of_languages_keeps_no_page_for_those_who_sent_none(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    wanted = ", ".join(f"x{n:02d};q=0.1" for n in range(20)) + ", fa;q=0.9"
    client.get("/", headers={"Accept-Language": wanted})
    page = client.get("/").get_data(as_text=True)
    assert '<html lang="en"' in page
