"""Every route declares who may come in; the gate asks before the view runs.

A route without a declaration answers 500 in tests and is refused in production.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from forum.core.actor import Actor
from forum.core.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """`cached`: the same page for every guest of a language, kept by http.page_cache.

    `fresh`: wants a recent proof of who it is. `somewhere`: a right on any board will do.
    """

    kind: Literal["public", "signed_in", "permission"]
    permission: Permission | None = None
    somewhere: bool = False
    fresh: bool = False
    cached: bool = False

    def admits(self, actor: Actor) -> bool:
        if self.kind == "public":
            return True
        if actor.is_guest:
            return False
        if self.permission is None:
            return True
        check = actor.may_somewhere if self.somewhere else actor.may
        return check(self.permission)


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.__dict__["access"] = access
        return view

    return mark


def public(*, cached: bool = False) -> Callable[[View], View]:
    """Anybody; objects are still filtered by the rooms."""
    return _declare(Access("public", cached=cached))


def signed_in(*, fresh: bool = False) -> Callable[[View], View]:
    """Any person."""
    return _declare(Access("signed_in", fresh=fresh))


def requires(
    permission: Permission, *, somewhere: bool = False, fresh: bool = False
) -> Callable[[View], View]:
    """Whoever holds the permission for the site, or `somewhere`: on any single board."""
    return _declare(Access("permission", permission, somewhere=somewhere, fresh=fresh))


def declared(view: Callable[..., Any] | None) -> Access | None:
    """What the view declares, None when it says nothing."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None
