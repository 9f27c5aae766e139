"""What every command starts from: the settings, and the application where it needs one."""

import contextlib
import functools
import gc
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import Flask

from forum.core.config import Config


def stop(message: str, code: int) -> NoReturn:
    """End the command with a sentence on stderr and one of the documented exit codes."""
    click.echo(message, err=True)
    sys.exit(code)


def config_for(data_dir: str | None, **settings: str | None) -> Config:
    """The environment's settings with the command's options over them.

    Raises ConfigError naming every problem.
    """
    environ = dict(os.environ)
    given = {"FORUM_DATA_DIR": data_dir, **settings}
    environ.update({name: value for name, value in given.items() if value is not None})
    # It holds the secret, the database and mails: nobody else's business from the first moment.
    folder = Path(environ.get("FORUM_DATA_DIR") or "./var")
    if not folder.exists():
        # What fails here Config reports, together with whatever else is wrong.
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, mode=0o700)
    return Config.from_env(environ)


def create_app(config: Config) -> Flask:
    """The application. The house is put together above the doors, so it is found by name,
    as a WSGI server finds it."""
    gc.disable()
    try:
        factory: Callable[[Config], Flask] = pkgutil.resolve_name("forum.app:create_app")
        return factory(config)
    finally:
        gc.freeze()  # what was made is there for good: nobody looks through it again
        gc.enable()


@contextmanager
def inside(config: Config) -> Iterator[Flask]:
    """The application with its context pushed."""
    app = create_app(config)
    with app.app_context():
        yield app


def data_dir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--data-dir`."""
    return click.option(
        "--data-dir",
        metavar="FOLDER",
        help="Where database, secret and files lie (FORUM_DATA_DIR, default ./var).",
    )(command)


def with_config(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--data-dir` and passes the Config as first argument."""

    @data_dir_option
    @functools.wraps(command)
    def wrapped(*args: Any, data_dir: str | None, **options: Any) -> Any:
        return command(config_for(data_dir), *args, **options)

    return wrapped


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--data-dir`, passes the Config and runs inside the application."""

    @with_config
    @functools.wraps(command)
    def wrapped(config: Config, *args: Any, **options: Any) -> Any:
        with inside(config):
            return command(config, *args, **options)

    return wrapped


def as_json(found: Mapping[str, Any]) -> None:
    """One JSON document on stdout, for machines."""
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
