"""From what was typed to what is stored: cleaned, checked, rendered. No database here.

Rendering is the slow part of posting, so doors make the draft before the unit of work begins.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from forum.boards.queries import BoardRow
from forum.core.errors import Invalid
from forum.i18n import bidi, folding, markup, texts
from forum.i18n.catalog import N_
from forum.suggestions import limits
from forum.suggestions.models import Suggestion

TOO_SHORT = N_("The title is too short: at least %(limit)s characters.")


@dataclass(frozen=True)
class Draft:
    """A suggestion ready to be stored; `title_key` is folded for narrowing by title."""

    title: str
    title_key: str
    body: texts.Prepared

    @property
    def language(self) -> str:
        return self.body.language

    @property
    def dir(self) -> str:
        return self.body.dir


def draft(*, title: str, body: str, language: str, chosen_dir: str = "") -> Draft:
    """Check and render. `language` is the writer's, a hint for short texts; `chosen_dir` his
    word about the direction ("" for none).

    Raises Invalid as `checked` does.
    """
    cleaned = checked(title=title, body=body)
    prepared = texts.prepare(body, language, context=cleaned, chosen_dir=chosen_dir)
    cleaned = bidi.clean_line(title, prepared.language)
    # Some letters fold to eighteen: the key may not outgrow its column.
    key = folding.narrowing_key(cleaned)[: limits.TITLE_KEY_MAX]
    return Draft(title=cleaned, title_key=key, body=prepared)


def checked(*, title: str, body: str) -> str:
    """The title, cleaned. Nothing slow is done here.

    Raises Invalid naming the field: an empty, too short or too long title, a too long body.
    """
    cleaned = bidi.clean_line(title)
    if bidi.is_blank(cleaned):
        raise Invalid(N_("Write a title."), field="title")
    length = bidi.visible_length(cleaned)
    if length < limits.TITLE_MIN:
        raise Invalid(
            TOO_SHORT,
            field="title",
            limit=limits.TITLE_MIN,
        )
    if length > limits.TITLE_MAX or len(cleaned) > 8 * limits.TITLE_MAX:
        raise Invalid(
            N_("The title is too long: at most %(limit)s characters."),
            field="title",
            limit=limits.TITLE_MAX,
        )
    _check_body(body, limits.BODY_MAX)
    return cleaned


def chosen_dir(suggestion: Suggestion) -> str:
    """The direction its author chose, "" where it is the one found in its words."""
    return texts.chosen_dir(
        suggestion.body, suggestion.language, suggestion.dir, context=suggestion.title
    )


def kept(draft: Draft) -> dict[str, Any]:
    """The draft as JSON holds it while it waits for its writer's code."""
    return {"title": draft.title, "title_key": draft.title_key, **asdict(draft.body)}


def of_kept(stored: Mapping[str, Any]) -> Draft:
    """The draft that `kept` wrote; rendered anew only when rendering has changed since."""
    body = texts.Prepared(**{part.name: stored[part.name] for part in fields(texts.Prepared)})
    if body.renderer != markup.RENDERER_VERSION:
        title = stored["title"]
        return draft(title=title, body=body.source, language=body.language, chosen_dir=body.dir)
    return Draft(title=stored["title"], title_key=stored["title_key"], body=body)


def category(board: BoardRow, category_id: int | None, *, present: int | None = None) -> int | None:
    """The chosen category, None for none; `present` may stay, though it was archived since.
    Raises Invalid for one that is not on offer there."""
    if category_id is None or category_id == present:
        return category_id
    found = board.category(category_id)
    if found is None or found.is_archived:
        raise Invalid(N_("Choose a category of this board."), field="category")
    return found.id


def response(*, body: str, language: str, chosen_dir: str = "") -> texts.Prepared:
    """An official response, checked and rendered. Raises Invalid for an empty or too long one."""
    if bidi.is_blank(body):
        raise Invalid(N_("Write a response."), field="body")
    _check_body(body, limits.RESPONSE_MAX)
    return texts.prepare(body, language, chosen_dir=chosen_dir)


def reason(text: str, *, is_required: bool = True) -> str:
    """A reason in one line. Raises Invalid when it is missing or too long."""
    cleaned = bidi.clean_line(text)
    if is_required and bidi.is_blank(cleaned):
        raise Invalid(N_("Give a reason."), field="reason")
    if bidi.is_longer(cleaned, limits.REASON_MAX) or len(cleaned) > 4 * limits.REASON_MAX:
        raise Invalid(
            N_("The reason is too long: at most %(limit)s characters."),
            field="reason",
            limit=limits.REASON_MAX,
        )
    return cleaned


def _check_body(body: str, limit: int) -> None:
    if len(body) > 4 * limit or bidi.is_longer(body, limit):
        raise Invalid(
            N_("The text is too long: at most %(limit)s characters."), field="body", limit=limit
        )
