"""Reading Markdown once: its HTML with a direction for each block, and its words.

pyromark (pulldown-cmark) reads in time with the length of a text, whatever stands in it.
"""

from collections.abc import Callable
from typing import Any

import pyromark

from forum.i18n import bidi
from forum.i18n.inline import Line, Piece, Words, escaped

# Subscripts are read to be shown as typed: else one ~ on each side would strike out.
_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_SUBSCRIPT
)
_DEEPEST = 20  # blocks in blocks: what stands deeper is shown without what it stands in
_MOST_CELLS_FILLED = 500  # rows may be short, and each cell they lack would be written out


class Block:
    """A block, whose direction is known when all its words are."""

    __slots__ = ("attributes", "follows", "ltr", "next_number", "rtl", "tag")

    def __init__(self, tag: str, attributes: str = "", follows: "Block | None" = None) -> None:
        self.tag, self.attributes, self.follows = tag, attributes, follows
        self.rtl = self.ltr = 0  # words
        self.next_number: int | None = None  # of a list's items

    def direction(self, default: str) -> str:
        """As most of its words run; an item runs as its list, so that all marks are on one side."""
        if self.follows is not None:
            return self.follows.direction(default)
        if not self.rtl and not self.ltr:
            return default
        return "rtl" if self.rtl >= self.ltr else "ltr"

    def opening(self, default: str) -> str:
        return f'<{self.tag}{self.attributes} dir="{self.direction(default)}">'

    def closing(self, default: str) -> str:
        return f"</{self.tag}>\n"


class _Short(Block):
    """The words of a short item: a paragraph only where they run against their list."""

    __slots__ = ("within",)

    def __init__(self, within: Block | None) -> None:
        super().__init__("p")
        self.within = within

    def _is_paragraph(self, default: str) -> bool:
        within = self.within
        return within is not None and self.direction(default) != within.direction(default)

    def opening(self, default: str) -> str:
        return super().opening(default) if self._is_paragraph(default) else ""

    def closing(self, default: str) -> str:
        return super().closing(default) if self._is_paragraph(default) else ""


