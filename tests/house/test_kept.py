"""Parts rendered once for many readers hold nothing of the one they were rendered for.

`{% kept … %}` must name whatever inside depends on the reader: his rights, his request, his token.
"""

import pytest
from flask import Flask
from jinja2 import nodes

from forum.core import paths

_OF_THE_READER = frozenset(
    ("actor", "request", "here", "theme", "flashes", "tabs", "csrf_field", "csrf_token")
) | {"once_field", "is_cached_page", "shortcuts_off", "mail_is_unset", "me"}


def dotted(node: nodes.Node) -> str:
    """ "s.may_edit" for such an expression, "" for any other."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (before := dotted(node.node)):
        return f"{before}.{node.attr}"
    return ""


def expressions(parts: list[nodes.Node]) -> set[str]:
    found = set()
    for part in parts:
        for node in (part, *part.find_all((nodes.Name, nodes.Getattr))):
            if name := dotted(node):
                found.add(name)
    return found


def depends_on_reader(name: str) -> bool:
    root, _, attribute = name.partition(".")
    return root in _OF_THE_READER or attribute.startswith("may_")


def undeclared(source: str, app: Flask) -> list[str]:
    """What kept parts of a template show of the reader without naming it."""
    found = []
    for block in app.jinja_env.parse(source).find_all(nodes.CallBlock):
        if not isinstance(block.call.node, nodes.ExtensionAttribute):
            continue  # {% call … %} of a macro
        named = expressions(list(block.call.args))
        inside = {name for name in expressions(block.body) if depends_on_reader(name)}
        # An expression that was named covers what it stands on: actor of actor.name.
        covered = {".".join(name.split(".")[:at]) for name in named for at in range(1, 9)}
        # A name by itself (a tuple of values) covers what it holds.
        keys = [one for part in block.call.args for one in part.iter_child_nodes()]
        whole = tuple(f"{dotted(one)}." for one in keys if isinstance(one, nodes.Name))
        found += sorted(name for name in inside - named - covered if not name.startswith(whole))
    return found


@pytest.mark.database("sqlite")
def test_kept_parts_name_what_they_depend_on(app: Flask) -> None:
    found = {
        str(path.relative_to(paths.TEMPLATES)): names
        for path in sorted(paths.TEMPLATES.rglob("*.html"))
        if (names := undeclared(path.read_text("utf-8"), app))
    }
    assert found == {}


@pytest.mark.database("sqlite")
def test_the_check_sees_a_forgotten_right(app: Flask) -> None:
    wrong = "{% kept s.head_key %}{% if s.may_edit %}x{% endif %}{{ actor.name }}{% endkept %}"
    assert undeclared(wrong, app) == ["actor", "actor.name", "s.may_edit"]
    right = wrong.replace("s.head_key", "s.head_key, s.may_edit, actor.name")
    assert undeclared(right, app) == []
    assert undeclared("{% kept me %}{{ me.name }}{% endkept %}", app) == []
    assert undeclared("{% kept actor.name %}{{ actor.role }}{% endkept %}", app) == ["actor.role"]
