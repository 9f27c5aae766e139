"""Rooms keep to their plan: cards tell the truth, names and sizes stay in bounds."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy.orm import Mapper

from forum import tables, wiring
from forum.core.db import Base
from tests.house import sources
from tests.house.sources import PACKAGE, ROOT

BANNED = {"utils", "helpers", "common", "misc", "base", "manager", "services"}
MAX_FILE, MAX_FUNCTION = 400, 60
KINDS = ("formats", "channels", "sources", "backends", "stemming", "lexicon")
FURNITURE = ("handlers", "actions", "queries", "policy", "models", "events")
NOUNS = re.compile(
    r"(?<![a-z])(boards?|suggestions?|votes?|voters?|comments?|follows?|flags?|categor(y|ies)"
    r"|exports?|moderat(or|ion)s?|status_change|official_response)(?![a-z])",
    re.I,
)


def mappers() -> list[Mapper[object]]:
    assert tables.MODULES
    return list(Base.registry.mappers)


def room_of(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("room", sources.rooms())
def test_the_card_owns_the_rooms_tables(room: str) -> None:
    found = {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in mappers()
        if room_of(mapper.class_.__module__) == room
    }
    assert sources.card(room).owns == found


@pytest.mark.parametrize("room", sources.rooms())
def test_the_card_announces_the_rooms_events(room: str) -> None:
    path = PACKAGE / room / "events.py"
    found: set[str] = set()
    if path.exists() and room != "core":
        found = {node.name for node in sources.tree(path).body if isinstance(node, ast.ClassDef)}
    assert sources.card(room).announces == found


@pytest.mark.parametrize("room", sources.rooms())
def test_the_card_listens_to_what_is_wired(room: str) -> None:
    found = {
        event.__name__
        for event, handlers in wiring.HANDLERS.items()
        for handler in handlers
        if room_of(handler.__module__) == room
    }
    assert sources.card(room).listens == found


def test_only_handlers_are_wired() -> None:
    for handlers in wiring.HANDLERS.values():
        assert {handler.__module__.split(".")[-1] for handler in handlers} <= {"handlers"}


@pytest.mark.parametrize("room", sources.rooms())
def test_the_card_is_nothing_but_a_card(room: str) -> None:
    body = sources.tree(PACKAGE / room / "__init__.py").body
    assert len(body) == 1
    card = sources.card(room)
    name, _, meaning = card.title.partition(": ")
    assert name.lower() == room
    assert meaning


@pytest.mark.parametrize("room", sources.rooms())
def test_events_are_frozen_and_carry_no_rows(room: str) -> None:
    path = PACKAGE / room / "events.py"
    if room == "core" or not path.exists():
        return
    for node in sources.tree(path).body:
        if isinstance(node, ast.ClassDef):
            decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
            assert decorators == ["dataclass(frozen=True)"], node.name
    imported = {
        node.module for node in ast.walk(sources.tree(path)) if isinstance(node, ast.ImportFrom)
    }
    assert not {name for name in imported if name and name.endswith("models")}


def every_module() -> list[Path]:
    return [*sources.modules(), *sources.modules(ROOT / "tests"), ROOT / "wsgi.py"]


def test_no_file_has_a_name_that_says_nothing() -> None:
    ours = (path.relative_to(ROOT) for path in every_module())
    found = {path for path in ours if BANNED & {path.stem, *path.parts}}
    assert found == set()


def test_files_and_functions_stay_small() -> None:
    too_long = []
    for path in every_module():
        lines = path.read_text("utf-8").count("\n")
        if lines > MAX_FILE:
            too_long.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > MAX_FUNCTION:
                    too_long.append(f"{path.relative_to(ROOT)}: {node.name} {length} lines")
    assert too_long == []


def test_imports_stand_at_the_top_and_are_absolute() -> None:
    wrong = []
    for path in sources.modules():
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.ImportFrom) and node.level:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} is relative")
        for function in ast.walk(sources.tree(path)):
            if isinstance(function, ast.FunctionDef):
                wrong += [
                    f"{path.relative_to(ROOT)}:{node.lineno} is inside of {function.name}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                    and not _is_lazy_by_design(path)
                ]
    assert wrong == []


def _is_lazy_by_design(path: Path) -> bool:
    """The command line loads a command's module when it is asked for."""
    return path.is_relative_to(PACKAGE / "cli")


def test_core_knows_no_room() -> None:
    """permissions.py and the names of rate limits are bare lists; an actor's rights are kept by
    board. There are no other exceptions."""
    found = []
    for path in sources.modules(PACKAGE / "core"):
        if path.name == "permissions.py":
            continue
        for line, word in _words(sources.tree(path)):
            if NOUNS.search(word) and (path.name, word) != ("actor.py", "board_id"):
                found.append(f"{path.name}:{line}: {word}")
    assert found == []


def _words(tree: ast.Module) -> list[tuple[int, str]]:
    """Names and strings of a module, without docstrings and the table of rate limits."""
    words: list[tuple[int, str]] = []
    for statement in tree.body:
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == (
            "DEFAULT_LIMITS"
        ):
            continue
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(statement)
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and isinstance(node.body[0], ast.Expr)
        }
        if isinstance(statement, ast.Expr):
            continue
        for node in ast.walk(statement):
            words += [(getattr(node, "lineno", 0), text) for text in _texts(node, docstrings)]
    return words


def _texts(node: ast.AST, docstrings: set[int]) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [] if id(node) in docstrings else [node.value]
    found = (getattr(node, name, None) for name in ("id", "attr", "arg", "name", "module"))
    return [text for text in found if isinstance(text, str)]


def test_nothing_is_left_to_be_done() -> None:
    """No notes to oneself, no empty bodies."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources.modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("room", sources.rooms())
def test_furniture_has_its_names(room: str) -> None:
    """A folder inside of a room is one of its pieces grown big, or named after what it holds."""
    for path in (PACKAGE / room).iterdir():
        if path.is_dir() and path.name != "__pycache__":
            assert path.name in (*FURNITURE, *KINDS), path
