"""
Records of one event that cannot be one, for a message: however many there are, two of them say it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.domain.edtf import Span
    from assessor.domain.evidence import Signal


def tell_apart(records: Sequence[tuple[Signal, Span]]) -> str:
    """
    Return two of some records that share no day, by name and date, and of how many they are.

    Where spans share no day, the one that ends first and the one that begins last share none.

    Args:
        records: Each with the days that it may be of; all together share none.
    """
    ends_first = min(records, key=lambda one: one[1].hi)[0]
    begins_last = max(records, key=lambda one: one[1].lo)[0]
    two = " and ".join(f"{quote(one.id)} ({one.date})" for one in (ends_first, begins_last))
    others = f", of {len(records):,} records," if len(records) > len((ends_first, begins_last)) else ""
    return f"the dates of {two}{others} share no day"
