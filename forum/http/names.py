"""How a person's name stands in a page, and the reader's own on pages that readers share."""

from typing import NamedTuple

from markupsafe import Markup, escape

from forum.i18n import bidi

_TINTS = 6  # in the style sheet


class Own(NamedTuple):
    """The reader's name as the account menu shows it: a picture, its tooltip, and the name."""

    face: Markup
    called: Markup
    name: Markup


def own(name: str) -> Own:
    """How this reader reads his own name."""
    return Own(avatar(name), escape(bidi.isolate(name)), bdi(name))


def bdi(text: object) -> Markup:
    """The text isolated from the direction of what stands around it."""
    return Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - escaped


def avatar(name: str, *, small: bool = False) -> Markup:
    """A round picture of a person: the first letter of the name, on one of six tints."""
    first = escape((name.strip()[:1] or "?").upper())
    style = f"avatar tint-{len(name) % _TINTS}{' small' if small else ''}"
    return Markup(f'<span class="{style}" aria-hidden="true">{first}</span>')  # noqa: S704 - escaped
