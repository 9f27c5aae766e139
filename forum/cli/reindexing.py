"""`forum reindex`: bring the index of the search to the texts."""

import sys
import time

import click

from forum.cli.setting_up import as_json, with_app
from forum.core.config import Config
from forum.search import working

_BAR = 30  # characters
_EVERY = 0.2  # seconds between two looks at the progress


@click.command()
@click.option("--all", "is_all", is_flag=True, help="Make every entry anew, not only what differs.")
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON document.")
@with_app
def reindex(config: Config, is_all: bool, wants_json: bool) -> None:
    """Make the search find every published suggestion, and no other; people may go on writing.

    An interrupted run goes on where it ended when it is started again without --all.
    """
    started = time.monotonic()
    bar = _Bar() if sys.stderr.isatty() else None
    before = working.reindex(is_all=is_all, progress=bar)
    if bar is not None:
        click.echo("Bringing the index together …", err=True)
    working.gather(is_all=True)
    counts = {name: len(ids) for name, ids in before._asdict().items()}
    seconds = round(time.monotonic() - started, 1)
    if wants_json:
        as_json({**counts, "seconds": seconds})
        return
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    click.echo(f"Brought to the texts in {seconds} s; before: {told}.")


class _Bar:
    """How far it is, on one line of stderr."""

    def __init__(self) -> None:
        self._shown = 0.0

    def __call__(self, done: int, whole: int) -> None:
        now = time.monotonic()
        if now - self._shown < _EVERY and done < whole:
            return
        self._shown = now
        full = "#" * (_BAR * done // whole)
        ending = "\n" if done == whole else ""
        click.echo(f"\r{full:-<{_BAR}} {done} of {whole}{ending}", nl=False, err=True)
