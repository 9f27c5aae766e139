"""The schemas this release knows, read from the files of the migrations.

Alembic would tell the same, but takes a fifth of a start to load, and mostly nothing is to be
migrated.
"""

import re

from forum.core import paths

_STEP = re.compile(r'^(down_)?revision = (?:"(\w+)"|None)$', re.M)


def known() -> frozenset[str]:
    """Every schema this release can bring up to its own."""
    return frozenset(_steps())


def newest() -> str:
    """The schema of this release."""
    steps = _steps()
    (head,) = set(steps) - set(steps.values())
    return head


def _steps() -> dict[str, str]:
    """Revision → the one before it, "" for the first."""
    found = {}
    for path in (paths.MIGRATIONS / "versions").glob("*.py"):
        lines = dict(_STEP.findall(path.read_text("utf-8")))
        found[lines[""]] = lines["down_"]
    return found
