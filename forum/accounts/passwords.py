"""Passwords: what may be one, and their hashes (Argon2id, 19 MiB, two passes, one lane).

`common_passwords.txt` holds the passwords of eight and more characters from the list of common
ones that Django ships (BSD licence), and some that are common in Persian and Arabic countries.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.core.errors import N_, Invalid
from forum.i18n import digits

SHORTEST, LONGEST = 8, 128  # characters
_COMMON = Path(__file__).with_name("common_passwords.txt")
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# One hash at a time in a process: twenty sign-ins at once would take 400 MB.
_one_at_a_time = threading.Lock()
# Verified for people who are not there, so that they take as long as those who are.
_NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$lifclecziqvSPZZ+RpiNgA"
    "$wthtvojYO+05CFI9IRWXjmbp6P1qVT6PVlgHBmha5+g"
)
_AROUND = re.compile(r"[\W\d_]+")


def checked(password: str, *, own: Iterable[str] = (), field: str = "new_password") -> str:
    """The password, unchanged, when it may be one; `own` are words near its owner.

    Raises Invalid naming the rule. Looks only at its length when it is too long.
    """
    if len(password) < SHORTEST:
        raise Invalid(N_("At least %(limit)s characters."), field=field, limit=SHORTEST)
    if len(password) > LONGEST:
        raise Invalid(N_("At most %(limit)s characters."), field=field, limit=LONGEST)
    plain = _folded(password)
    if plain in _common() or len(set(plain)) <= 2:
        raise Invalid(N_("Too many people use this password. Choose another."), field=field)
    near = {_folded(word) for word in own if word}
    if plain in near or _AROUND.sub("", plain) in {_AROUND.sub("", word) for word in near} - {""}:
        raise Invalid(N_("This is too close to your name, address or this site."), field=field)
    return password


def hashed(password: str) -> str:
    """The Argon2id hash; takes some 40 ms, so never inside a unit of work."""
    with _one_at_a_time:
        return _hasher.hash(_bytes(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password of this hash; without a hash False, after the same time."""
    with _one_at_a_time:
        try:
            _hasher.verify(stored or _NOBODYS, _bytes(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def _bytes(password: str) -> bytes:
    # Keyboards differ in how they compose a letter; the password is the letters.
    return unicodedata.normalize("NFC", password).encode()


def _folded(text: str) -> str:
    return digits.to_ascii(unicodedata.normalize("NFKC", text)).casefold().strip()


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text("utf-8").split("\n"))
