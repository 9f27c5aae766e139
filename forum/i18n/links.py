"""Links people write: which are allowed, and what a reader is shown of them."""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

_ALLOWED = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>\"`{}|\\^\u2066-\u2069\u200b-\u200f\u202a-\u202e]+")
_ENCODED_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_TRAILING = ".,;:!?'\"*_~«»،؛؟…"
_SAFE = "%/?:@!$&'()*+,;=-._~#[]"
# Whole words in these scripts can pass for a Latin name: аррӏе.com is all Cyrillic.
_LONGEST_LABEL = 63  # RFC 1035; punycode takes time with the square of the length
_SHOWN_SCRIPTS = frozenset(("ARABIC", "HEBREW", "LATIN"))


def is_allowed(address: str) -> bool:
    """Whether *address* is an absolute http, https or mailto link."""
    return bool(_ALLOWED.match(address))


def bare(text: str) -> list[tuple[int, int]]:
    """Start and end of each http(s) address standing in *text*.

    Punctuation after it, and a closing bracket that it did not open, stay outside.
    """
    found = []
    for match in _BARE.finditer(text):
        address = match[0].rstrip(_TRAILING)
        surplus = address.count(")") - address.count("(")
        while surplus > 0 and address.endswith(")"):
            address, surplus = address[:-1].rstrip(_TRAILING), surplus - 1
        if is_allowed(address):
            found.append((match.start(), match.start() + len(address)))
    return found


def normalized(address: str) -> str:
    """*address* for `href`: the host in ASCII (punycode), the rest percent-encoded."""
    scheme, separator, rest = address.partition("://")
    if not separator:
        return quote(address, safe=_SAFE)
    authority, slash, path = _split_authority(rest)
    user, at, host = authority.rpartition("@")
    return (
        f"{scheme.lower()}://{quote(user, safe=_SAFE)}{at}{_ascii_host(host)}"
        + slash
        + quote(path, safe=_SAFE)
    )


def _split_authority(rest: str) -> tuple[str, str, str]:
    match = re.search(r"[/?#\\]", rest)
    if not match:
        return rest, "", ""
    return rest[: match.start()], match[0].replace("\\", "/"), rest[match.end() :]


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host.lower()
    name, colon, port = host.partition(":")
    labels = [_ascii_label(label) for label in re.split("[.\u3002\uff0e\uff61]", name)]
    return ".".join(labels) + colon + quote(port)


def _ascii_label(label: str) -> str:
    folded = unicodedata.normalize("NFKC", label).casefold()
    if folded.isascii():
        return folded
    if len(folded) > _LONGEST_LABEL:
        return quote(folded)
    return "xn--" + folded.encode("punycode").decode("ascii")


def shown(address: str) -> str:
    """*address* as a reader sees it: a foreign host readable only when it cannot deceive.

    A host of one script, Arabic, Hebrew or Latin, is written out; others, and
    mixtures, stay in punycode. Letters in the path are written out.
    """
    address = _ENCODED_LETTERS.sub(_decoded, address)
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return address
    if "xn--" not in host:
        return address
    readable = ".".join(map(_readable_label, host.split(".")))
    return re.sub(re.escape(host), lambda _: readable, address, count=1, flags=re.IGNORECASE)


def _decoded(encoded: re.Match[str]) -> str:
    try:
        readable = unquote(encoded[0], errors="strict")
    except UnicodeDecodeError:
        return encoded[0]
    # Spaces and direction controls would make one address look like another.
    return readable if readable.isprintable() else encoded[0]


def _readable_label(label: str) -> str:
    if not label.startswith("xn--") or len(label) > _LONGEST_LABEL:
        return label
    try:
        readable = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    scripts = scripts_of(readable)
    return readable if len(scripts) == 1 and scripts <= _SHOWN_SCRIPTS else label


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of the letters in *text* by Unicode name: {"LATIN", "ARABIC"}."""
    return frozenset(
        unicodedata.name(char, "UNKNOWN").partition(" ")[0].partition("-")[0]
        for char in text
        if char.isalpha()
    )
