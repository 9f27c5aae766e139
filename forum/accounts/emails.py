"""One form for each e-mail address, so that one mailbox is one account."""

import pkgutil
import unicodedata
from collections.abc import Callable
from typing import Any

from forum.core.errors import N_, Invalid
from forum.i18n import bidi, digits

LIMIT = 254  # RFC 5321, as email-validator counts

_NONE = N_("Write an e-mail address like name@example.com.")


def normalised(text: str) -> str:
    """The address as it is stored and compared: ASCII digits, NFC, lower case, Unicode domain.

    Raises Invalid (field "email"). Asks no name server.
    """
    if len(text) > 4 * LIMIT:
        raise Invalid(_NONE, field="email")
    # Loaded here: its patterns take a fiftieth of a start to compile.
    validate: Callable[..., Any] = pkgutil.resolve_name("email_validator:validate_email")
    plain = digits.to_ascii(bidi.clean_line(text))
    try:
        found = validate(plain, check_deliverability=False)
    except ValueError:
        raise Invalid(_NONE, field="email") from None
    return unicodedata.normalize("NFC", found.normalized).lower()
