"""cli: the `forum` command, for the people who run the machine.

Owns: nothing
Announces: nothing
Listens: nothing
Never: decides about business; each command calls actions and queries of rooms

Exit codes: 0 well · 1 a finding or a refusal · 2 wrong use or settings · 3 not available now
(the database is away, another server runs here).
"""

import gc
import importlib
import sys

import click

from forum.core.config import ConfigError
from forum.core.errors import DomainError, Kind

FINDING, USAGE, UNAVAILABLE = 1, 2, 3

EXIT_OF: dict[Kind, int] = {
    "missing": FINDING,
    "forbidden": FINDING,
    "conflict": FINDING,
    "limited": FINDING,
    "invalid": USAGE,
    "unavailable": UNAVAILABLE,
}

# A family is imported when it is called, so that `forum up` pays for no other.
COMMANDS = {
    "up": "forum.cli.up:up",
    "worker": "forum.cli.worker:worker",
    "db": "forum.cli.db:db_group",
    "doctor": "forum.cli.doctor:doctor",
    "user": "forum.cli.user:user",
    "demo": "forum.cli.demo:demo",
    "backup": "forum.cli.backup:backup",
    "restore": "forum.cli.restore:restore",
    "mail": "forum.cli.mail:mail_group",
    "translations": "forum.cli.translations:translations",
    "export": "forum.cli.exports:export",
    "reindex": "forum.cli.reindexing:reindex",
}


class _Families(click.Group):
    """Commands by name; `main` puts the house's exit codes around whatever runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        # Nothing that an import makes is garbage; looking for it costs a tenth of the start.
        gc.disable()
        try:
            command: click.Command = getattr(importlib.import_module(module), name)
        finally:
            gc.freeze()
            gc.enable()
        return command


@click.group(
    cls=_Families,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def program() -> None:
    """Sada, a feedback forum. Settings come from FORUM_*, DATABASE_URL and REDIS_URL."""


def main() -> None:
    """The entry point; ends the process with one of the documented codes."""
    try:
        program(prog_name="forum")
    except ConfigError as error:
        click.echo("The settings cannot be used:", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        sys.exit(USAGE)
    except DomainError as error:
        click.echo(error.message % error.params if error.params else error.message, err=True)
        sys.exit(EXIT_OF[error.kind])
