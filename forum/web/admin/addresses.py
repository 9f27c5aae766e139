"""Addresses of lists that remember how they are narrowed."""

from urllib.parse import urlencode


def with_query(path: str, **values: str | None) -> str:
    """`path` with the values that are not empty."""
    given = {key: value for key, value in values.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
