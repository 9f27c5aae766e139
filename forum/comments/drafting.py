"""From what was typed to what is stored. No database here: rendering is the slow part."""

from forum.comments import limits
from forum.core.errors import Invalid
from forum.i18n import bidi, texts
from forum.i18n.catalog import N_


def draft(*, body: str, language: str, chosen_dir: str = "") -> texts.Prepared:
    """Check and render, as texts.prepare. Raises Invalid for an empty or too long comment."""
    if bidi.is_blank(body):
        raise Invalid(N_("Write a comment."), field="body")
    if len(body) > 4 * limits.BODY_MAX or bidi.is_longer(body, limits.BODY_MAX):
        raise Invalid(
            N_("The text is too long: at most %(limit)s characters."),
            field="body",
            limit=limits.BODY_MAX,
        )
    return texts.prepare(body, language, chosen_dir=chosen_dir)
