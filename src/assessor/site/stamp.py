"""
Files that show without being read whether anybody touched them since they were written.

A file is written with a time of change whose fraction of a second is made from the digest of its bytes. Whoever
writes into it sets another time. Where a file system keeps no such fractions, or a copy lost them, files are read.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path
from typing import Final

_SECOND: Final = 1_000_000_000
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
_MODE: Final = 0o666  # less what the process takes away


def write_file(path: str, data: bytes, sha256: str) -> None:
    """
    Write a file that is not there yet.

    Args:
        sha256: Of its bytes, in hexadecimal digits.
    """
    descriptor = os.open(path, _NEW, _MODE)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        _stamp(descriptor, sha256)
    finally:
        os.close(descriptor)


def share_file(path: str, data: bytes, sha256: str) -> None:
    """
    Write a file that several processes may write at once, with the same bytes: it is there whole, or not at all.

    Args:
        sha256: As `write_file`.
    """
    if not Path(path).exists():
        own = f"{path}.{os.getpid()}"
        write_file(own, data, sha256)
        Path(own).replace(path)


def is_untouched(path: str, sha256: str) -> bool:
    """Return whether a file is there with the bytes that it was written with, and no link to another one."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    if not stat.S_ISREG(found.st_mode):
        return False
    if found.st_mtime_ns % _SECOND == _fraction(sha256):
        return True
    with Path(path).open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != sha256:
            return False
        with suppress(OSError):  # it may be somebody else's: then it is read the next time too
            _stamp(file.fileno(), sha256)
    return True


def _stamp(descriptor: int, sha256: str) -> None:
    found = os.fstat(descriptor)
    second = found.st_mtime_ns // _SECOND * _SECOND
    os.utime(descriptor, ns=(found.st_atime_ns, second + _fraction(sha256)))


def _fraction(sha256: str) -> int:
    """Return nanoseconds, never none: a file system that keeps whole seconds alone shows no file as untouched."""
    return 1 + int(sha256[:15], 16) % (_SECOND - 1)
