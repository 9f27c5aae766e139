"""How the site stands: what an administrator should look after, and what is set."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from forum.accounts.queries import invites, people
from forum.boards import queries as boards
from forum.core import health, jobs
from forum.core.actor import Actor
from forum.core.config import Config
from forum.core.permissions import STAFF
from forum.i18n.catalog import gettext, ngettext
from forum.site import queries as site

_STUCK = 120.0  # seconds a due job may wait before something is wrong


@dataclass(frozen=True)
class Finding:
    """Something to look after; `href` leads to more about it ("" for nothing)."""

    kind: str  # "warn" or "error"
    text: str
    href: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the first run."""

    name: str
    hint: str
    href: str
    is_done: bool


def findings(config: Config) -> list[Finding]:
    """What is wrong or unsafe, worst first."""
    found = []
    if health.revision() != health.expected_revision():
        text = gettext("The database is not up to date. Run: forum db upgrade")
        found.append(Finding("error", text))
    queue = jobs.queue_state()
    if queue.oldest_due > _STUCK:
        text = gettext("Work is waiting, but no worker takes it. Is forum worker running?")
        found.append(Finding("error", text))
    if queue.dead:
        text = ngettext("%(num)s job failed for good.", "%(num)s jobs failed for good.", queue.dead)
        found.append(Finding("warn", text, "/admin/mail"))
    if not config.mail_url:
        text = gettext("No mail server is set: mails are only written to files.")
        found.append(Finding("warn", text, "/admin/mail"))
    if not config.is_https and not _is_loopback(config):
        text = gettext("The site is served without encryption. Put it behind https.")
        found.append(Finding("warn", text))
    return found


def _is_loopback(config: Config) -> bool:
    host = urlsplit(config.base_url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def first_steps(actor: Actor) -> list[Step]:
    """What a new site still wants, in order; all of them, done or not."""
    return [
        Step(
            gettext("Name the site"),
            gettext("Its name stands in the header and in every mail."),
            "/admin/start#site",
            bool(site.current().names),
        ),
        Step(
            gettext("Open the first board"),
            gettext("Suggestions live on boards, one for each product or topic."),
            "/admin/start#board",
            bool(boards.directory().boards),
        ),
        Step(
            gettext("Invite a colleague"),
            gettext("Moderators approve and answer; the product team sets statuses."),
            "/admin/start#invite",
            bool(invites.invitations(actor)) or _has_colleague(actor),
        ),
    ]


def _has_colleague(actor: Actor) -> bool:
    for role in STAFF:
        rows = people.people_page(actor=actor, role=role).rows
        if any(row.id != actor.person_id for row in rows):
            return True
    return False
