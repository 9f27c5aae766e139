"""`forum backup FILE`: one file that holds the forum as it was at one moment, taken while it runs.

An archive of the database and a manifest. Copying the database file by hand loses what still
lies in its write-ahead log; SQLite's own backup does not. Exports are not kept: they are made
again.
"""

import contextlib
import hashlib
import importlib.metadata
import json
import os
import sqlite3
import zipfile
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from forum.cli import UNAVAILABLE, USAGE, schema, swapping
from forum.cli.setting_up import stop, with_config
from forum.core import clock
from forum.core.config import Config

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "forum.db"
_BLOCK = 2**20


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_config
def backup(config: Config, file: Path) -> None:
    """Write the whole forum to FILE; it may go on running."""
    if not config.is_sqlite:
        stop(_with_pg("pg_dump --format=custom --file", file, config), USAGE)
    path = schema.sqlite_path(config)
    if not path.exists():
        stop(f"There is no database at {path}.", UNAVAILABLE)
    copy = file.with_name(f"{file.name}.db.partial")
    partial = file.with_name(f"{file.name}.partial")
    try:
        snapshot(path, copy)
        _pack(copy, partial)
        os.replace(partial, file)
    except (OSError, sqlite3.DatabaseError) as error:
        partial.unlink(missing_ok=True)
        stop(f"No backup was made: {error}", UNAVAILABLE)
    finally:
        swapping.discard(copy)
    click.echo(f"{file}: {file.stat().st_size} bytes")


def refuse_on_server(config: Config, file: Path) -> None:
    """Ends a restore of a database that is not embedded with the command that does it."""
    if not config.is_sqlite:
        stop(_with_pg("pg_restore --clean --if-exists --dbname", file, config), USAGE)


def _with_pg(tool: str, file: Path, config: Config) -> str:
    url = make_url(config.database_url).set(drivername="postgresql", password=None)
    address = url.render_as_string(hide_password=False)
    words = f'"{file}" "{address}"' if "pg_dump" in tool else f'"{address}" "{file}"'
    return f"The database is PostgreSQL's: use its own tools.\n  {tool} {words}"


def snapshot(path: Path, copy: Path) -> None:
    """Copy a database as it is at this moment, others writing. Raises sqlite3.DatabaseError."""
    swapping.discard(copy)
    os.close(os.open(copy, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    with (
        contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.execute("PRAGMA busy_timeout=5000")
        # All in one step: in pieces, each commit of the others would start it anew.
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=DELETE")
        found = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(f"the database is damaged: {found}")


def sha256(path: Path) -> str:
    """The hexadecimal SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _pack(copy: Path, target: Path) -> None:
    manifest = {
        "format": FORMAT,
        "release": importlib.metadata.version("sada"),
        "schema": revision_in(copy),
        "made_at": clock.now().isoformat(timespec="seconds"),
        "sha256": sha256(copy),
    }
    target.unlink(missing_ok=True)
    handle = os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
            archive.write(copy, DATABASE)
        file.flush()
        os.fsync(file.fileno())


def revision_in(path: Path) -> str:
    """The schema a database file stands at, "" when it has none."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return ""
    return str(row[0]) if row else ""
