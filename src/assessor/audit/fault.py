"""
The first thing that does not fit, as verification names it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """
    The first thing that does not fit.

    Attributes:
        place: `entry 17`, `head`, `checkpoint 120`, `cosignature of checkpoint 120`, `pin 120`,
            `tile/0/000`, `content sha256:…`, `triggers`, `kept root` or `known key`.
        reason: What does not fit, in words.
        index: The entry's index, where it is an entry.
    """

    place: str
    reason: str
    index: int | None = None

    def __str__(self) -> str:
        """Return place and reason as one line."""
        return f"{self.place}: {self.reason}"
