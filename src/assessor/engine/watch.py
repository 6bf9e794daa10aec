"""
Whether a window was watched, so that seeing nothing in it means something.

A selector admits combinations of dimension, direction, tier and stage; the window
is watched iff every combination is carried by a feed that watches all of it, and no
feed that carries any of them has a gap in it. Elsewhere, "none" is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from assessor.domain.known import feed_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.cell import Cell
    from assessor.domain.evidence import Carries, Feed
    from assessor.domain.framework import Framework
    from assessor.domain.known import Evidence
    from assessor.ruleset.evidential import Selector

_DAY = timedelta(days=1)
_Axes = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days that a feed did not watch; without `to` they have not ended."""

    feed: str
    since: date
    to: date


@dataclass(frozen=True, slots=True)
class Watch:
    """
    What watches one selector on one cell.

    Attributes:
        feeds: Ids of the feeds that carry anything of it.
        gaps: Their declared gaps.
        needed: For each combination, the spans its feeds watch; every one must cover the window.
    """

    feeds: tuple[str, ...]
    gaps: tuple[Gap, ...]
    needed: frozenset[tuple[tuple[date, date], ...]]

    def covers(self, start: date, day: date) -> bool:
        """Return whether the window `(start, day]` was watched; one without a day needs no watch."""
        return start >= day or (not self.gaps_in(start, day) and self.spanned(start, day))

    def spanned(self, start: date, day: date) -> bool:
        """Return whether some feed watches all of the window for every combination, gaps aside."""
        first = start + _DAY
        return all(any(since <= first and day <= to for since, to in spans) for spans in self.needed)

    def gaps_in(self, start: date, day: date) -> tuple[Gap, ...]:
        """Return the gaps that touch the window `(start, day]`."""
        return tuple(g for g in self.gaps if g.to > start and g.since <= day)


def _axes(selector: Selector, cell: Cell, framework: Framework) -> _Axes:
    return (
        selector.dimension or tuple(d.id for d in cell.dimensions) or ("unstated",),
        selector.direction or tuple(d.id for d in framework.directions),
        selector.tier or tuple(t.tier for t in framework.tiers),
        selector.stage or (*(s.id for s in framework.stages), None),
    )


def _carried(carries: Carries) -> tuple[tuple[object, ...] | None, ...]:
    return (carries.dimensions, carries.directions, carries.tiers, carries.stages)


def _carriers(feeds: list[Feed], axes: _Axes) -> set[frozenset[int]]:
    """Return, for each combination of the axes' values, which feeds carry it, by their places; each once."""
    by_axis = []
    for place, axis in enumerate(axes):
        carried = [_carried(feed.carries)[place] for feed in feeds]
        by_axis.append({frozenset(n for n, c in enumerate(carried) if c is None or value in c) for value in axis})
    everyone = frozenset(range(len(feeds)))
    return {everyone.intersection(*carriers) for carriers in product(*by_axis)}


def _spans(feeds: Iterable[Feed]) -> tuple[tuple[date, date], ...]:
    """Return the spans, adjacent ones joined, in which some of the feeds watches."""
    spans = sorted((w.since, w.to or date.max) for feed in feeds for w in feed.watches)
    joined: list[tuple[date, date]] = []
    for since, to in spans:
        if joined and since <= (joined[-1][1] + _DAY if joined[-1][1] < date.max else date.max):
            joined[-1] = (joined[-1][0], max(joined[-1][1], to))
        else:
            joined.append((since, to))
    return tuple(joined)


def watch_for(selector: Selector, cell: Cell, framework: Framework, evidence: Evidence) -> Watch:
    """Return what watches a selector on a cell, by the feeds known."""
    axes = _axes(selector, cell, framework)
    feeds = [
        feed
        for feed in (feed_of(v) for v in evidence.feeds)
        if (feed.carries.cells is None or cell.cell in feed.carries.cells)
        and all(c is None or set(c) & set(axis) for c, axis in zip(_carried(feed.carries), axes, strict=True))
    ]
    return Watch(
        feeds=tuple(feed.id for feed in feeds),
        gaps=tuple(Gap(feed.id, g.since, g.to or date.max) for feed in feeds for g in feed.gaps),
        needed=frozenset(_spans(feeds[n] for n in carriers) for carriers in _carriers(feeds, axes)),
    )
