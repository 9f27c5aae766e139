"""Security headers on every answer, error pages and downloads too."""

from functools import lru_cache

from flask import Response, g

from forum.core.config import Config

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


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
    for name, value in fixed(config):
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language)
        for name in ("Accept-Language", "Cookie", "HX-Request"):
            response.vary.add(name)
    if "Cache-Control" not in response.headers:
        strict = g.get("no_store", False)
        response.headers["Cache-Control"] = "no-store" if strict else "private, no-cache"
    return response
