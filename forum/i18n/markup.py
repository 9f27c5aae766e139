"""Markdown to safe HTML, each block in its own direction.

markdown-it-py reads it without raw HTML; nh3 then lets through only what is
listed here, so a fault in the first cannot reach a reader.
"""

import html
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from forum.i18n import bidi, letters, links

# Raised when the HTML of the same Markdown changes: stored HTML is then made anew.
RENDERER_VERSION = 1
# Longer texts are shown as they were typed: parsing time grows with the square.
LONGEST_MARKDOWN = 50_000
# So are texts with more opening brackets: each of them is looked for its end to the end.
MOST_BRACKETS = 2_000
_MOST_CELLS_FILLED = 500

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
_CONTAINERS = frozenset(
    ("bullet_list_open", "ordered_list_open", "blockquote_open", "table_open", "list_item_open")
)
_LEAVES = frozenset(("paragraph_open", "heading_open", "th_open", "td_open"))


class Parsed:
    """A Markdown text, read once for all that is made of it.

    One above LONGEST_MARKDOWN characters or MOST_BRACKETS is taken as it was typed.
    """

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        is_fit = len(markdown) <= LONGEST_MARKDOWN and markdown.count("[") <= MOST_BRACKETS
        self._tokens = _MARKDOWN.parse(markdown) if is_fit else None

    def html(self, default_dir: str) -> str:
        """Safe HTML; a block without directed words takes *default_dir*.

        No id, class, name or style; links only to http, https and mailto, marked
        "nofollow ugc noopener"; images become links, so that reading loads nothing
        from elsewhere.
        """
        if self._tokens is None:
            unsafe = _plain_paragraphs(self._markdown, default_dir)
        else:
            _set_directions(self._tokens, default_dir)
            unsafe = _MARKDOWN.renderer.render(self._tokens, _MARKDOWN.options, {})
        return _CLEANER.clean(unsafe)

    def plain(self) -> str:
        """The text for plain mail: no marks, links followed by their address."""
        if self._tokens is None:
            return self._markdown
        blocks: list[str] = []
        prefix = ""
        for token in self._tokens:
            if token.type == "list_item_open":
                prefix = f"{token.info}. " if token.info else "- "
            elif token.type == "inline":
                blocks.append(prefix + _text_of(token, with_addresses=True))
                prefix = ""
            elif token.type in ("fence", "code_block"):
                blocks.append(token.content.rstrip("\n"))
        return "\n\n".join(block for block in blocks if block.strip())

    def excerpt(self, limit: int = 220) -> str:
        """The beginning as one line of text, at most *limit* characters.

        Cut between words, with an ellipsis.
        """
        line = " ".join(" ".join(self._words(limit)).split())
        if len(line) <= limit:
            return line
        cut = line[:limit].rpartition(" ")[0] or line[: limit - 1]
        return cut.rstrip(" .,;:،؛" + letters.ZWNJ) + "…"

    def _words(self, limit: int) -> Iterator[str]:
        if self._tokens is None:
            yield self._markdown[: limit * 8]  # white space vanishes: more is read than shown
        for token in self._tokens or ():
            if token.type == "inline":
                yield _text_of(token, with_addresses=False)
            elif token.type in ("fence", "code_block"):
                yield token.content


def _plain_paragraphs(text: str, default_dir: str) -> str:
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", text))
    return "".join(
        f'<p dir="{bidi.base_direction(part, default_dir)}">'
        + html.escape(part).replace("\n", "<br>\n")
        + "</p>\n"
        for part in paragraphs
        if part
    )


def _text_of(inline: Token, with_addresses: bool) -> str:
    pieces: list[str] = []
    starts: list[tuple[int, str]] = []
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type == "link_open":
            starts.append((len(pieces), str(child.attrGet("href") or "")))
        elif child.type == "link_close" and starts:
            start, address = starts.pop()
            if with_addresses and "".join(pieces[start:]) != links.shown(address):
                pieces.append(f" ({links.shown(address)})")
        else:
            pieces.append(child.content)
    return "".join(pieces)


