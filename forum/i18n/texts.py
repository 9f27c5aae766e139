"""A text as it is stored: cleaned, rendered once, with its own language and direction."""

from dataclasses import dataclass

from forum.i18n import bidi, locale, markup

_DIRECTIONS = ("rtl", "ltr")
_SAMPLE = 4_000  # characters; enough to tell the language


@dataclass(frozen=True)
class Prepared:
    """`source` is the Markdown as typed (cleaned), `html` the safe rendering by `renderer`."""

    source: str
    html: str
    excerpt: str
    language: str
    dir: str
    renderer: int = markup.RENDERER_VERSION


def prepare(text: str, hint_language: str, *, context: str = "", chosen_dir: str = "") -> Prepared:
    """Make a text ready to be stored. Slow for long texts: call it outside the unit of work.

    `context` (a title) helps to tell the language of a short text; `chosen_dir` ("rtl" or
    "ltr") is the writer's own word about the direction.
    """
    source = bidi.clean_text(text)
    parsed = markup.Parsed(source)
    sample = _sample(parsed, context)
    language = bidi.detect_language(sample, hint_language)
    dir_ = chosen_dir if chosen_dir in _DIRECTIONS else _majority(sample, language)
    return Prepared(
        source=source,
        html=parsed.html(dir_),
        excerpt=parsed.excerpt(280),
        language=language,
        dir=dir_,
    )


def chosen_dir(source: str, language: str, dir_: str, *, context: str = "") -> str:
    """The direction of a stored text where its writer chose it, "" where it is the one found in
    it: an edit goes by the new words, but not against his own word."""
    return "" if dir_ == _majority(_sample(markup.Parsed(source), context), language) else dir_


def _sample(parsed: markup.Parsed, context: str) -> str:
    beginning = parsed.plain()[:_SAMPLE]
    return f"{context}\n{beginning}" if context else beginning


def _majority(sample: str, language: str) -> str:
    return bidi.base_direction(sample, locale.direction(language))
