"""The import contracts hold: floors, furniture, doors, one module for each extension."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.sources import PACKAGE, ROOT


def layers() -> list[list[str]]:
    """The floors of the contract, top first; rooms that are not built yet left out."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    floors = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    split = [floor.replace(":", "|").split("|") for floor in floors]
    return [[room.strip() for room in floor if "(" not in room] for floor in split]


def test_the_contracts_are_kept() -> None:
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
    assert "11 kept, 0 broken" in result.stdout


def test_each_room_stands_on_one_floor() -> None:
    listed = [room for floor in layers() for room in floor]
    assert len(listed) == len(set(listed))
    built = {
        path.name.removesuffix(".py")
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert set(listed) == built - {"__init__", "__main__"}
