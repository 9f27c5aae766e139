"""What a browser fetches on its first visit, without a browser: bytes over the wire."""

import gzip
import http.client
import re
from dataclasses import dataclass

import brotli

from tests.bench.servers import Server

_LINK = re.compile(r"<link [^>]*>")
_HREF = re.compile(r'href="([^"]+)"')
_SCRIPT = re.compile(r'<script [^>]*src="([^"]+)"')
_SPRITE = re.compile(r'<use href="([^"#]+)#')
_FONT = re.compile(r'url\("?([^")]+\.woff2)"?\)')
_FETCHED = ('rel="stylesheet"', 'rel="icon"', 'rel="preload"')


@dataclass(frozen=True)
class Visit:
    """`size` in bytes, heads of the answers included; `external`: addresses of other hosts."""

    size: int
    requests: int
    external: int


def first_visit(server: Server, path: str, language: str) -> Visit:
    """The page and all it asks for at once; right-to-left pages use both fonts."""
    size, page = _fetch(server, path, language)
    links = [tag for tag in _LINK.findall(page) if any(kind in tag for kind in _FETCHED)]
    wanted = {found[1] for tag in links if (found := _HREF.search(tag))}
    wanted |= {*_SCRIPT.findall(page), *_SPRITE.findall(page)}
    sheets = [address for address in wanted if ".css" in address]
    if language != "en":
        for sheet in sheets:
            base = sheet.rpartition("/")[0]
            wanted |= {f"{base}/{name}" for name in _FONT.findall(_fetch(server, sheet)[1])}
    own = {address for address in wanted if address.startswith("/")}
    size += sum(_fetch(server, address)[0] for address in own)
    return Visit(size, 1 + len(wanted), len(wanted - own))


def _fetch(server: Server, path: str, language: str = "en") -> tuple[int, str]:
    """(bytes of head and body, text of the body)."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Accept-Encoding": "gzip, br", "Accept-Language": language}
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 200, f"{path}: {response.status}"
    size = len(body) + sum(len(name) + len(value) + 4 for name, value in response.getheaders())
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(
        response.headers.get("Content-Encoding", ""), bytes
    )
    return size, unpack(body).decode("utf-8", "replace")
