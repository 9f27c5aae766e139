"""kind of refusal → HTTP status: the one table of the web door."""

from forum.core.errors import Kind

STATUS: dict[Kind, int] = {
    "missing": 404,
    "forbidden": 403,
    "invalid": 422,
    "conflict": 409,
    "limited": 429,
    "unavailable": 503,
}
