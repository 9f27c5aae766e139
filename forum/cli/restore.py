"""`forum restore FILE`: a backup in the place of the present database, which is kept aside.

Everything is checked and brought to this release's schema in a file beside; the present
database is touched last, by a rename.
"""

import dataclasses
import json
import os
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import click

from forum.accounts.actions import everybody
from forum.cli import FINDING, locking, schema, swapping
from forum.cli import backup as backups
from forum.cli.backup import DATABASE, FORMAT, MANIFEST
from forum.cli.setting_up import inside, stop, with_config
from forum.core import revisions
from forum.core.actor import system
from forum.core.config import Config
from forum.core.unit_of_work import writing

_LONGEST_MANIFEST = 64 * 2**10  # bytes
_BLOCK = 2**20


class Refused(Exception):
    """The archive is not restored; the text says why."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--sign-everybody-out", is_flag=True, help="End all sessions, sign-in codes and invitations."
)
@with_config
def restore(config: Config, file: Path, sign_everybody_out: bool) -> None:
    """Bring the backup FILE back. The forum must not be running."""
    backups.refuse_on_server(config, file)
    path = schema.sqlite_path(config)
    fresh = path.with_name(f"{path.name}.restoring")
    with locking.held(config):
        swapping.discard(fresh)
        try:
            _unpack(file, fresh)
            _bring_up(config, fresh, sign_everybody_out=sign_everybody_out)
            aside = swapping.swap(path, fresh, why="restore")
        except (Refused, schema.Unusable) as error:
            stop(f"{file} was not restored; nothing was changed. {error}", FINDING)
        finally:
            swapping.discard(fresh)
    click.echo(f"Restored to {path}")
    if aside:
        click.echo(f"The database as it was lies at {aside}")


def _unpack(file: Path, fresh: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            if sorted(archive.namelist()) != sorted((MANIFEST, DATABASE)):
                raise Refused("It is not a backup of this forum: it holds other files.")
            manifest = _manifest(archive)
            _copy_out(archive, fresh)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, KeyError) as error:
        raise Refused(f"It is damaged or not a backup: {error}") from error
    if backups.sha256(fresh) != manifest["sha256"]:
        raise Refused("It is damaged: its checksum differs.")
    problem = schema.file_problem(fresh, thoroughly=True)
    if problem:
        raise Refused(f"Its database is damaged: {problem}")
    if backups.revision_in(fresh) != manifest["schema"]:
        raise Refused("Its database is not the one its manifest speaks of.")


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest of an archive that this release can read. Raises Refused."""
    if archive.getinfo(MANIFEST).file_size > _LONGEST_MANIFEST:
        raise Refused("Its manifest is too long.")
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT or manifest["schema"] not in revisions.known():
        raise Refused(
            f"It was made by release {manifest['release']} (schema {manifest['schema']}), which is"
            f" newer; this one knows up to schema {revisions.newest()}."
        )
    return manifest


def _copy_out(archive: zipfile.ZipFile, fresh: Path) -> None:
    """To a name of our own, never to one the archive gives."""
    handle = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with archive.open(DATABASE) as source, os.fdopen(handle, "wb") as target:
        while block := source.read(_BLOCK):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def _bring_up(config: Config, fresh: Path, *, sign_everybody_out: bool) -> None:
    """Upgrade the unpacked database, and end the sessions in it where that is wished."""
    try:
        with inside(dataclasses.replace(config, database_url=f"sqlite:///{fresh}")):
            schema.upgrade()
            if sign_everybody_out:
                with writing():
                    everybody.sign_out(actor=system())
            schema.let_go()
    except sqlite3.DatabaseError as error:
        raise Refused(f"Its database cannot be brought to this release: {error}") from error
