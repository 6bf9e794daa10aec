"""
What must be known of a verdict before it is relied on, as data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.site.data.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.site.gather.words import Mark


class MarkData(Told):
    """Something that must be known of a verdict before it is relied on."""

    kind: str
    told: str


def marks_data(marks: Iterable[Mark]) -> tuple[MarkData, ...]:
    """Return marks as documents have them."""
    return tuple(map(MarkData.model_validate, marks))
