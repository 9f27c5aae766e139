"""`forum up`: everything from nothing, served until it is told to stop."""

import os
import pkgutil

import click
from flask import Flask

from forum.accounts.actions import invitations
from forum.accounts.queries import people
from forum.cli import UNAVAILABLE, locking, schema, serving, setting_up, swapping
from forum.cli.locking import FolderLock
from forum.cli.setting_up import stop
from forum.core import unit_of_work
from forum.core.config import Config

_WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - recognised, not bound


@click.command()
@setting_up.data_dir_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes (FORUM_WORKERS, 2).")
@click.option("--demo", "with_demo", is_flag=True, help="Load demo data first, once.")
def up(data_dir: str | None, host: str, port: int, workers: int | None, with_demo: bool) -> None:
    """Make what is missing (folder, secret, database), then serve with a job worker."""
    config = setting_up.config_for(
        data_dir,
        FORUM_WORKERS=str(workers) if workers else None,
        FORUM_BASE_URL=os.environ.get("FORUM_BASE_URL") or base_url(host, port),
    )
    lock = locking.taken(config)
    _check_address(host, port)
    app = _prepared(config, lock)
    if with_demo:
        serving.apart(lambda: _load_demo(app))
    _greet(app, config)
    serving.serve(app, config, host=host, port=port)
    if config.is_sqlite:
        swapping.settle(schema.sqlite_path(config))
    lock.release()


def base_url(host: str, port: int) -> str:
    """The address that people of this machine open for a server that listens there."""
    if host in _WILDCARDS:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _check_address(host: str, port: int) -> None:
    try:
        serving.check_port(host, port)
    except serving.PortTaken:
        stop(f"Port {port} is taken. Choose another one: forum up --port …", UNAVAILABLE)
    except OSError as error:
        stop(f"Cannot listen on {host}: {error.strerror}.", UNAVAILABLE)


def _prepared(config: Config, lock: FolderLock) -> Flask:
    """The application over a database of this release's schema; its connections closed."""
    try:
        if config.is_sqlite:
            schema.check_file(schema.sqlite_path(config), thoroughly=lock.was_unclean)
        app = setting_up.create_app(config)
        with app.app_context():
            if config.is_sqlite:
                schema.upgrade()
            elif problem := schema.standing().problem:
                raise schema.Unusable(problem)
            schema.let_go()
    except schema.Unusable as error:
        stop(str(error), UNAVAILABLE)
    return app


def _greet(app: Flask, config: Config) -> None:
    """Say where it is, and how to become its administrator while there is none."""
    token = None
    with app.app_context():
        if not people.has_administrator():
            with unit_of_work.writing():
                token = invitations.make_admin_link()
        schema.let_go()
    click.echo(f"Sada: {config.base_url}")
    if token:
        click.echo(f"Become its administrator (once): {config.base_url}/welcome/{token}")
    if not config.mail_url:
        click.echo(f"Mail is not set up: letters are written to {config.data_dir / 'mail'}")


def _load_demo(app: Flask) -> None:
    with app.app_context():
        pkgutil.resolve_name("forum.cli.demo:load")()
