"""
The folder of an export: files that appear whole, and the checkpoint that vouches for them last.

A file is written beside and renamed, so that whoever reads meanwhile, or after a process was
killed, finds only whole ones; all of them are on disk before the checkpoint is. What is not
under it yet is nobody's claim. Knows names and bytes, and nothing of what they mean.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHECKPOINT: Final = "checkpoint"
_BESIDE: Final = ".new"
_MAX_CHECKPOINT: Final = 1_000_000


class ExportFolder:
    """A folder that this process alone exports into; see `open_export`."""

    def __init__(self, path: Path) -> None:
        """Take up a folder."""
        self.path = path
        self.written = 0

    def read(self, name: str, limit: int = _MAX_CHECKPOINT) -> bytes | None:
        """Return the bytes of a plain file, or None where there is none or it is longer than it can be."""
        path = self.path / name
        if not path.is_file():
            return None
        with path.open("rb") as file:
            data = file.read(limit + 1)
        return data if len(data) <= limit else None

    def has(self, name: str) -> bool:
        """Return whether a plain file of that name is there."""
        return (self.path / name).is_file()

    def sha256(self, name: str) -> str | None:
        """Return the SHA-256 of a plain file in hexadecimal digits, or None where there is none."""
        path = self.path / name
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def write(self, name: str, data: bytes) -> None:
        """Put a file in place, whole; one that was there is replaced."""
        beside, path = self.path / _BESIDE, self.path / name
        beside.write_bytes(data)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(path)
        self.written += 1

    def publish(self, checkpoint: bytes) -> None:
        """Put the checkpoint in place, after all that it vouches for is on disk; on return it is there too."""
        os.sync()
        self.write(CHECKPOINT, checkpoint)
        os.sync()

    def remove(self, name: str) -> None:
        """Remove a file that is to be here no longer; harmless where it is not."""
        (self.path / name).unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        """Remove a folder that is not needed any more."""
        shutil.rmtree(self.path / name, ignore_errors=True)


@contextmanager
def open_export(path: Path, expected: frozenset[str]) -> Iterator[ExportFolder]:
    """
    Open a folder to export into, making it where it is missing; nobody else can, as long as it is open.

    Args:
        path: The folder.
        expected: Names that an export has at its top; anything else belongs to somebody.

    Raises:
        ExportError: It holds something else, another process exports into it, or it cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            foreign = sorted({item.name for item in path.iterdir()} - expected - {CHECKPOINT, _BESIDE})
            if foreign:
                raise ExportError(f"folder {quote(str(path))}: it holds {quote(foreign[0])}, which is of no export")
            yield ExportFolder(path)
        finally:
            os.close(descriptor)
    except BlockingIOError as error:
        raise ExportError(f"folder {quote(str(path))}: another process exports into it: try again") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"folder {quote(str(path))}: {reason}; what was exported before is as it was") from error
