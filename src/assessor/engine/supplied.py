"""
What could come: single items, and those of them that turn one condition together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.known import EvidenceVersion

MOST: Final = 3
"""Items that are supplied for one condition at most."""


@dataclass(frozen=True, eq=False, slots=True)
class Item:
    """
    One thing an analyst can watch for; two of them are the same where they are one object.

    Attributes:
        words: What it is.
        day: The day on which it counts first.
        versions: The evidence that stands for it.
    """

    words: str
    day: date
    versions: tuple[EvidenceVersion, ...]


@dataclass(frozen=True, slots=True)
class Supply:
    """
    The items for one goal, each of which needs those before it.

    Attributes:
        lacking: Why there are none, where there are none.
    """

    items: tuple[Item, ...] = ()
    lacking: str = ""
