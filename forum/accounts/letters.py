"""The mails of this room. Each is written for one profile and translated inside."""

from forum.core import origin
from forum.core.mail import Letter
from forum.core.permissions import Role
from forum.i18n import bidi, catalog, locale, mailing
from forum.i18n.catalog import N_
from forum.site import queries as site

ROLE_NAMES = {
    Role.CUSTOMER: N_("Customer"),
    Role.MODERATOR: N_("Moderator"),
    Role.PRODUCT: N_("Product team"),
    Role.ADMINISTRATOR: N_("Administrator"),
}


def code(profile: locale.Profile, email: str, figures: str, minutes: int) -> Letter:
    """The six figures that prove the address."""
    _ = catalog.gettext
    with locale.use(profile):
        name = site.current().name
        return mailing.compose(
            profile=profile,
            recipient=email,
            site_name=name,
            subject=_("Your code for %(site)s", site=bidi.isolate(name)),
            paragraphs=[
                _("Enter this code on the page where you asked for it:"),
                mailing.Code(figures),
                catalog.ngettext(
                    "It is valid for %(num)s minute.", "It is valid for %(num)s minutes.", minutes
                ),
            ],
            footer=_(
                "If you did not ask for it, ignore this mail: without the code nobody gets in."
            ),
        )


def blocked(profile: locale.Profile, email: str) -> Letter:
    """Instead of a code, to somebody who may not come in."""
    return _plain(
        profile,
        email,
        N_("Signing in to %(site)s"),
        N_("Somebody asked for a sign-in code for this address. The account is blocked."),
    )


def address_taken(profile: locale.Profile, email: str) -> Letter:
    """To an address that another account wanted to take."""
    return _plain(
        profile,
        email,
        N_("Your account at %(site)s"),
        N_(
            "Somebody wanted to use this address for another account. It belongs to yours already,"
            " so nothing was changed."
        ),
    )


def address_changed(profile: locale.Profile, email: str) -> Letter:
    """To the old address."""
    return _plain(
        profile,
        email,
        N_("The address of your account at %(site)s was changed"),
        N_("Mails now go to the new address. If this was not you, write to the team at once."),
    )


def password_changed(profile: locale.Profile, email: str) -> Letter:
    """After a password was set, changed or removed."""
    return _plain(
        profile,
        email,
        N_("The password of your account at %(site)s was changed"),
        N_(
            "If this was not you, sign in with a code, set a new password and end the other"
            " sessions."
        ),
        ("/account/password", N_("Password and sessions")),
    )


def invitation(profile: locale.Profile, email: str, role: Role, token: str, days: int) -> Letter:
    """The one-time link to a role."""
    _ = catalog.gettext
    with locale.use(profile):
        name = site.current().name
        return mailing.compose(
            profile=profile,
            recipient=email,
            site_name=name,
            subject=_("Invitation to the team of %(site)s", site=bidi.isolate(name)),
            paragraphs=[
                _(
                    "You are invited to %(site)s. Your role: %(role)s.",
                    site=bidi.isolate(name),
                    role=_(ROLE_NAMES[role]),
                ),
                catalog.ngettext(
                    "The invitation is valid for %(num)s day and can be used once.",
                    "The invitation is valid for %(num)s days and can be used once.",
                    days,
                ),
            ],
            action=(_("Accept the invitation"), origin.absolute(f"/invite/{token}")),
        )


def _plain(
    profile: locale.Profile,
    email: str,
    subject: str,
    text: str,
    link: tuple[str, str] | None = None,
) -> Letter:
    """A notice of one paragraph; `link` is (path, label)."""
    _ = catalog.gettext
    with locale.use(profile):
        name = site.current().name
        return mailing.compose(
            profile=profile,
            recipient=email,
            site_name=name,
            subject=_(subject, site=bidi.isolate(name)),
            paragraphs=[_(text)],
            action=(_(link[1]), origin.absolute(link[0])) if link else None,
        )
