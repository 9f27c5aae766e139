"""Who is asking, and where a reader may be sent."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum.core import origin
from forum.http.addresses import client_address, network_of, safe_path
from tests.visitor import Visitor

OUTSIDE = [
    "//evil.com",
    "///evil.com",
    "/\\evil.com",
    "\\\\evil.com",
    "https:evil.com",
    "http:///evil.com",
    "/%2f%2fevil.com",
    "https://good@evil.com",
    "javascript:alert(1)",
    "good.example.evil.com",
    "https://localhost.evil.com/",
    "/\tevil.com",
    "/\n/evil.com",
    " //evil.com",
    "/ok\r\nLocation: https://evil.com",
    "/ok\x00",
    "/" + "x" * 501,
    "",
]


@pytest.mark.parametrize("target", OUTSIDE)
def test_adv_110_no_address_leads_outside(target: str) -> None:
    assert safe_path(target) == "/"
    assert safe_path(target, "/b/ideas") == "/b/ideas"


@pytest.mark.parametrize(
    "target", ["/", "/b/ideas?sort=new", "/s/42-%D8%AD%D8%A7%D9%84%D8%AA", "/s/42#comment-7"]
)
def test_paths_of_ours_are_kept(target: str) -> None:
    assert safe_path(target) == target


@given(st.text(max_size=40))
def test_whatever_is_asked_for_stays_here(target: str) -> None:
    found = safe_path(target)
    parts = urlsplit(found)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert (parts.scheme, parts.netloc) == ("", "")


@pytest.mark.parametrize("target", OUTSIDE)
@pytest.mark.database("sqlite")
def test_adv_112_a_redirect_has_one_header_and_stays_here(guest: Visitor, target: str) -> None:
    answer = guest.post("/preferences", {"next": target})
    assert answer.status in (303, 422)
    assert answer.location in ("/", "")
    assert len(answer.headers.getlist("Location")) <= 1


ADDRESSES = [
    ({}, "10.0.0.9"),
    ({"X-Forwarded-For": "1.2.3.4"}, "10.0.0.9"),
    ({"X-Forwarded-For": "x" * 10_000}, "10.0.0.9"),
]
BEHIND_ONE = [
    ({}, "10.0.0.9"),
    ({"X-Forwarded-For": "1.2.3.4"}, "1.2.3.4"),
    ({"X-Forwarded-For": "6.6.6.6, 7.7.7.7, 1.2.3.4"}, "1.2.3.4"),
    ({"X-Forwarded-For": "1.2.3.4, garbage"}, "10.0.0.9"),
    ({"X-Forwarded-For": "2001:db8::1"}, "2001:db8::1"),
    ({"X-Forwarded-For": "x" * 10_000}, "10.0.0.9"),
]


def address(app: Flask, sent: dict[str, str], peer: str = "10.0.0.9") -> str:
    with app.test_request_context(headers=sent, environ_base={"REMOTE_ADDR": peer}):
        return client_address()


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(("sent", "wanted"), ADDRESSES)
def test_adv_114_nobody_names_himself(app: Flask, sent: dict[str, str], wanted: str) -> None:
    assert address(app, sent) == wanted


@pytest.mark.database("sqlite")
@pytest.mark.config(trusted_proxies=1)
@pytest.mark.parametrize(("sent", "wanted"), BEHIND_ONE)
def test_adv_114_one_proxy_is_believed(app: Flask, sent: dict[str, str], wanted: str) -> None:
    assert address(app, sent) == wanted


@pytest.mark.database("sqlite")
@pytest.mark.config(trusted_proxies=2)
def test_two_proxies_are_believed_for_the_outermost(app: Flask) -> None:
    assert address(app, {"X-Forwarded-For": "6.6.6.6, 1.2.3.4, 7.7.7.7"}) == "1.2.3.4"
    assert address(app, {"X-Forwarded-For": "7.7.7.7"}) == "10.0.0.9"


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("peer", ["", "unix:", "fe80::1%eth0%x"])
def test_a_peer_without_an_address_still_has_a_key(app: Flask, peer: str) -> None:
    assert network_of(address(app, {}, peer))


def test_a_home_network_counts_as_one() -> None:
    assert network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")


@pytest.mark.database("sqlite")
@pytest.mark.config(base_url="http://localhost", trusted_hosts=("forum.example",))
@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("forum.example", 200),
        ("127.0.0.1", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("evil.example:80@localhost", 400),
    ],
)
def test_adv_113_only_hosts_we_know(guest: Visitor, host: str, status: int) -> None:
    for path in ("/healthz", "/", "/nowhere"):
        answer = guest.client.get(path, headers={"Host": host})
        assert answer.status_code == (404 if path == "/nowhere" and status == 200 else status)


@pytest.mark.database("sqlite")
def test_adv_113_links_carry_the_base_url(app: Flask, guest: Visitor) -> None:
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert "evil.example" not in guest.get("/", headers=headers).text
    assert origin.absolute("/s/1") == "http://localhost/s/1"