class Reading:
    """What was read: `pieces` of its HTML, and the words of each block as `lines`."""

    def __init__(self, markdown: str) -> None:
        self.pieces: list[Piece] = []
        self.lines: list[Line] = []
        self._open: list[Block] = []  # what holds other blocks
        self._leaf: Block | None = None  # what holds the words that are read now
        self._words = Words(self.pieces)
        self._code: list[str] | None = None  # lines of a block of code
        self._mark = ""  # of the item whose first words come
        self._is_head = self._has_rows = False  # of the table
        self._cells_filled = 0
        for event in pyromark.events(markdown, options=_OPTIONS):
            self._read(event)

    def _read(self, event: Any) -> None:
        if event == "Rule":
            self._rule()
            return
        if isinstance(event, str):
            self._in_leaf().line_break()
            return
        ((kind, what),) = event.items()
        if kind == "Text":
            if self._code is None:
                self._in_leaf().text(what)
            else:
                self._code.append(what)
        elif kind == "Start":
            name, detail = (what, None) if isinstance(what, str) else next(iter(what.items()))
            begin = _BEGINNINGS.get(name)
            if begin is None:
                self._in_leaf().begin(name, detail)
            else:
                begin(self, detail)
        elif kind == "End":
            end = _ENDINGS.get(what if isinstance(what, str) else next(iter(what)))
            if end is None:
                self._words.end()
            else:
                end(self)
        elif kind == "Code":
            self._in_leaf().code(what)
        else:  # HTML: a block of it, or among words
            self._in_leaf().typed(what)

    # Blocks of blocks

    def _enter(self, block: Block, opening: str = "") -> None:
        self._end_leaf()
        self._open.append(block)
        if len(self._open) <= _DEEPEST:
            self.pieces += (block.opening, opening)

    def _leave(self, closing: str = "") -> None:
        self._end_leaf()
        is_shown = len(self._open) <= _DEEPEST
        block = self._open.pop()
        self._count(block)
        if is_shown:
            self.pieces.append(f"{closing}</{block.tag}>\n")

    def _count(self, block: Block) -> None:
        """Its words are also words of what holds it."""
        if self._open:
            self._open[-1].rtl += block.rtl
            self._open[-1].ltr += block.ltr

    def _quote(self, _: object) -> None:
        self._enter(Block("blockquote"), "\n")

    def _list(self, first: int | None) -> None:
        start = "" if first in (None, 1) else f' start="{first}"'
        block = Block("ul" if first is None else "ol", start)
        block.next_number = first
        self._enter(block, "\n")

    def _item(self, _: object) -> None:
        self._end_leaf()
        around = self._open[-1]
        self._mark = "- "
        if around.next_number is not None:
            self._mark = f"{around.next_number}. "
            around.next_number += 1
        self._enter(Block("li", follows=around))

    def _table(self, _: object) -> None:
        self._has_rows = False
        self._enter(Block("table"), "\n")

    def _end_table(self) -> None:
        self._leave("</tbody>\n" if self._has_rows else "")

    def _head(self, _: object) -> None:
        self._is_head = True
        self.pieces.append("<thead>\n<tr>\n")

    def _end_head(self) -> None:
        self._is_head = False
        self.pieces.append("</tr>\n</thead>\n")

    def _row(self, _: object) -> None:
        self.pieces.append("<tr>\n" if self._has_rows else "<tbody>\n<tr>\n")
        self._has_rows = True

    def _end_row(self) -> None:
        self.pieces.append("</tr>\n")

    # Blocks of words

    def _paragraph(self, _: object) -> None:
        self._begin_leaf(Block("p"))

    def _heading(self, detail: Any) -> None:
        self._begin_leaf(Block(detail["level"].lower()))

    def _cell(self, _: object) -> None:
        self._begin_leaf(Block("th" if self._is_head else "td"))

    def _end_cell(self) -> None:
        if self._words.is_empty:
            self._cells_filled += 1
            if self._cells_filled > _MOST_CELLS_FILLED:
                self._leaf = None
                self.pieces.pop()
        self._end_leaf()

    def _begin_leaf(self, block: Block) -> None:
        if self._leaf is not None:
            self._end_leaf()
        self._leaf = block
        self._words = Words(self.pieces)
        self.pieces.append(block.opening)

    def _in_leaf(self) -> Words:
        """The words of a short item come without a paragraph."""
        if self._leaf is None:
            self._begin_leaf(_Short(self._open[-1].follows if self._open else None))
        return self._words

    def _end_leaf(self) -> None:
        block = self._leaf
        if block is None:
            return
        self._leaf = None
        line = self._words.line()
        self.lines.append(line._replace(plain=self._mark + line.plain) if self._mark else line)
        self._mark = ""
        block.rtl, block.ltr = bidi.direction_votes(line.spoken)
        self._count(block)
        self.pieces.append(block.closing)

    def _end_html(self) -> None:
        self._words.without_last_break()
        self._end_leaf()

    # Blocks without words

    def _code_block(self, _: object) -> None:
        self._end_leaf()
        self._code = []

    def _end_code_block(self) -> None:
        code, self._code = "".join(self._code or ()), None
        self.pieces.append(f'<pre dir="ltr"><code>{escaped(code)}</code></pre>\n')
        self.lines.append(Line(code.rstrip("\n"), code, ""))

    def _rule(self) -> None:
        self._end_leaf()
        self.pieces.append("<hr>\n")


_BEGINNINGS: dict[str, Callable[[Reading, Any], None]] = {
    "Paragraph": Reading._paragraph,
    "HtmlBlock": Reading._paragraph,
    "Heading": Reading._heading,
    "TableCell": Reading._cell,
    "CodeBlock": Reading._code_block,
    "BlockQuote": Reading._quote,
    "List": Reading._list,
    "Item": Reading._item,
    "Table": Reading._table,
    "TableHead": Reading._head,
    "TableRow": Reading._row,
}
_ENDINGS: dict[str, Callable[[Reading], None]] = {
    "Paragraph": Reading._end_leaf,
    "HtmlBlock": Reading._end_html,
    "Heading": Reading._end_leaf,
    "TableCell": Reading._end_cell,
    "CodeBlock": Reading._end_code_block,
    "BlockQuote": Reading._leave,
    "List": Reading._leave,
    "Item": Reading._leave,
    "Table": Reading._end_table,
    "TableHead": Reading._end_head,
    "TableRow": Reading._end_row,
}
