"""`forum translations`: the translators' round over the catalogues of a checkout."""

from pathlib import Path

import click

from forum.cli import FINDING, USAGE
from forum.cli.setting_up import as_json, stop
from forum.core import paths
from forum.i18n import workflow

_PACKAGE = paths.TEMPLATES.parent


@click.group()
def translations() -> None:
    """Extract messages, update catalogues, fill them in, check them."""


@translations.command()
def extract() -> None:
    """Write messages.pot from the sources."""
    click.echo(f"{workflow.extract(_PACKAGE, paths.TRANSLATIONS)} messages")


@translations.command()
def update() -> None:
    """Bring every catalogue up to messages.pot."""
    for language, missing in workflow.update(paths.TRANSLATIONS).items():
        click.echo(f"{language}: {missing} to translate")


@translations.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def apply(file: Path) -> None:
    """Fill in what FILE holds: {"msgid": {"fa": "…", "ar": ["…", …]}}."""
    try:
        unknown = workflow.apply_file(paths.TRANSLATIONS, file)
    except ValueError as error:
        stop(f"{file}: {error}", USAGE)
    for key in unknown:
        click.echo(f"no such message: {key!r}", err=True)
    if unknown:
        raise click.exceptions.Exit(FINDING)


@translations.command()
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON document.")
def check(wants_json: bool) -> None:
    """List what is missing, stale or wrong; exit code 1 when there is anything."""
    problems = workflow.check(_PACKAGE, paths.TRANSLATIONS)
    if wants_json:
        as_json({"problems": problems})
    else:
        for problem in problems:
            click.echo(problem)
        click.echo(f"{len(problems)} problems" if problems else "All words are there.", err=True)
    if problems:
        raise click.exceptions.Exit(FINDING)


@translations.command()
def missing() -> None:
    """Print what is not translated as JSON, ready to fill in for `apply`."""
    as_json(workflow.missing(paths.TRANSLATIONS))
