"""
What differs between two states of knowledge.

A changed source changes whatever cites it or derives from it: a signal's publication, tier and origins are
those of its sources. What it changes for a cell is `assessor.engine.case`'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.domain.known import Evidence, ItemKey


def changed_items(before: Evidence, after: Evidence) -> frozenset[ItemKey]:
    """Return what was added, replaced or removed, and the items and sources that rest on such sources."""
    changed = _differ(before, after)
    sources = {key for key in changed if key[0] == "source"}
    if not sources:
        return frozenset(changed)
    while True:
        resting = {  # what names other sources than before is among what changed
            key
            for key, version in after.versions.items()
            if key not in changed and not sources.isdisjoint(version.sources)
        }
        if not resting:
            return frozenset(changed)
        changed |= resting
        sources = {key for key in resting if key[0] == "source"}


def count_changed(before: Evidence, after: Evidence) -> int:
    """Return how many items were added, replaced or removed."""
    return len(_differ(before, after))


def _differ(before: Evidence, after: Evidence) -> set[ItemKey]:
    was, now = before.versions, after.versions
    changed = {key for key, version in now.items() if (old := was.get(key)) is not version and old != version}
    return changed | (was.keys() - now.keys())
