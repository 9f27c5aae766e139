"""The client's address and the paths we may send a reader to."""

import ipaddress
import re

from flask import request

from forum.http.cookies import config

_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


def client_address() -> str:
    """The peer's address; behind FORUM_TRUSTED_PROXIES proxies, what the outermost of them saw."""
    peer = request.environ.get("REMOTE_ADDR", "")
    count = config().trusted_proxies
    if count:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= count and _is_address(hops[-count]):
            return hops[-count]
    return peer if _is_address(peer) else "0.0.0.0"  # noqa: S104 - a name for "unknown"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def network_of(address: str) -> str:
    """What rate limits count by: an IPv4 address, or the /64 of an IPv6 one."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)


def safe_path(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of our own site, otherwise `default`."""
    if not target or len(target) > 500 or _CONTROL.search(target):
        return default
    # What begins with one slash has neither scheme nor host.
    if not target.startswith("/") or target.startswith("//") or "%2f%2f" in target[:7].lower():
        return default
    return target


def absolute(path: str) -> str:
    """The full address of a path, by the configured base URL, never by the Host header."""
    return config().base_url + path
