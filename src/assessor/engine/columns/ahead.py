"""
What leaves make of each day, worked out for some days more than are asked for: a day that comes is at hand.

What a leaf makes of a day rests on that day and on no other, so over fewer days it makes the same of each.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from assessor.engine.columns.calendar import Calendar
from assessor.engine.columns.leaves import columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.columns.column import Column
    from assessor.engine.measures import ReadingsLeaf
    from assessor.engine.tally import SignalsLeaf

_AT_ONCE: Final = 64
"""Days are worked out so many at a time."""

_known: WeakKeyDictionary[SignalsLeaf | ReadingsLeaf, tuple[Calendar, Column]] = WeakKeyDictionary()


def columns_ahead(leaves: Sequence[SignalsLeaf | ReadingsLeaf], calendar: Calendar) -> list[Column]:
    """Return what each of some leaves makes of each day of a calendar, as `columns_of` does."""
    ahead = _ahead_of(calendar.first, -(-calendar.length // _AT_ONCE) * _AT_ONCE)
    known = {leaf: found[1] for leaf in leaves if (found := _known.get(leaf)) is not None and found[0] is ahead}
    missing = [leaf for leaf in leaves if leaf not in known]
    made = dict(zip(missing, columns_of(missing, ahead), strict=True))
    _known.update({leaf: (ahead, column) for leaf, column in made.items()})
    known |= made
    return [known[leaf].until(calendar.length) for leaf in leaves]


@lru_cache(maxsize=8)
def _ahead_of(first: date, length: int) -> Calendar:
    """Return so many days, or those that there are; the same object for a while, since much is worked out of it."""
    return Calendar(first, first + min(timedelta(days=length - 1), date.max - first))
