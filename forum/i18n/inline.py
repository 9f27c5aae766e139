"""What stands among the words of one block of Markdown: styles, links, code, line breaks.

HTML is shown as it was typed, and so are links to where none may lead. An image is a link to it, so
that reading loads nothing from elsewhere.
"""

import html
import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from forum.i18n import links

# HTML, or what makes it of the direction of blocks that have no words with one.
Piece = str | Callable[[str], str]

_DEEPEST = 20  # styles in styles
_STYLES = {"Emphasis": "em", "Strong": "strong", "Strikethrough": "s"}
_SPECIAL = re.compile("[&<>]")
_TAG = re.compile(r"(<[^>]*>?)")


class Line(NamedTuple):
    """The words of a block: `plain` with the addresses of its links, `short` without, `spoken`
    those that have a say in its direction."""

    plain: str
    short: str
    spoken: str


class Words:
    """The words of one block as they come; their HTML is added to `pieces`.

    `begin`, `text`, `code`, `typed` and `line_break` take what pyromark's events of that kind hold.
    """

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._words: list[str] = []
        self._silent: set[int] = set()  # the places of words without a say in the direction
        self._addresses: list[tuple[int, str]] = []  # what is put behind so many words
        self._ends: list[Callable[[], None]] = []  # how what is open ends
        self._captions: list[int] = []  # where the words of each open image begin
        self._is_link = self._is_address = False

    @property
    def is_empty(self) -> bool:
        return not self._words

    def line(self) -> Line:
        """All of them."""
        words, short = self._words, "".join(self._words)
        spoken = plain = short
        if self._silent:
            heard = (" " if at in self._silent else word for at, word in enumerate(words))
            spoken = "".join(heard)
        if self._addresses:
            plain_words = words.copy()
            for at, address in reversed(self._addresses):
                plain_words.insert(at, address)
            plain = "".join(plain_words)
        return Line(plain, short, spoken)

    def text(self, text: str) -> None:
        if self._is_address:
            return  # its link has said it
        if "://" not in text or self._is_link or self._captions:
            self._words.append(text)
            if not self._captions:
                self._pieces.append(escaped(text))
            return
        position = 0
        for start, end in links.bare(text):
            self._say(text[position:start])
            self._whole_link(links.normalized(text[start:end]))
            position = end
        self._say(text[position:])

    def code(self, code: str) -> None:
        self._silent.add(len(self._words))
        self._words.append(code)
        self._show(f'<code dir="ltr">{escaped(code)}</code>')

    def typed(self, tags: str) -> None:
        """HTML; the names of its tags have no say in the direction."""
        for at, line in enumerate(tags.split("\n")):
            if at:
                self.line_break()
            for part in _TAG.split(line):
                if part.startswith("<"):
                    self._silent.add(len(self._words))
                self._say(part)

    def line_break(self) -> None:
        self._words.append("\n")
        self._show("<br>\n")

    def without_last_break(self) -> None:
        """A block of HTML ends with one."""
        if self._words and self._words[-1] == "\n":
            self._words.pop()
            self._pieces.pop()

    def begin(self, name: str, detail: Any) -> None:
        """What ends at the `end` that belongs to it."""
        if name == "Link":
            self._link(detail)
        elif name == "Image":
            self._captions.append(len(self._words))
            self._ends.append(partial(self._end_image, detail["dest_url"]))
        elif name == "Subscript":
            self._around("~", "~")
        else:
            tag, is_shown = _STYLES[name], len(self._ends) < _DEEPEST
            self._show(f"<{tag}>" if is_shown else "")
            self._ends.append(partial(self._show, f"</{tag}>" if is_shown else ""))

    def end(self) -> None:
        self._ends.pop()()

    def _say(self, text: str) -> None:
        if text:
            self._words.append(text)
            self._show(escaped(text))

    def _show(self, shown: str) -> None:
        """HTML that is a word or stands around words; the caption of an image has none."""
        if not self._captions:
            self._pieces.append(shown)

    def _around(self, opening: str, closing: str) -> None:
        """What is no Markdown to us is shown as it was typed."""
        self._say(opening)
        self._ends.append(partial(self._say, closing))

    def _link(self, detail: Any) -> None:
        typed, kind = detail["dest_url"], detail["link_type"]
        is_bare = kind in ("Autolink", "Email")
        address = links.normalized(f"mailto:{typed}" if kind == "Email" else typed)
        if self._captions:
            self._ends.append(_nothing)
        elif not links.is_allowed(address):
            self._around("<" if is_bare else "[", ">" if is_bare else f"]({typed})")
        elif is_bare:
            self._whole_link(address)
            self._is_address = True
            self._ends.append(self._end_address)
        else:
            title = detail["title"]
            self._open_link(address, f' title="{html.escape(title)}"' if title else "")

    def _end_address(self) -> None:
        self._is_address = False

    def _whole_link(self, address: str, caption: str = "") -> None:
        self._open_link(address, "" if caption else ' dir="ltr"')
        self._say(caption or _shown(address))
        self.end()

    def _open_link(self, address: str, attributes: str) -> None:
        self._is_link = True
        self._show(f'<a href="{html.escape(address)}"{attributes}>')
        self._ends.append(partial(self._close_link, address, len(self._words)))

    def _close_link(self, address: str, first_word: int) -> None:
        self._is_link = False
        self._show("</a>")
        if "".join(self._words[first_word:]) != _shown(address):
            self._addresses.append((len(self._words), f" ({_shown(address)})"))

    def _end_image(self, typed: str) -> None:
        first_word = self._captions.pop()
        if self._captions:
            return  # part of the caption of another
        caption = "".join(self._words[first_word:])
        self._silent.difference_update(range(first_word, len(self._words)))
        del self._words[first_word:]
        address = links.normalized(typed)
        if not links.is_allowed(address):
            self._say(f"![{caption}]({typed})")
        elif self._is_link:
            self._say(caption or _shown(address))
        else:
            self._whole_link(address, caption)


def escaped(text: str) -> str:
    """Text as HTML shows it."""
    return html.escape(text, quote=False) if _SPECIAL.search(text) else text


def _shown(address: str) -> str:
    return links.shown(address).removeprefix("mailto:")


def _nothing() -> None:
    pass
