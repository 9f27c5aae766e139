"""One server a data folder: an advisory lock that the kernel gives back, however it ended."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forum.cli import UNAVAILABLE
from forum.cli.setting_up import stop
from forum.core.config import Config

_NAME = "forum.pid"


class Held(Exception):
    """Another process has it; `pid` is the one that wrote itself down, 0 if none did."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"held by process {pid}")
        self.pid = pid


class FolderLock:
    """Taken until `release` or until the last process that inherited it is gone."""

    def __init__(self, data_dir: Path) -> None:
        """Takes it. Raises Held, or OSError when the folder cannot be written."""
        self._path = data_dir / _NAME
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            written = os.read(handle, 20).strip()
            os.close(handle)
            raise Held(int(written) if written.isdigit() else 0) from error
        self._handle = handle
        # A pid left behind tells that the last server did not end by itself.
        self.was_unclean = bool(os.read(handle, 20).strip())
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """A clean end: the file stays, empty (removing it would let two take it)."""
        os.ftruncate(self._handle, 0)
        os.close(self._handle)


def taken(config: Config) -> FolderLock:
    """The data folder for this process alone; ends the command when another has it."""
    try:
        return FolderLock(config.data_dir)
    except Held as held:
        who = f"process {held.pid}" if held.pid else "another process"
        stop(f"A forum runs from {config.data_dir} ({who}). Stop it first.", UNAVAILABLE)
    except OSError as error:
        stop(f"{config.data_dir} cannot be written: {error.strerror}.", UNAVAILABLE)


@contextmanager
def held(config: Config) -> Iterator[FolderLock]:
    """As `taken`, given back at the end."""
    lock = taken(config)
    try:
        yield lock
    finally:
        lock.release()
