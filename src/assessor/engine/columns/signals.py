"""
Signals conditions on every day at once: counts, origins, dimensions and the watch as running sums.

Holds the columnar form of `assessor.engine.tally`; what severities add up to, and what lies after an
anchor, is next door.
"""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.after import count_after
from assessor.engine.columns.calendar import Tracks, join_ranges
from assessor.engine.columns.placed import clusters, place
from assessor.engine.columns.watched import watched_days
from assessor.engine.columns.weights import weight_columns
from assessor.engine.decay import MILLIONTHS
from assessor.engine.events import fewest

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar, Range
    from assessor.engine.columns.placed import Placed
    from assessor.engine.tally import SignalsLeaf
    from assessor.ruleset.bounds import CountBound
    from assessor.ruleset.evidential import Signals, WeightBound

    Counts = npt.NDArray[np.int64]
    Outcomes = npt.NDArray[np.int8]

_UNBOUNDED = np.iinfo(np.int64).max
"""The upper bound of a count where nothing bounds it."""


def counts_anything(condition: Signals) -> bool:
    """Return whether a condition bounds a count or a weight, and not a sum alone."""
    bounds = (condition.counted, condition.origins, condition.spread, condition.weight)
    return any(bound is not None for bound in bounds)


def signals_column(leaf: SignalsLeaf, calendar: Calendar) -> tuple[Outcomes, set[int]]:
    """
    Return the outcome of a condition on each day, and the numbers of days on which what it sees changes.

    Returns:
        int8 of the calendar's length, and day numbers.
    """
    condition, window, tracks = leaf.condition, leaf.condition.within, Tracks(calendar.length)
    placed = place(leaf.events, calendar, window)
    if condition.after is None:
        watched, changes = watched_days(leaf.watch, calendar, window)
        tracks.borders.update(changes.tolist())
    else:
        placed, watched = count_after(leaf, placed, calendar, tracks)
    parts = []
    if condition.counted is not None:
        most = tracks.count([r for s in placed for r in s.maybe])
        parts.append(judge_count(condition.counted, _fewest(placed, tracks), np.where(watched, most, _UNBOUNDED)))
    if condition.origins is not None:
        sure = [(root, r) for s in placed for m in s.event.matches if m.certain for root in m.roots for r in s.sure]
        maybe = [(root, r) for s in placed for m in s.event.matches for root in m.roots for r in s.maybe]
        most = np.where(watched, _distinct(maybe, tracks), _UNBOUNDED)
        parts.append(judge_count(condition.origins, _distinct(sure, tracks), most))
    if condition.spread is not None:
        parts.append(judge_count(condition.spread, *_spread(leaf.dimensions, placed, watched, tracks)))
    if condition.weight is not None:
        low, high = weight_columns(leaf, placed, calendar)
        parts.append(_judge_weight(condition.weight, low, np.where(watched, high, _UNBOUNDED)))
        tracks.borders.update(range(calendar.length) if condition.weight.half_life is not None else ())
    tracks.mark([r for s in placed for r in (*s.sure, *s.maybe)])
    tracks.mark([calendar.inside(span.lo, span.hi, window) for s in placed for span in s.event.alone])
    return np.minimum.reduce(parts), tracks.borders


def counts_of(leaf: SignalsLeaf, calendar: Calendar) -> tuple[Counts, Counts]:
    """Return the fewest and the most events on each day, of a condition that counts after nothing."""
    window, tracks = leaf.condition.within, Tracks(calendar.length)
    placed = place(leaf.events, calendar, window)
    watched, most = watched_days(leaf.watch, calendar, window).days, tracks.count([r for s in placed for r in s.maybe])
    return _fewest(placed, tracks), np.where(watched, most, _UNBOUNDED)


def _fewest(placed: list[Placed], tracks: Tracks) -> Counts:
    """Return how many events there are at least: those that could be one with another are counted together."""
    alone: list[Range] = []
    total = np.zeros(tracks.length, dtype=np.int64)
    for cluster in clusters(placed):
        if len(cluster) == 1:
            alone += cluster[0].sure
        else:
            total += _fewest_of(cluster, tracks.length)
    return total + tracks.count(alone)


def _fewest_of(cluster: list[Placed], length: int) -> Counts:
    counts = np.zeros(length, dtype=np.int64)
    ranges = [(begin, end, s.event) for s in cluster for begin, end in s.sure]
    for begin, end in pairwise(sorted({border for r in ranges for border in r[:2]})):
        counts[begin:end] = fewest(event for since, until, event in ranges if since <= begin and end <= until)
    return counts


def _distinct(named: Iterable[tuple[str, Range]], tracks: Tracks) -> Counts:
    """Return how many distinct names have a range that holds the day."""
    by_name: dict[str, list[Range]] = defaultdict(list)
    for name, found in named:
        by_name[name].append(found)
    return tracks.count([r for ranges in by_name.values() for r in join_ranges(ranges)])


def _spread(
    admitted: int, placed: list[Placed], watched: npt.NDArray[np.bool_], tracks: Tracks
) -> tuple[Counts, Counts]:
    """Return the fewest and the most dimensions that the events inside touch, of those that are admitted."""
    sure = [(d, r) for s in placed for m in s.event.matches for d in m.sure_dimensions for r in s.sure]
    maybe = [(d, r) for s in placed for m in s.event.matches for d in m.dimensions for r in s.maybe]
    anywhere = tracks.holds([r for s in placed if any(m.anywhere for m in s.event.matches) for r in s.maybe])
    least, most = _distinct(sure, tracks), _distinct(maybe, tracks)
    return least, np.where(watched & ~anywhere, most, np.maximum(admitted, least))


def judge_count(bound: CountBound, least: Counts, most: Counts) -> Outcomes:
    """Return whether the bound holds on each day: 1 met, 0 unknown, -1 not met."""
    parts = [_reaches(bound.at_least, least, most)] if bound.at_least is not None else []
    parts += [-_reaches(bound.at_most + 1, least, most)] if bound.at_most is not None else []
    return reduce(np.minimum, parts)


def _judge_weight(bound: WeightBound, least: Counts, most: Counts) -> Outcomes:
    if bound.at_least is not None:
        return _reaches(int(bound.at_least * MILLIONTHS), least, most)
    assert bound.at_most is not None  # noqa: S101 - validated: one of the two is stated
    return -_reaches(int(bound.at_most * MILLIONTHS) + 1, least, most)


def _reaches(bound: int, least: Counts, most: Counts) -> Outcomes:
    return (least >= bound).view(np.int8) - (most < bound).view(np.int8)
