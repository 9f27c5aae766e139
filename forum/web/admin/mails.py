"""The outbox: what was sent lately, and a mail to try it."""

from typing import Any

from flask import Blueprint
from werkzeug.wrappers.response import Response

from forum.accounts.queries import people
from forum.core import clock, jobs, mail
from forum.core.permissions import Permission
from forum.core.unit_of_work import writing
from forum.http import access, answers, cookies, reader
from forum.http.addresses import absolute
from forum.i18n import mailing
from forum.i18n.catalog import gettext
from forum.i18n.locale import use
from forum.site import queries as site

bp = Blueprint("mails", __name__)


@bp.get("/mail")
@access.requires(Permission.MANAGE_SITE)
def index() -> Response:
    failures = {failure.payload["mail_id"]: failure for failure in jobs.failures(mail.SEND)}
    return answers.page(
        "admin/mail.html",
        mails=[_row(row, failures.get(row.id)) for row in mail.latest()],
        sender=cookies.config().mail_from,
        folder=str(cookies.config().data_dir / "mail"),
    )


@bp.post("/mail/test")
@access.requires(Permission.MANAGE_SITE)
def test() -> Response:
    """Queue a mail to the administrator himself; the list then says what became of it."""
    person_id = reader.actor().person_id or 0
    letter = _letter(person_id)
    with writing():
        mail.queue(letter, person_id=person_id)
    answers.say("info", gettext("A mail to you is on its way. Load this page again in a moment."))
    return answers.go("/admin/mail")


def _letter(person_id: int) -> mail.Letter:
    profile = people.profile_of(person_id)
    with use(profile):
        return mailing.compose(
            profile=profile,
            recipient=people.get(person_id).email or "",
            site_name=site.current().name,
            subject=gettext("A test mail"),
            paragraphs=[gettext("Mails of this forum arrive. Nothing needs to be done.")],
            action=(gettext("Open the forum"), absolute("/")),
        )


def _row(row: Any, failure: jobs.Failure | None) -> dict[str, Any]:
    """What the template shows of a mail; `state`: sent, waiting, late or failed."""
    state = "sent" if row.sent_at else "waiting"
    if not row.sent_at and failure:
        state = "failed" if failure.is_dead else "late"
    return {
        "recipient": row.recipient,
        "subject": row.subject,
        "language": row.language,
        "at": row.sent_at or row.created_at,
        "state": state,
        "error": failure.error if failure and not row.sent_at else "",
        "now": clock.now(),
    }
