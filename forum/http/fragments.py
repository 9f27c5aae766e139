"""Parts of pages that many readers share, rendered once: `{% kept … %}…{% endkept %}`.

What stands between the tags may depend on nothing but the words after `kept`, the reader's
profile, and what moves the structure (boards, statuses, settings). A key is the content itself
(a title, not its id), so nothing old is ever shown and nothing needs to be dropped.
"""

from collections.abc import Callable, Hashable

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from forum.http.recent import Recent

MAX_LENGTH = 3_000_000  # characters kept by one process
_LONGEST = MAX_LENGTH // 20

Key = tuple[Hashable, ...]


class KeptExtension(Extension):
    """The tag. `kept_for` (profile and version) comes from the context of every page."""

    tags = {"kept"}

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._kept_texts: Recent[Key, Markup] = Recent(len, most=MAX_LENGTH, longest=_LONGEST)

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
        found = self._kept_texts.get(key)
        if found is None:
            found = Markup(caller())  # noqa: S704 - rendered by Jinja, which escaped it
            self._kept_texts.put(key, found)
        return found