def _link_bare_addresses(state: StateCore) -> None:
    """Core rule: turns bare http(s) addresses into links, and images into links."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_linked(token.children))


def _linked(children: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for child in children:
        depth += child.nesting if child.type in ("link_open", "link_close") else 0
        if child.info == "auto" and child.nesting == 1:
            child.attrSet("dir", "ltr")
        if child.type == "image":
            yield from _image_as_link(child, inside_link=depth > 0)
        elif child.type == "text" and not depth:
            yield from _text_with_links(child)
        else:
            yield child


def _image_as_link(image: Token, inside_link: bool) -> Iterator[Token]:
    address = str(image.attrGet("src") or "")
    caption = image.content or links.shown(address)
    if inside_link:
        yield _text_token(caption)
    else:
        yield from _link_tokens(address, caption, dir_ltr=not image.content)


def _text_with_links(token: Token) -> Iterator[Token]:
    position = 0
    for start, end in links.bare(token.content):
        if start > position:
            yield _text_token(token.content[position:start])
        address = links.normalized(token.content[start:end])
        yield from _link_tokens(address, links.shown(address), dir_ltr=True)
        position = end
    if position < len(token.content):
        yield _text_token(token.content[position:])


def _link_tokens(address: str, caption: str, dir_ltr: bool) -> Iterator[Token]:
    attributes: dict[str, str | int | float] = {"href": address}
    if dir_ltr:
        attributes["dir"] = "ltr"
    yield Token("link_open", "a", 1, attrs=attributes)
    yield _text_token(caption)
    yield Token("link_close", "a", -1)


def _text_token(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _set_directions(tokens: Sequence[Token], default: str) -> None:
    """`dir` for each block by its words; lists and quotes by their majority."""
    open_blocks: list[tuple[Token, list[int]]] = []
    for token in tokens:
        if token.nesting == 1 and token.type in _CONTAINERS | _LEAVES:
            open_blocks.append((token, [0, 0]))
        elif token.type == "inline":
            rtl, ltr = bidi.direction_votes(_spoken(token))
            for _, votes in open_blocks:
                votes[0] += rtl
                votes[1] += ltr
        elif token.nesting == -1 and open_blocks and _closes(token, open_blocks[-1][0]):
            block, votes = open_blocks.pop()
            block.attrSet("dir", _direction(votes, default))
    _settle_list_items(tokens)


def _spoken(inline: Token) -> str:
    """The words of a block without code, which has no say in its direction."""
    return "".join(
        child.content if child.type == "text" else " " for child in inline.children or ()
    )


def _closes(closing: Token, opening: Token) -> bool:
    return closing.type == opening.type.removesuffix("_open") + "_close"


def _direction(votes: Sequence[int], default: str) -> str:
    if not any(votes):
        return default
    return "rtl" if votes[0] >= votes[1] else "ltr"


def _settle_list_items(tokens: Sequence[Token]) -> None:
    """Items take their list's direction, so that all markers stand on one side.

    An item that runs the other way keeps a paragraph of its own inside.
    """
    lists: list[str] = []
    paragraphs: list[Token] = []
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(str(token.attrGet("dir")))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            token.attrSet("dir", lists[-1])
        elif token.type == "paragraph_open":
            if token.hidden and lists and token.attrGet("dir") != lists[-1]:
                token.hidden = False
            paragraphs.append(token)
        elif token.type == "paragraph_close":
            token.hidden = paragraphs.pop().hidden


def _render_code(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<pre dir="ltr"><code>{html.escape(tokens[idx].content, quote=False)}</code></pre>\n'


def _render_code_inline(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<code dir="ltr">{html.escape(tokens[idx].content, quote=False)}</code>'


def _parser() -> MarkdownIt:
    # Rows of a table may be short; with 65,536 cells to fill in, as the parser allows, a comment
    # became a page of 1.4 MB. (The package gives its function when the module is asked for.)
    tables: Any = sys.modules["markdown_it.rules_block.table"]
    tables.MAX_AUTOCOMPLETED_CELLS = _MOST_CELLS_FILLED
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    parser.enable(["table", "strikethrough"])
    parser.disable("html_block")
    parser.disable("html_inline")
    parser.core.ruler.push("links", _link_bare_addresses)
    for name in ("fence", "code_block"):
        parser.add_render_rule(name, _render_code)
    parser.add_render_rule("code_inline", _render_code_inline)
    parser.validateLink = links.is_allowed  # type: ignore[method-assign, assignment]
    parser.normalizeLink = links.normalized  # type: ignore[method-assign, assignment]
    parser.normalizeLinkText = links.shown  # type: ignore[method-assign, assignment]
    return parser


_MARKDOWN = _parser()
