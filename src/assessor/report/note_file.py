"""
Signed notes out: to a file, whole or not at all, or to standard output byte for byte.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from assessor.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def write_note_file(path: Path, note: str) -> None:
    """
    Write a note to a file, in place of what was there.

    Raises:
        ConfigurationError: The file cannot be written; what was there still is.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(note.encode())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ConfigurationError(f"`{path}` cannot be written: {error.strerror}") from error


def print_note(note: str) -> None:
    """Print a note as it is signed, whatever encoding a terminal has; nothing else may be printed beside it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(note.encode())
    sys.stdout.buffer.flush()
