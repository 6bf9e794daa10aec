"""
What counts strictly after the last of some anchors, on every day at once.

The columnar form of `SignalsLeaf._after`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.placed import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar, Range, Tracks
    from assessor.engine.columns.placed import Placed
    from assessor.engine.tally import SignalsLeaf
    from assessor.engine.watch import Watch

    Flags = npt.NDArray[np.bool_]
    Ordinals = npt.NDArray[np.int64]

_LAST = np.iinfo(np.int64).max


def count_after(
    leaf: SignalsLeaf, placed: list[Placed], calendar: Calendar, tracks: Tracks
) -> tuple[list[Placed], Flags]:
    """Return what is left of the events on each day, and the days on which all that must be watched was."""
    assert leaf.anchor_watch is not None  # noqa: S101 - there is a selector, so there is a watch
    starts = calendar.starts(leaf.condition.within)
    days = np.arange(calendar.length) + calendar.first.toordinal()
    since, any_sure, any_maybe = starts.copy(), np.zeros(len(days), np.bool_), np.zeros(len(days), np.bool_)
    first, last = np.full(len(days), _LAST), np.zeros(len(days), dtype=np.int64)
    for anchor in place(leaf.anchors, calendar, leaf.condition.within):
        lo, hi = anchor.event.possible.lo.toordinal(), anchor.event.possible.hi.toordinal()
        for inside in (slice(*r) for r in anchor.sure):
            any_sure[inside] = True
            since[inside] = np.maximum(since[inside], lo)
        for inside in (slice(*r) for r in anchor.maybe):
            any_maybe[inside] = True
            first[inside], last[inside] = np.minimum(first[inside], lo), np.maximum(last[inside], hi)
        tracks.mark([*anchor.sure, *anchor.maybe])
        tracks.mark([calendar.inside(span.lo, span.hi, leaf.condition.within) for span in anchor.event.alone])
    seen_all = _covers(leaf.anchor_watch, since, days)
    unseen = ~any_sure & ~seen_all
    after = ~unseen & any_maybe
    earliest = np.where(any_sure, since, np.maximum(starts, first))
    watched = ~unseen & (~any_maybe | _covers(leaf.watch, earliest, days))
    for flags in (seen_all, watched):
        tracks.borders.update((np.flatnonzero(flags[1:] != flags[:-1]) + 1).tolist())
    left = []
    for s in placed:
        lo, hi = s.event.possible.lo.toordinal(), s.event.possible.hi.toordinal()
        sure = _where(s.sure, after & any_sure & seen_all & (lo > last))
        left.append(replace(s, sure=sure, maybe=_where(s.maybe, unseen | (after & (hi > earliest)))))
    return left, watched


def _covers(watch: Watch, starts: Ordinals, days: Ordinals) -> Flags:
    """Return whether each window `(start, day]` was watched, as `Watch.covers` of one."""
    covered = np.ones(len(days), dtype=np.bool_)
    for gap in watch.gaps:
        covered &= ~((gap.to.toordinal() > starts) & (gap.since.toordinal() <= days))
    for spans in watch.needed:
        spanned = np.zeros(len(days), dtype=np.bool_)
        for since, to in spans:
            spanned |= (since.toordinal() <= starts + 1) & (days <= to.toordinal())
        covered &= spanned
    return covered | (starts >= days)


def _where(ranges: Sequence[Range], flags: Flags) -> list[Range]:
    """Return the parts of ranges on which a flag is set."""
    found: list[Range] = []
    for begin, end in ranges:
        inside = np.concatenate(([False], flags[begin:end], [False]))
        borders = np.flatnonzero(inside[1:] != inside[:-1]) + begin
        found += [(int(a), int(b)) for a, b in borders.reshape(-1, 2)]
    return found
