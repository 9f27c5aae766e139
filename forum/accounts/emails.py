"""One form for each e-mail address, so that one mailbox is one account."""

import unicodedata

from forum.core.errors import N_, Invalid
from forum.i18n import bidi, digits

LIMIT = 254  # RFC 5321, as email-validator counts


def normalised(text: str) -> str:
    """The address as it is stored and compared: ASCII digits, NFC, lower case, Unicode domain.

    Raises Invalid (field "email"). Asks no name server.
    """
    import email_validator  # here: its patterns take a fiftieth of a start to compile

    plain = digits.to_ascii(bidi.clean_line(text))
    try:
        found = email_validator.validate_email(plain, check_deliverability=False)
    except email_validator.EmailNotValidError:
        raise Invalid(N_("Write an e-mail address like name@example.com."), field="email") from None
    return unicodedata.normalize("NFC", found.normalized).lower()
