"""`forum db`: the schema, for a database that is not embedded (or by hand)."""

import click

from forum.cli import FINDING, UNAVAILABLE, schema
from forum.cli.setting_up import as_json, stop, with_app
from forum.core.config import Config


@click.group("db")
def db_group() -> None:
    """Look at and upgrade the schema of the database."""


@db_group.command()
@with_app
def upgrade(config: Config) -> None:
    """Bring the schema to this release, whole or not at all."""
    try:
        before = schema.upgrade()
    except schema.Unusable as error:
        stop(str(error), UNAVAILABLE)
    if before.is_current:
        click.echo(f"Already at {before.expected}.")
    else:
        click.echo(f"From {before.found or 'nothing'} to {before.expected}.")


@db_group.command()
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON document.")
@with_app
def status(config: Config, wants_json: bool) -> None:
    """Say where the schema stands; exit code 1 when it is not this release's."""
    try:
        found = schema.standing()
    except schema.Unusable as error:
        stop(str(error), UNAVAILABLE)
    if wants_json:
        as_json(
            {
                "found": found.found,
                "expected": found.expected,
                "is_current": found.is_current,
                "problem": found.problem,
            }
        )
    else:
        click.echo(found.problem or f"The schema is current ({found.expected}).")
    if not found.is_current:
        raise click.exceptions.Exit(FINDING)
