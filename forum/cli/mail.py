"""`forum mail`: does mail arrive?"""

import smtplib

import click

from forum.accounts.queries import people
from forum.cli import UNAVAILABLE
from forum.cli.setting_up import stop, with_app
from forum.core import mail, origin
from forum.core.config import Config
from forum.core.unit_of_work import end_read
from forum.i18n import locale, mailing
from forum.i18n.catalog import gettext as _
from forum.site import queries as site


@click.group("mail")
def mail_group() -> None:
    """Try the mail settings."""


@mail_group.command("test")
@click.argument("address")
@click.option("--language", type=click.Choice(locale.LANGUAGES), help="[the site's]")
@with_app
def test(config: Config, address: str, language: str | None) -> None:
    """Send a test mail to ADDRESS now; exit code 3 when the mail server refuses it."""
    settings = site.current()
    profile = people.profile_in(language or settings.default_language)
    end_read()
    with locale.use(profile):
        letter = mailing.compose(
            profile=profile,
            recipient=address,
            site_name=settings.name,
            subject=_("A test mail"),
            paragraphs=[_("Mails of this forum arrive. Nothing needs to be done.")],
            action=(_("Open the forum"), origin.absolute("/")),
        )
    try:
        mail.send_now(letter)
    except (OSError, smtplib.SMTPException) as error:
        stop(f"Not sent: {error}", UNAVAILABLE)
    if config.mail_url:
        click.echo(f"Handed to the mail server for {address}.")
    else:
        click.echo(f"FORUM_MAIL_URL is not set: written to {config.data_dir / 'mail'}")
