"""Mails in the reader's language and direction, as a text and as an HTML letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from forum.core.mail import Letter
from forum.i18n import bidi, catalog, locale

# Mail programs have neither our fonts nor web fonts; Tahoma draws all three scripts.
_FONTS = {"rtl": "Tahoma, Arial, sans-serif", "ltr": "-apple-system, 'Segoe UI', Arial, sans-serif"}
_RLM = "\u200f"


@dataclass(frozen=True)
class Quote:
    """Somebody's text, in its own language and direction ("rtl" or "ltr")."""

    text: str
    language: str
    dir: str


@dataclass(frozen=True)
class Code:
    """Figures to type: ASCII, large, left to right."""

    text: str


Paragraph = str | Quote | Code


def compose(
    *,
    profile: locale.Profile,
    recipient: str,
    site_name: str,
    subject: str,
    greeting: str | None = None,
    paragraphs: Sequence[Paragraph] = (),
    action: tuple[str, str] | None = None,
    footer: str | None = None,
) -> Letter:
    """A letter for the reader of *profile*; all words are translated already.

    *action* is a button: its label and its full address. Names and titles inside
    sentences must be isolated (`bidi.isolate`); whole texts go in as `Quote`.
    """
    with locale.use(profile):
        return Letter(
            recipient=recipient,
            subject=subject,
            text=_text(profile, greeting, paragraphs, action, footer),
            html=_html(profile, site_name, subject, greeting, paragraphs, action, footer),
            language=profile.language,
        )


def _text(
    profile: locale.Profile,
    greeting: str | None,
    paragraphs: Sequence[Paragraph],
    action: tuple[str, str] | None,
    footer: str | None,
) -> str:
    # A mark at the start gives lines that begin with a Latin word the page's direction.
    mark = _RLM if locale.direction(profile.language) == "rtl" else ""
    parts = [mark + greeting] if greeting else []
    for part in paragraphs:
        if isinstance(part, Quote):
            parts.append("\n".join(f"> {bidi.isolate(line)}" for line in part.text.splitlines()))
        else:
            parts.append(f"    {part.text}" if isinstance(part, Code) else mark + part)
    if action:
        parts.append(f"{mark}{action[0]}:\n{action[1]}")
    if footer:
        parts.append(f"-- \n{mark}{footer}")
    return "\n\n".join(parts) + "\n"


def _html(
    profile: locale.Profile,
    site_name: str,
    subject: str,
    greeting: str | None,
    paragraphs: Sequence[Paragraph],
    action: tuple[str, str] | None,
    footer: str | None,
) -> str:
    direction = locale.direction(profile.language)
    page = _template().render(
        lang=profile.language,
        dir=direction,
        side="right" if direction == "rtl" else "left",
        fonts=_FONTS[direction],
        site_name=site_name,
        subject=subject,
        greeting=greeting,
        parts=[(_kind(part), part) for part in paragraphs],
        action=action,
        footer=footer,
    )
    return _inliner().inline(page)


def _kind(part: Paragraph) -> str:
    if isinstance(part, Quote):
        return "quote"
    return "code" if isinstance(part, Code) else "text"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals["_"] = catalog.gettext
    return environment.get_template("letter.html")


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    # The rules for dark mode cannot be inlined and stay in a style element.
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
