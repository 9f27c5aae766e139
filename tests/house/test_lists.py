"""What can be set, asked for, heard and run is written down."""

import ast
import re
from pathlib import Path

import click
import pytest

from forum import wiring
from forum.cli import COMMANDS, program
from forum.core import config
from forum.core.permissions import ROLES, Permission, Role
from forum.site import schema
from tests.house import sources
from tests.house.sources import PACKAGE, ROOT

README = (ROOT / "README.md").read_text("utf-8")
PLAN = (PACKAGE / "README.md").read_text("utf-8")


class Asked(dict[str, str]):
    """An environment that notes which names were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: object = None) -> str:
        self.names.add(name)
        return str(default or "")


def settings(tmp_path: Path) -> set[str]:
    asked = Asked()
    asked["FORUM_DATA_DIR"] = str(tmp_path)
    config.Config.from_env(asked)
    return {name for name in asked.names if not name.endswith("_FILE")}


def test_every_setting_is_in_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    named = settings(tmp_path)
    assert len(named) > 15
    silent = {
        name for name in named if f"`{name}`" not in README and not name.startswith("FORUM_LIMIT_")
    }
    assert silent == set()
    assert "FORUM_LIMIT_" in README


def test_the_readme_names_no_setting_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written = set(re.findall(r"\bFORUM_[A-Z_]+[A-Z]\b", README + PLAN))
    assert written - settings(tmp_path) - {"FORUM_TEST_POSTGRES", "FORUM_LIMIT"} == set()


def test_every_site_setting_is_in_the_plan() -> None:
    assert [key for key in schema.BY_KEY if f"`{key}`" not in PLAN] == []


def test_the_table_of_permissions_is_the_one_in_force() -> None:
    columns = [Role.CUSTOMER, Role.MODERATOR, Role.PRODUCT, Role.ADMINISTRATOR]
    told: dict[str, set[Role]] = {}
    for line in PLAN.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        names = re.findall(r"`([a-z]+:[a-z_]+)`", cells[0])
        if names and len(cells) == 5:
            holders = {role for role, mark in zip(columns, cells[1:], strict=True) if mark == "✓"}
            told.update(dict.fromkeys(names, holders))
    in_force = {
        str(permission): {role for role in Role if permission in ROLES[role]}
        for permission in Permission
    }
    assert told == in_force


def events() -> dict[str, set[str]]:
    """event → rooms that listen."""
    found: dict[str, set[str]] = {
        node.name: set()
        for room in sources.rooms()
        if room != "core" and (PACKAGE / room / "events.py").exists()
        for node in sources.tree(PACKAGE / room / "events.py").body
        if isinstance(node, ast.ClassDef)
    }
    for event, handlers in wiring.HANDLERS.items():
        found[event.__name__] = {handler.__module__.split(".")[1] for handler in handlers}
    return found


def test_the_table_of_events_is_the_one_wired() -> None:
    told: dict[str, set[str]] = {}
    for line in PLAN.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        names = re.findall(r"`([A-Z][A-Za-z]+)`", cells[0])
        if names and len(cells) == 2:
            listeners = set() if cells[1] == "nobody yet" else cells[1].partition(":")[0]
            rooms = set(re.findall(r"[a-z]+", re.sub(r"\([^)]*\)", "", str(listeners))))
            told.update(dict.fromkeys(names, rooms & set(sources.rooms())))
    assert told == events()


def commands(group: click.Command, above: str = "forum") -> list[str]:
    """Every command there is, by its whole name."""
    if not isinstance(group, click.Group):
        return [above]
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        inner = group.get_command(context, name)
        assert inner is not None
        found += commands(inner, f"{above} {name}")
    return found


def test_every_command_is_in_the_plan() -> None:
    assert COMMANDS
    named = set(re.findall(r"`(forum [a-z -]+)`", PLAN.partition("## Commands")[2]))
    assert named == set(commands(program))


def test_every_command_says_what_it_does() -> None:
    for name in commands(program):
        group: click.Command = program
        for part in name.split()[1:]:
            assert isinstance(group, click.Group)
            inner = group.get_command(click.Context(group), part)
            assert inner is not None
            group = inner
        assert group.help, name
