"""`forum export`: the exports of the page, from the command line."""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from forum.boards import queries as boards
from forum.cli.setting_up import with_app
from forum.core import actor
from forum.core.actor import Actor
from forum.core.config import Config
from forum.core.errors import Invalid
from forum.core.unit_of_work import end_read, writing
from forum.exports import actions as exports
from forum.exports import definition, making, queries
from forum.exports.definition import COLUMNS, ORDERS
from forum.exports.formats.registry import FORMATS
from forum.exports.queries import Snapshot
from forum.exports.rows import Row
from forum.i18n import locale
from forum.i18n.catalog import N_
from forum.i18n.locale import Profile
from forum.site import queries as site


@click.group()
def export() -> None:
    """Write what is in the forum to a file."""


@export.command("top-requests")
@click.option("--board", "slugs", multiple=True, metavar="SLUG", help="Only this board; repeat.")
@click.option("--status", "statuses", multiple=True, metavar="KEY", help="Only this; repeat.")
@click.option(
    "--category", "categories", multiple=True, metavar="NAME", help="Name or number; repeat."
)
@click.option(
    "--since",
    default="",
    metavar="DATE",
    help="First day: 2026-03-21; with --language fa also 1405/1/1.",
)
@click.option("--until", default="", metavar="DATE", help="Last day.")
@click.option("--order", type=click.Choice(ORDERS), default="votes", show_default=True)
@click.option("--columns", default="", metavar="A,B", help=f"Of {','.join(COLUMNS)}.")
@click.option("--limit", default="", metavar="N", help="The first N rows only.")
@click.option(
    "--format", "format_name", type=click.Choice(tuple(FORMATS)), default=None, help="[csv]"
)
@click.option("--language", type=click.Choice(locale.LANGUAGES), default=None, help="Of names.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default=None)
@with_app
def top_requests(
    config: Config,
    slugs: tuple[str, ...],
    statuses: tuple[str, ...],
    categories: tuple[str, ...],
    since: str,
    until: str,
    order: str,
    columns: str,
    limit: str,
    format_name: str | None,
    language: str | None,
    output: Path | None,
) -> None:
    """Write the top requests to a file (or to standard output).

    The same definition as on the export page; the file shows what an administrator may see.
    Exit codes: 0 written, 1 something named does not exist, 2 wrong use.
    """
    profile, someone = _profile(language), actor.system("cli")
    wanted = definition.parse(
        profile=profile,
        boards=[boards.by_slug(someone, slug).id for slug in slugs],
        statuses=statuses,
        categories=_category_ids(someone, categories),
        since=since,
        until=until,
        order=order,
        columns=columns.split(","),
        limit=limit,
    )
    queries.check(someone, wanted)
    end_read()
    name = format_name or _format_of(output)
    with _target(output) as target:
        found = making.write(
            target,
            actor=someone,
            definition=wanted,
            format=name,
            profile=profile,
            base_url=config.base_url,
            watched=_with_progress,
        )
    with writing():
        exports.note_direct(actor=someone, definition=wanted, format=name, rows=found.total)
    if output:
        click.echo(f"{found.total} rows in {output}.", err=True)


def _with_progress(found: Snapshot) -> Iterator[Row]:
    """The rows, with a bar on stderr when a person looks on."""
    if not sys.stderr.isatty():
        yield from found.rows
        return
    with click.progressbar(
        found.rows, length=found.total, file=sys.stderr, update_min_steps=500
    ) as watched:
        yield from watched


def _profile(language: str | None) -> Profile:
    settings = site.current()
    return locale.profile_for(
        language or settings.default_language,
        zone=settings.zone,
        arabic_digits=settings.arabic_digits,
    )


def _format_of(output: Path | None) -> str:
    """The format that the file's name ends in, otherwise CSV."""
    ending = output.suffix.lower().removeprefix(".") if output else ""
    return ending if ending in FORMATS else "csv"


def _category_ids(someone: Actor, words: Iterable[str]) -> list[int | str]:
    """Ids of categories given by id, or by their name in any language."""
    found: list[int | str] = []
    for word in words:
        if word.isdecimal():
            found.append(word)
            continue
        named = [
            row.id
            for board in boards.visible_boards(someone)
            for row in board.categories
            if word in row.names.values()
        ]
        if not named:
            raise Invalid(N_("This category does not exist."), field="category")
        found.extend(named)
    return found


@contextmanager
def _target(output: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or the file, which appears only when it is whole."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with tempfile.NamedTemporaryFile(
            dir=output.parent, prefix=f".{output.name}.", delete=False
        ) as partial:
            temporary = Path(partial.name)
            try:
                yield partial  # type: ignore[misc]
                partial.flush()
                temporary.chmod(0o600)
                temporary.replace(output)
            finally:
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise click.UsageError(f"Cannot write {output}: {error.strerror}") from error
