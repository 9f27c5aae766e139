"""Every regular expression of a package, wherever it stands."""

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_FUNCTIONS = ("compile", "search", "match", "fullmatch", "split", "sub", "subn", "findall",
              "finditer")  # fmt: skip


def of_package(root: Path) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """(where, pattern) of each call of `re` and each `regex` of a URL converter below `root`.

    Raises where a pattern is not known before the program runs, unless it is an escaped text.
    """
    for path in sorted(root.rglob("*.py")):
        tree, name = ast.parse(path.read_text("utf-8")), str(path.relative_to(root.parent))
        calls = [one for one in ast.walk(tree) if _is_call(one)]
        texts = [one.value for one in ast.walk(tree) if _is_converters(one)]
        assert not any(isinstance(one, ast.ImportFrom) and one.module == "re"
                       for one in ast.walk(tree)), name  # fmt: skip
        if not calls and not texts:
            continue
        known = vars(importlib.import_module(".".join(path.relative_to(root.parent).parts)[:-3]))
        for one in calls:
            if not _is_call(one.args[0], ("escape",)):
                pattern = _value(one.args[0], known)
                yield f"{name}:{one.lineno}", re.compile(pattern, _flags(one, known))
        for one in texts:
            yield f"{name}:{one.lineno}", re.compile(_value(one, known))


def _is_call(node: Any, names: Iterable[str] = _FUNCTIONS) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr in names) == ("re", True)
    )


def _is_converters(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "regex"


def _value(node: ast.expr, known: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "pattern", "eval"), known)


def _flags(call: ast.Call, known: dict[str, Any]) -> int:
    named = [one.value for one in call.keywords if one.arg == "flags"]
    if ast.unparse(call.func) == "re.compile":
        named += call.args[1:]
    return int(_value(named[0], known)) if named else 0
