"""Random secrets: the token of a link or cookie, and the six figures of a mail."""

import hashlib
import hmac
import secrets

from forum.i18n import digits

CODE_LENGTH = 6


def new_token() -> str:
    """256 bits, for cookies and addresses."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six ASCII figures."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"


def code_hash(handle: str, code: str) -> str:
    """What the database keeps of a code: HMAC-SHA-256, hex, keyed by the browser's handle.

    A million codes are soon tried; the handle, of which only a hash is stored, is the salt.
    """
    return hmac.new(handle.encode(), code.encode(), hashlib.sha256).hexdigest()


def is_code(stored: str, handle: str, typed: str) -> bool:
    """Whether `typed`, in digits of any script and with blanks, is the code of this hash."""
    plain = "".join(char for char in digits.to_ascii(typed) if char in "0123456789")
    return hmac.compare_digest(stored, code_hash(handle, plain))
