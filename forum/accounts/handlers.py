"""What this room does by the clock."""

from forum.accounts.actions import codes, sessions
from forum.core.unit_of_work import writing


def tidy() -> None:
    """Forget codes, waiting acts and sessions whose time is over."""
    with writing():
        codes.forget_old()
        sessions.forget_old()
