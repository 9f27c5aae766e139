"""What a room says when it refuses: a kind for the doors and a message for the reader."""

from typing import Any, Literal


def N_(message: str) -> str:
    """Marks a msgid for the catalogue; the door translates it when it is shown."""
    return message


Kind = Literal["missing", "forbidden", "invalid", "conflict", "limited", "unavailable"]


class DomainError(Exception):
    """A refusal.

    `message` is an English msgid (marked with N_) that the door translates with `params`;
    `field` names the form field it belongs to, if any; `retry_after` is in seconds.
    """

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        field: str | None = None,
        retry_after: int | None = None,
        **params: Any,
    ) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.field = field
        self.retry_after = retry_after
        self.params = params


class Missing(DomainError):
    """It is not there, or not for this reader: the two look the same."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__("missing", message, **params)


class Forbidden(DomainError):
    def __init__(self, message: str, **params: Any) -> None:
        super().__init__("forbidden", message, **params)


class Invalid(DomainError):
    def __init__(self, message: str, *, field: str | None = None, **params: Any) -> None:
        super().__init__("invalid", message, field=field, **params)


class Conflict(DomainError):
    def __init__(self, message: str, **params: Any) -> None:
        super().__init__("conflict", message, **params)


class Limited(DomainError):
    """Too often; may come again after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int, **params: Any) -> None:
        super().__init__("limited", message, retry_after=retry_after, **params)
