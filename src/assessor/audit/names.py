"""
The names that an envelope holds: actors, batches, keys.
"""

from __future__ import annotations

from assessor.domain.quoting import quote
from assessor.errors import EntryInvalidError

MAX_NAME = 120
"""The most characters in a name."""


def check_name(what: str, value: object) -> str:
    """
    Return a name that is one.

    Args:
        what: What it names, for the message.

    Raises:
        EntryInvalidError: It is empty, too long, not printable, or has space at an end.
    """
    if (
        not isinstance(value, str)
        or not 0 < len(value) <= MAX_NAME
        or not value.isprintable()
        or value != value.strip()
    ):
        raise EntryInvalidError(
            f"{what} {quote(str(value))}: it has 1 to {MAX_NAME} printable characters and no space at either end"
        )
    return value
