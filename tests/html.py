"""A strict reading of HTML: refuses what a browser would quietly repair."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_NOT_INSIDE = {
    "a": {"a", "button"},
    "button": {"a", "button"},
    "form": {"form"},
    "p": {"p"},
    "label": {"label"},
    **{block: {"p"} for block in ("div", "ul", "ol", "h1", "h2", "h3", "table", "section")},
}
_FOREIGN = frozenset(("svg", "math"))  # in them a self-closing tag is one


class InvalidHtml(AssertionError):
    """The page is not well-formed."""


@dataclass
class Element:
    """A tag with its attributes (a bare attribute is "") and what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str | None = None, /, **attributes: str) -> list["Element"]:
        """Elements below with this tag and these attributes; `class_` is one of the classes."""
        return [found for found in self.walk() if found is not self and _is(found, tag, attributes)]

    def one(self, tag: str | None = None, /, **attributes: str) -> "Element":
        """The only such element. Raises AssertionError when there is none or more than one."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × <{tag} {attributes}>"
        return found[0]

    @property
    def raw_text(self) -> str:
        parts = (c.raw_text if isinstance(c, Element) else c for c in self.children)
        return "".join(parts)

    @property
    def text(self) -> str:
        """What can be read in it, blanks joined."""
        return " ".join(self.raw_text.split())


def _is(found: Element, tag: str | None, attributes: dict[str, str]) -> bool:
    if tag is not None and found.tag != tag:
        return False
    for name, value in attributes.items():
        if name == "class_":
            if value not in found.classes:
                return False
        elif found.attributes.get(name.rstrip("_").replace("_", "-")) != value:
            return False
    return True


def parse(source: str, *, is_part: bool = False) -> Element:
    """The tree of a page, or of a part (`is_part`). Raises InvalidHtml with line and reason."""
    if not is_part and not source.lstrip().lower().startswith("<!doctype html>"):
        raise InvalidHtml("no <!doctype html> at the start")
    reader = _Reader()
    reader.feed(source)
    reader.close()
    if len(reader.open) > 1:
        raise InvalidHtml(f"not closed: {[element.tag for element in reader.open[1:]]}")
    if reader.wanted_ids - reader.ids:
        raise InvalidHtml(f"ids that are not there: {sorted(reader.wanted_ids - reader.ids)}")
    return reader.open[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = [Element("document")]
        self.ids: set[str] = set()
        self.wanted_ids: set[str] = set()

    def fail(self, reason: str) -> None:
        raise InvalidHtml(f"line {self.getpos()[0]}: {reason}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and not any(one.tag in _FOREIGN for one in self.open):
            self.fail(f"<{tag}/> is not closed by its slash")
        self._add(tag, attrs)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.fail(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs})
        outside = {one.tag for one in self.open}
        if _NOT_INSIDE.get(tag, set()) & outside:
            self.fail(f"<{tag}> inside of {sorted(_NOT_INSIDE[tag] & outside)}")
        self._note_ids(element)
        self.open[-1].children.append(element)
        return element

    def _note_ids(self, element: Element) -> None:
        found = element.attributes.get("id")
        if found is not None:
            if not found or found in self.ids or any(char.isspace() for char in found):
                self.fail(f"id {found!r} is empty, twice there, or has a blank")
            self.ids.add(found)
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
            self.wanted_ids.update(element.get(name).split())

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.fail(f"</{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
