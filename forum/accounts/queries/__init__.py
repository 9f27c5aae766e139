"""Reading `people`, their `sessions`, `codes` under way, whom somebody `invited`."""

from forum.accounts.queries.codes import (
    KEEP_CODE,
    MAX_TRIES,
    WaitingCode,
    last_address,
    waiting_code,
)
from forum.accounts.queries.invited import OpenInvitation, invitations, open_invitation
from forum.accounts.queries.people import (
    PAGE_SIZE,
    PersonRow,
    by_email,
    get,
    has_administrator,
    names_of,
    of_person,
    people_page,
    profile_in,
    profile_of,
)
from forum.accounts.queries.sessions import (
    CUSTOMER_SESSION,
    FRESH,
    STAFF_IDLE,
    SessionRow,
    SignedIn,
    sessions_of,
    signed_in,
    token_hash,
)

__all__ = [
    "CUSTOMER_SESSION",
    "FRESH",
    "KEEP_CODE",
    "MAX_TRIES",
    "PAGE_SIZE",
    "STAFF_IDLE",
    "OpenInvitation",
    "PersonRow",
    "SessionRow",
    "SignedIn",
    "WaitingCode",
    "by_email",
    "get",
    "has_administrator",
    "invitations",
    "last_address",
    "names_of",
    "of_person",
    "open_invitation",
    "people_page",
    "profile_in",
    "profile_of",
    "sessions_of",
    "signed_in",
    "token_hash",
    "waiting_code",
]
