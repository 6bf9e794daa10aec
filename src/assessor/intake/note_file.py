"""
Signed notes and lines of signatures, from a file or from standard input; read as bytes, and not judged here.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assessor.audit.signed_note import MAX_NOTE
from assessor.errors import ConfigurationError

STANDARD_INPUT = "-"


def read_note_file(name: str) -> bytes:
    """
    Return the bytes of a file, or of standard input for `-`; of more than a note can have, the beginning.

    Raises:
        ConfigurationError: The file cannot be read.
    """
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_NOTE + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_NOTE + 1)
    except OSError as error:
        raise ConfigurationError(f"`{name}` cannot be read: {error.strerror}") from error
