"""`forum user`: people, by the word of whoever runs the machine."""

import sys

import click

from forum.accounts import passwords
from forum.accounts.actions import people
from forum.cli.setting_up import with_app
from forum.core.actor import system
from forum.core.config import Config
from forum.core.errors import Invalid
from forum.core.unit_of_work import end_read, writing
from forum.i18n import locale
from forum.site import queries as site

_FROM_STDIN = "-"


@click.group()
def user() -> None:
    """Make administrators."""


@user.command("create-admin")
@click.option("--email", required=True)
@click.option("--name", default="", help="What others see; made up when left out.")
@click.option("--language", type=click.Choice(locale.LANGUAGES), help="[the site's]")
@click.option(
    "--password",
    help="A password besides codes by mail; - asks for it, or reads a line of stdin.",
)
@with_app
def create_admin(
    config: Config, email: str, name: str, language: str | None, password: str | None
) -> None:
    """Make a person administrator, new or known by the address."""
    settings = site.current()
    end_read()
    hashed = None
    if password is not None:
        near = (*settings.names, name, email, email.partition("@")[0])
        hashed = passwords.hashed(passwords.checked(_typed(password), own=near))
    with writing():
        person = people.make_administrator(
            actor=system(),
            email=email,
            name=name,
            language=language or settings.default_language,
            password_hash=hashed,
        )
    click.echo(f"{person.name} <{person.email}> is an administrator.")


def _typed(password: str) -> str:
    if password != _FROM_STDIN:
        return password
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Invalid("No password on stdin.")
    return line
