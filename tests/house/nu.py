"""The Nu Html Checker over a folder of pages (npm package vnu-jar; needs Java)."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import is_full

NO_CHECKER = "the Nu Html Checker is not there: set VNU_JAR=…/vnu.jar, and install Java"
# Attributes of htmx are no standard's, and meant so.
_MEANT = re.compile(r"Attribute “hx-[a-z:-]+” not allowed")


def checker(config: pytest.Config) -> Path:
    """Path of the checker. Skips the test in an everyday run; a full run must have it."""
    if not is_full(config):
        pytest.skip("runs with --full only")
    jar = Path(os.environ.get("VNU_JAR", ""))
    if not jar.is_file() or shutil.which("java") is None:
        pytest.fail(NO_CHECKER)
    return jar


def errors(jar: Path, folder: Path) -> list[str]:
    """What is wrong with the pages in `folder`: file, line, message."""
    pages = sorted(folder.glob("*.html"))
    assert pages
    result = subprocess.run(
        ["java", "-Xss8m", "-jar", jar, "--errors-only", "--format", "json", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(result.stderr)["messages"]
    return [_told(one) for one in found if not _MEANT.search(one["message"])]


def _told(error: dict[str, Any]) -> str:
    where = f"{Path(error['url']).name}:{error.get('lastLine', 0)}"
    return f"{where}: {error['message']} {error.get('extract', '')}"
