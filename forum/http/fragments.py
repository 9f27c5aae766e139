"""Parts of pages that many readers share, rendered once: `{% kept … %}…{% endkept %}`.

What stands between the tags may depend on nothing but the words after `kept`, the reader's
profile, and what moves the structure (boards, statuses, settings). A key is the content itself
(a title, not its id), so nothing old is ever shown and nothing needs to be dropped.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

MAX_LENGTH = 3_000_000  # characters kept by one process
_LONGEST = MAX_LENGTH // 20

Key = tuple[Hashable, ...]


class Fragments:
    """Texts by key, least recently used out."""

    def __init__(self, max_length: int = MAX_LENGTH) -> None:
        self._kept: OrderedDict[Key, Markup] = OrderedDict()
        self._length, self._max = 0, max_length
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], str]) -> Markup:
        """What `make` gave for this key."""
        found = self._kept.get(key)
        if found is None:
            found = Markup(make())  # noqa: S704 - rendered by Jinja, which escaped it
            self._keep(key, found)
            return found
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        return found

    def _keep(self, key: Key, text: Markup) -> None:
        if len(text) > _LONGEST:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = text
            self._length += len(text)
            while self._length > self._max:
                _, oldest = self._kept.popitem(last=False)
                self._length -= len(oldest)

    def __len__(self) -> int:
        return len(self._kept)


class KeptExtension(Extension):
    """The tag. `kept_for` (profile and version) comes from the context of every page."""

    tags = {"kept"}

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._fragments = Fragments()

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        keys: list[nodes.Expr] = []
        while parser.stream.current.type != "block_end":
            keys.append(parser.parse_expression())
            parser.stream.skip_if("comma")
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        place = nodes.Const(f"{parser.name}:{line}")
        key = nodes.Tuple([place, nodes.Name("kept_for", "load"), *keys], "load")
        call = self.call_method("_kept", [key])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _kept(self, key: Key, caller: Callable[[], str]) -> Markup:
        return self._fragments.get(key, caller)
