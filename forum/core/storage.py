"""Files that the forum makes (exports), under keys of our own in the data folder."""

import re
import secrets
from pathlib import Path

_KEY = re.compile(r"[a-z]+/[0-9a-f]{32}\.[a-z]{2,5}")
_root = Path("var/files")


def install(root: Path) -> None:
    global _root
    _root = root


def new_key(folder: str, extension: str) -> str:
    """A fresh, unguessable key; nobody else chooses keys."""
    return f"{folder}/{secrets.token_hex(16)}.{extension}"


def path_for(key: str) -> Path:
    """Where the file of this key lies. Raises ValueError for a key that is not ours."""
    if not _KEY.fullmatch(key):
        raise ValueError("not a storage key")
    return _root / key


def prepare(key: str) -> Path:
    """The path of a new file, its folder made."""
    path = path_for(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def remove(key: str) -> None:
    path_for(key).unlink(missing_ok=True)
