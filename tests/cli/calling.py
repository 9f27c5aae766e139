"""Commands called in this process, over the test's own database."""

import json
from typing import Any

from click.testing import CliRunner, Result

from forum.cli import program
from forum.core.config import Config


def call(config: Config, *words: str, stdin: str | None = None) -> Result:
    """Run `forum …` with the test's folder and database; exceptions come through."""
    return CliRunner().invoke(
        program,
        [*words, "--data-dir", str(config.data_dir)],
        input=stdin,
        env={"DATABASE_URL": config.database_url, "FORUM_SECRET_KEY": config.secret_key},
        catch_exceptions=False,
    )


def answer(result: Result) -> dict[str, Any]:
    """What `--json` printed."""
    found: dict[str, Any] = json.loads(result.stdout)
    return found
