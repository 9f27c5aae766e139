"""Requests that no client library writes, sent raw to the server that `forum up` brings."""

import re
import socket
from collections.abc import Iterator

import pytest

from tests.cli.running import Running

pytestmark = pytest.mark.xdist_group("servers")

_PATIENCE = 10.0  # seconds: a connection that is still open then stays open
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
END = "0\r\n\r\n"  # of a chunked body


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("wire") / "data") as running:
        yield running


def said(server: Running, raw: str) -> tuple[list[int], bytes]:
    """The status of each answer until the server closes, and all it said. Raises TimeoutError
    where it does not close."""
    found = b""
    address = ("127.0.0.1", server.port)
    with socket.create_connection(address, timeout=_PATIENCE) as wire:
        try:
            wire.sendall(raw.encode("latin-1"))
            while more := wire.recv(65536):
                found += more
        except ConnectionError:
            pass  # it did not want to read the rest
    return [int(status) for status in _STATUS.findall(found)], found


def head(server: Running, line: str, *headers: str, host: bool = True) -> str:
    found = [line, f"Host: 127.0.0.1:{server.port}"] if host else [line]
    return "\r\n".join([*found, *headers, "", ""])


def smuggled(server: Running) -> str:
    """A whole request, to stand in the body of another one."""
    return head(server, "GET /healthz HTTP/1.1")


# Headers of a form, and its body; %(rest)s is a request, %(n)d the length of the body.
BODIES = {
    "two lengths": ("Content-Length: 0|Content-Length: %(n)d", "%(rest)s"),
    "two lengths, long first": ("Content-Length: %(n)d|Content-Length: 0", "%(rest)s"),
    "a list of lengths": ("Content-Length: 0, %(n)d", "%(rest)s"),
    "a signed length": ("Content-Length: +0", "%(rest)s"),
    "a length below nought": ("Content-Length: -1", "%(rest)s"),
    "a length beyond all numbers": ("Content-Length: " + "9" * 30, "%(rest)s"),
    "xchunked": ("Transfer-Encoding: xchunked", END + "%(rest)s"),
    "not chunked at all": ("Transfer-Encoding: identity", END + "%(rest)s"),
    "not chunked at last": ("Transfer-Encoding: chunked, identity", END + "%(rest)s"),
    "chunked behind a tab": ("Transfer-Encoding: \x0bchunked", END + "%(rest)s"),
    "chunked and then not": (
        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
        END + "%(rest)s",
    ),
    "a name with a blank": (
        "Transfer-Encoding : chunked|Content-Length: %(n)d",
        END + "%(rest)s",
    ),
    "hidden by a bare line feed": ("X-A: a\nContent-Length: 0|Content-Length: %(n)d", "%(rest)s"),
}
# With both lengths the chunks count, as RFC 9112 wants it where a server does not refuse; and the
# application reads no body whose length was not declared, so that bad chunks are none to it.
HEARD = {
    "both lengths": ("Content-Length: %(n)d|Transfer-Encoding: chunked", END + "%(rest)s"),
    "both, chunked first": ("Transfer-Encoding: chunked|Content-Length: %(n)d", END + "%(rest)s"),
    "both, cut in a chunk": ("Transfer-Encoding: chunked|Content-Length: 4", "%(chunk)s" + END),
    "a chunk in C": ("Transfer-Encoding: chunked", "0x0\r\n\r\n%(rest)s"),
    "a chunk that ends early": ("Transfer-Encoding: chunked", "0\n\n%(rest)s"),
    "a chunk beyond all numbers": ("Transfer-Encoding: chunked", "f" * 17 + "0\r\n%(rest)s"),
    "a chunk below nought": ("Transfer-Encoding: chunked", "-1\r\n%(rest)s"),
}
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.mark.parametrize("name", [*BODIES, *HEARD])
def test_adv_117_no_body_holds_a_second_request(server: Running, name: str) -> None:
    """Where the length is in doubt there is one answer and then no connection on which what
    follows could be a request. The server refuses; or the application hears of the first
    request (it knows no such address) and never of a second."""
    headers, body = {**BODIES, **HEARD}[name]
    rest = smuggled(server)
    known = {"rest": rest, "chunk": f"{len(rest):x}\r\n{rest}\r\n"}
    sent = body % known
    lines = (headers % {**known, "n": len(sent)}).split("|")
    raw = head(server, "POST /nowhere HTTP/1.1", FORM, *lines) + sent
    statuses, answer = said(server, raw)
    assert statuses == [404 if name in HEARD else 400], answer
    assert server.get("/healthz").status == 200


HEADS = {
    "a NUL in a value": "X-A: a\0b",
    "a NUL in a name": "X\0A: b",
    "a bare carriage return": "X-A: a\rCookie: b=c",
    "a folded line": "X-A: a\r\n Cookie: b=c",
    "a folded line without a first": "\tHost: evil.example",
    "a line without a colon": "GET /healthz HTTP/1.1",
    "a blank in a name": "X A: b",
}


@pytest.mark.parametrize("name", HEADS)
def test_adv_117_malformed_heads_are_refused(server: Running, name: str) -> None:
    raw = head(server, "GET /healthz HTTP/1.1", HEADS[name]) + smuggled(server)
    statuses, answer = said(server, raw)
    assert statuses == [400], answer
    assert server.get("/healthz").status == 200


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["evil.example"],
        ["{ours}", "evil.example"],
        ["evil.example", "{ours}"],
        ["{ours}", "{ours}"],
        ["{ours}, evil.example"],
        ["{ours}/../evil.example"],
        ["evil.example#@{ours}"],
    ],
)
@pytest.mark.parametrize("path", ["/", "/account/sign-in"])
def test_adv_117_no_page_without_one_host_of_ours(
    server: Running, hosts: list[str], path: str
) -> None:
    """Neither a page from memory nor a made one."""
    ours = f"127.0.0.1:{server.port}"
    assert server.get(path).status == 200  # in memory from now on
    headers = [f"Host: {host.format(ours=ours)}" for host in hosts]
    line = f"GET {path} HTTP/1.1"
    statuses, answer = said(server, head(server, line, *headers, "Connection: close", host=False))
    assert statuses == [400], answer
    assert b"evil" not in answer


def test_adv_117_what_is_taken_is_one_request(server: Running) -> None:
    """What this server takes, as RFC 9112 lets it: lines that end with a bare line feed, and
    bodies of a GET. The bare line feed ends a line there too, so that nothing hides behind it,
    and what is in a body stays in it."""
    close = head(server, "GET /readyz HTTP/1.1", "Connection: close")
    rest = smuggled(server)
    chunk = f"{len(rest):x}\r\n{rest}\r\n{END}"
    line = "GET /healthz HTTP/1.1"
    for raw in (
        head(server, line).replace("\r\n", "\n"),
        head(server, line, "X-A: a\nX-B: b"),
        head(server, line, f"Content-Length: {len(rest)}") + rest,
        head(server, line, "Transfer-Encoding: chunked") + chunk,
    ):
        statuses, answer = said(server, raw + close)
        assert statuses == [200, 200], answer
        assert answer.count(b"\r\n\r\nok\n") == 2
    # A host behind a bare line feed is seen as what it is: a second one.
    raw = head(server, "GET / HTTP/1.1", "X-A: a\nHost: evil.example", "Connection: close")
    assert said(server, raw)[0] == [400]
