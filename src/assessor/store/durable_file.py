"""
Small files that are on disk when the call returns.
"""

from __future__ import annotations

import errno
import fcntl
import os
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def create_durably(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """
    Make a file that is not there yet; after a failure it is not there either.

    Args:
        mode: The rights it is made with, less those that the process withholds.

    Raises:
        OSError: It is there, or cannot be made.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        _write(descriptor, data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def append_durably(path: Path, data: bytes) -> None:
    """
    Add to the end of a file in one write, so that lines of two processes never mix; it is made where missing.

    Whoever finds its last line cut off waits with `await_appended` before saying so.

    Raises:
        OSError: It cannot be written; a part of the data may stand at its end.
    """
    is_new = not path.exists()
    _write(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666), data)
    if is_new:
        sync_folder(path.parent)


def await_appended(file: IO[bytes]) -> None:
    """Wait until nobody is in the middle of adding to a file that is read here."""
    fcntl.flock(file, fcntl.LOCK_SH)
    fcntl.flock(file, fcntl.LOCK_UN)


def sync_folder(path: Path) -> None:
    """Put on disk which files are in a folder."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.write(descriptor, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
