"""
Evidence carried into days that have not come: feeds that go on watching, readings that do not age.

From the day after the one judged every known feed is assumed to watch, and to bring nothing. A
condition on readings stays as it was on that day until a reading of a later period is known or
assumed. It is the condition that is carried, not the last value: a month's figure repeated through
half a year would say something that nobody expects.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.evidence import Feed, Watched
from assessor.domain.known import Evidence, EvidenceVersion, feed_of
from assessor.engine.columns import Column
from assessor.engine.measures import ReadingsLeaf

if TYPE_CHECKING:
    from assessor.domain.framework import Indicator
    from assessor.domain.kleene import Kleene
    from assessor.engine.columns import Calendar
    from assessor.engine.measures import Taken
    from assessor.engine.prepare import Leaf, Prepared

_DAY = timedelta(days=1)


def keep_watching(evidence: Evidence, day: date) -> Evidence:
    """Return evidence in which every feed watches from the day after `day` on; what it missed before stays missed."""
    feeds = {version.key: replace(version, item=_watching(feed_of(version), day)) for version in evidence.feeds}
    return Evidence({**evidence.versions, **feeds})


def _watching(feed: Feed, day: date) -> Feed:
    gaps = tuple(
        gap if gap.to is not None and gap.to <= day else Watched(since=gap.since, to=day)
        for gap in feed.gaps
        if gap.since <= day
    )
    return feed.model_copy(update={"watches": (*feed.watches, Watched(since=day + _DAY)), "gaps": gaps})


class CarriedLeaf(ReadingsLeaf):
    """A condition on readings that does not age after a day; it moves only where a reading of a later period comes."""

    def __init__(self, leaf: ReadingsLeaf, day: date) -> None:
        """Take up a condition, with what was worked out of it, and the last day on which its readings age."""
        vars(self).update(vars(leaf))
        later = {end for i in self.indicators for end in self.ends(i.id)}
        self.moves = (day, *sorted(end for end in later if end > day))

    def looks_on(self, day: date) -> date:
        """Return the day on which it last moved."""
        return max((moved for moved in self.moves if moved <= day), default=day)

    def outcome(self, day: date) -> Kleene:
        """Return whether the condition held on the day on which it last moved."""
        return super().outcome(self.looks_on(day))

    def latest(self, indicator: Indicator, day: date) -> EvidenceVersion | None:
        """Return the reading of the latest period that had ended by then."""
        return super().latest(indicator, self.looks_on(day))

    def take(self, indicator: Indicator, day: date, back: int) -> Taken:
        """Take what the condition asked for then."""
        return super().take(indicator, self.looks_on(day), back)


def carry(prepared: Prepared, day: date) -> Prepared:
    """Return a case whose conditions on readings do not age after `day`."""
    pairs = zip(prepared.leaves, prepared.columns, strict=True)
    carried = [carry_column(leaf, seen, day, prepared.calendar) for leaf, seen in pairs]
    return replace(prepared, leaves=tuple(leaf for leaf, _ in carried), columns=tuple(seen for _, seen in carried))


def carry_column(leaf: Leaf, column: Column, day: date, calendar: Calendar) -> tuple[Leaf, Column]:
    """Return a condition, and what it makes of each day, such that it does not age after `day`."""
    if not isinstance(leaf, ReadingsLeaf) or isinstance(leaf, CarriedLeaf):
        return leaf, column
    carried = CarriedLeaf(leaf, day)
    return carried, _hold(column, carried, calendar)


def _hold(column: Column, leaf: CarriedLeaf, calendar: Calendar) -> Column:
    """Return a column that stays on each later day as it was on the day on which the leaf last moved."""
    days = np.arange(calendar.length)
    moves = np.array([calendar.number(moved) for moved in leaf.moves if moved <= calendar.last])
    looked = np.where(days > moves[0], moves[np.searchsorted(moves, days, side="right") - 1], days)
    seen = column.stretches[looked]
    return Column(column.outcomes[looked], np.flatnonzero(seen[1:] != seen[:-1]) + 1)
