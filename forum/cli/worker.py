"""`forum worker`: jobs in a process of their own, beside web servers on other machines."""

import click
from flask import Flask, current_app

from forum.cli import UNAVAILABLE, schema
from forum.cli.setting_up import stop, with_app
from forum.core import delivery
from forum.core.config import Config


@click.command()
@click.option("--threads", type=click.IntRange(1, 32), default=2, help="Jobs at once.")
@with_app
def worker(config: Config, threads: int) -> None:
    """Run jobs until SIGTERM or SIGINT; a job under way may finish."""
    try:
        problem = schema.standing().problem
    except schema.Unusable as error:
        problem = str(error)
    if problem:
        stop(problem, UNAVAILABLE)
    click.echo("Working. Stop with Ctrl+C.", err=True)
    serve(current_app, threads)


def serve(app: Flask, threads: int = 2) -> None:
    """Work on jobs until told to stop."""
    messenger: delivery.Messenger = app.extensions["forum_messenger"]
    messenger.work(threads)
