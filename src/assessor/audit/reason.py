"""
Why somebody changed what is known or set a verdict aside: a line that stands in an entry, for ever.
"""

from __future__ import annotations

from typing import Final

from assessor.domain.quoting import quote
from assessor.errors import EntryInvalidError

MAX_REASON: Final = 500
"""The most characters in a reason."""


def check_reason(reason: str) -> str:
    """
    Return a reason that an entry may hold.

    Args:
        reason: In words that may stay for ever: no name belongs in it, and nothing that may have to go.

    Raises:
        EntryInvalidError: It is no line of 1 to 500 printable characters.
    """
    if not 0 < len(reason) <= MAX_REASON or not reason.isprintable() or reason != reason.strip():
        raise EntryInvalidError(
            f"reason {quote(reason)}: it has 1 to {MAX_REASON} printable characters and no space at either end"
        )
    return reason
