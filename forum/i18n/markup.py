"""Markdown to safe HTML, each block in its own direction.

`markdown` reads it; nh3 then lets through only what is listed here, so a fault in the first cannot
reach a reader.
"""

import nh3

from forum.i18n import letters, markdown

# Raised when the HTML of the same Markdown changes: stored HTML is then made anew.
RENDERER_VERSION = 2

_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "a", "code", "pre"),
    *("blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {tag: {"dir"} for tag in _TAGS} | {"a": {"href", "title", "dir"}}
_ATTRIBUTES["ol"] = {"start", "dir"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
)


class Parsed:
    """A Markdown text, read once for all that is made of it."""

    def __init__(self, source: str) -> None:
        self._read = markdown.Reading(source)

    def html(self, default_dir: str) -> str:
        """Safe HTML; a block without directed words takes *default_dir*.

        No id, class, name or style; links only to http, https and mailto, marked
        "nofollow ugc noopener"; images become links, so that reading loads nothing
        from elsewhere.
        """
        pieces = self._read.pieces
        return _CLEANER.clean(
            "".join([one if isinstance(one, str) else one(default_dir) for one in pieces])
        )

    def plain(self) -> str:
        """The text for plain mail: no marks, links followed by their address."""
        return "\n\n".join([line.plain for line in self._read.lines if line.short.strip()])

    def excerpt(self, limit: int = 220) -> str:
        """The beginning as one line of text, at most *limit* characters.

        Cut between words, with an ellipsis.
        """
        line = " ".join(" ".join([line.short for line in self._read.lines]).split())
        if len(line) <= limit:
            return line
        cut = line[:limit].rpartition(" ")[0] or line[: limit - 1]
        return cut.rstrip(" .,;:،؛" + letters.ZWNJ) + "…"
