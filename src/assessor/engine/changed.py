"""
What differs between two states of knowledge, and which leaves can see it.

A changed source changes whatever cites it or derives from it: a signal's publication, tier and origins are
those of its sources. Holds the question alone; what is done with leaves is `assessor.engine.prepare`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.domain.evidence import Reading, Signal, Source
from assessor.engine import matching
from assessor.engine.measures import ReadingsLeaf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.known import Evidence, ItemKey, Told
    from assessor.engine.case import Case
    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import SignalsLeaf
    from assessor.ruleset.conditions import Selector


def changed_items(before: Evidence, after: Evidence) -> frozenset[ItemKey]:
    """Return what was added, replaced or removed, and the items and sources that rest on such sources."""
    was, now = before.versions, after.versions
    changed = _differ(before, after)
    sources = {item_id for kind, item_id in changed if kind == "source"}
    if not sources:
        return frozenset(changed)
    while True:
        resting = {
            key
            for versions in (was, now)
            for key, version in versions.items()
            if key not in changed and not sources.isdisjoint(_rests_on(version.item))
        }
        if not resting:
            return frozenset(changed)
        changed |= resting
        sources = {item_id for kind, item_id in resting if kind == "source"}


def count_changed(before: Evidence, after: Evidence) -> int:
    """Return how many items were added, replaced or removed."""
    return len(_differ(before, after))


def _differ(before: Evidence, after: Evidence) -> set[ItemKey]:
    was, now = before.versions, after.versions
    return {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}


def _rests_on(item: object) -> tuple[str, ...]:
    """Return the sources that an item cites or derives from."""
    match item:
        case Signal():
            return item.sources
        case Reading():
            return (item.source,)
        case Source():
            return (*item.derived_from, *((item.origin,) if item.origin is not None else ()))
        case _:
            return ()


@dataclass(frozen=True)
class Changes:
    """
    What changed for one cell.

    Attributes:
        keys: The items that are not as they were, as `changed_items` gives them.
        case: The cell before the evidence as it is now.
    """

    keys: frozenset[ItemKey]
    case: Case

    @cached_property
    def _told(self) -> tuple[Told, ...]:
        return tuple(told for told in self.case.told if told.version.key in self.keys)

    @cached_property
    def _feeds(self) -> bool:
        return any(kind == "feed" for kind, _ in self.keys)

    @cached_property
    def _indicators(self) -> frozenset[str]:
        """The indicators of readings that are there now and changed."""
        items = (v.item for key in self.keys if (v := self.case.evidence.versions.get(key)) is not None)
        return frozenset(item.indicator for item in items if isinstance(item, Reading))

    def touch(self, leaf: Leaf) -> bool:
        """Return whether a leaf saw, or would see now, something that changed."""
        if not self.keys:
            return False
        if not self.keys.isdisjoint(leaf.matched):
            return True
        if isinstance(leaf, ReadingsLeaf):
            return not self._indicators.isdisjoint(i.id for i in leaf.indicators)
        return self._is_matched(leaf) or (self._feeds and self._is_watched_otherwise(leaf))

    def _is_matched(self, leaf: SignalsLeaf) -> bool:
        case = self.case
        matches = (
            matching.match(s, told, case.cell.cell, case.framework) for s in _selectors(leaf) for told in self._told
        )
        return any(found is not None for found in matches)

    def _is_watched_otherwise(self, leaf: SignalsLeaf) -> bool:
        watches = [w for w in (leaf.watch, leaf.anchor_watch) if w is not None]
        return watches != [self.case.watch(selector) for selector in _selectors(leaf)]


def _selectors(leaf: SignalsLeaf) -> Iterator[Selector]:
    yield leaf.condition.signals
    if leaf.condition.after is not None:
        yield leaf.condition.after
