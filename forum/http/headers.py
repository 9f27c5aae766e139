"""Security headers on every answer, error pages and downloads too."""

from functools import lru_cache

from flask import Response, g

from forum.core.config import Config

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

VARY = "Accept-Language, Cookie, HX-Request"


def fixed(config: Config) -> list[tuple[str, str]]:
    """Headers that are the same on every answer of this site."""
    return _fixed(config.is_https)


@lru_cache(maxsize=2)
def _fixed(is_https: bool) -> list[tuple[str, str]]:
    headers = [
        ("Content-Security-Policy", CSP),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ]
    if is_https:
        headers.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    return headers


def apply(response: Response, config: Config, language: str) -> Response:
    """Set what the view did not set itself."""
    # By hand: werkzeug's own ways look all names up again for each header.
    there = {name.lower() for name, _ in response.headers}
    missing = [pair for pair in fixed(config) if pair[0].lower() not in there]
    if response.mimetype == "text/html":
        if "content-language" not in there:
            missing.append(("Content-Language", language))
        if "vary" not in there:
            missing.append(("Vary", VARY))
        else:
            response.vary.update(VARY.split(", "))
    if "cache-control" not in there:
        strict = g.get("no_store", False)
        missing.append(("Cache-Control", "no-store" if strict else "private, no-cache"))
    response.headers[len(response.headers) :] = missing
    return response
