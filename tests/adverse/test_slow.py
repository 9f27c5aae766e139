"""Clients that take their time, at the server that `forum up` brings, without a proxy before it."""

import contextlib
import socket
import threading
import time
from pathlib import Path

import pytest

from forum.cli import serving
from tests.cli.running import Running

pytestmark = [pytest.mark.xdist_group("servers"), pytest.mark.long]

MANY = 200
_BEAT = 0.1  # seconds between two bytes of each
_SLOW = 5.0  # seconds; who is kept out waits until a head has run out of time
_PAGES = ("/", "/account/sign-in", "/healthz")


def test_adv_176_slow_heads_keep_nobody_waiting(tmp_path: Path, full: bool) -> None:
    """200 heads that come a byte at a time, as many connections on which nothing is asked, or
    nothing any more, and one body that drips in: pages are there in between. None of the 400
    is held for longer than a head may take (seen in a full run: that is half a minute). Two bodies
    or more may keep the threads of a worker: a proxy gathers them (README, Deploy)."""
    end = serving.HEAD_TIMEOUT / 1000 + 2 if full else 3.0
    with Running(tmp_path / "data") as server, contextlib.ExitStack() as stack:
        for path in _PAGES:
            assert server.get(path).status == 200

        def opened(sent: str) -> socket.socket:
            wire = socket.create_connection(("127.0.0.1", server.port), timeout=20)
            wire.sendall(sent.encode())
            return stack.enter_context(wire)

        host = f"Host: 127.0.0.1:{server.port}\r\n"
        form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n"
        body = opened(f"POST /preferences HTTP/1.1\r\n{host}{form}\r\n")
        heads = [opened(f"GET / HTTP/1.1\r\n{host}X-Slow: ") for _ in range(MANY)]
        whole = f"GET /healthz HTTP/1.1\r\n{host}\r\n"
        rest = [opened(whole if number % 2 else "") for number in range(MANY)]
        over = threading.Event()
        dripping = threading.Thread(target=_drip, args=([body, *heads], over))
        dripping.start()
        took = []
        try:
            begun = time.monotonic()
            while time.monotonic() < begun + end:
                for path in _PAGES:
                    asked = time.monotonic()
                    assert server.get(path).status == 200
                    took.append(time.monotonic() - asked)
                time.sleep(_BEAT)
        finally:
            over.set()
            dripping.join()
        assert max(took) < _SLOW, sorted(took)[-5:]
        assert len(took) > 10
        held = sum(map(_is_open, [*heads, *rest]))
        assert held == (0 if full else 2 * MANY)
        assert _is_open(body)  # its request is under way: it is not cut off


def _drip(wires: list[socket.socket], over: threading.Event) -> None:
    while not over.wait(_BEAT):
        for wire in wires:
            with contextlib.suppress(OSError):
                wire.send(b"x")


def _is_open(wire: socket.socket) -> bool:
    """Whether the server still holds it; what it answered before is read and left aside."""
    wire.setblocking(False)
    try:
        while wire.recv(65536):
            pass
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
    return False
