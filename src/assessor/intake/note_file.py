"""
Signed notes, lines of signatures, and receipts, from a file or from standard input; read as bytes, and not judged here.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assessor.audit.signed_note import MAX_NOTE
from assessor.errors import ConfigurationError

STANDARD_INPUT = "-"


def read_note_file(name: str, limit: int = MAX_NOTE) -> bytes:
    """
    Return the bytes of a file, or of standard input for `-`; of more than it can have, the beginning.

    Args:
        limit: The most bytes it can have; at most one more is read.

    Raises:
        ConfigurationError: The file cannot be read.
    """
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(limit + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise ConfigurationError(f"`{name}` cannot be read: {error.strerror}") from error
