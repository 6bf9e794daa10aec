"""
Why a condition is unknown on a day, and what would settle it.

Holds the questions that missing, stale, vague or unwatched evidence leaves open, in
words an analyst can act on.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.engine.describe import describe
from assessor.engine.measures import ReadingsLeaf

if TYPE_CHECKING:
    from datetime import date

    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import SignalsLeaf

_MOST = 5


def why_unknown(leaf: Leaf, day: date) -> tuple[str, tuple[str, ...]]:
    """Return the reason that a leaf is unknown on a day, and what would settle it."""
    return _readings(leaf, day) if isinstance(leaf, ReadingsLeaf) else _signals(leaf, day)


def _readings(leaf: ReadingsLeaf, day: date) -> tuple[str, tuple[str, ...]]:
    reasons: list[str] = []
    settle: list[str] = []
    fresh = window_start(day, leaf.condition.max_age)
    for indicator in leaf.indicators:
        for back in range(leaf.condition.streak):
            taken = leaf.take(indicator, day, back)
            if taken.value is None and taken.missing not in reasons:
                reasons.append(taken.missing)
                stale = not taken.used or "stale" in taken.missing
                settle.append(
                    f"a reading of `{indicator.id}` for a period that ends from {fresh} to {day}"
                    if stale
                    else f"readings of `{indicator.id}` for every period that the comparison uses"
                )
    return "; ".join(reasons), tuple(dict.fromkeys(settle))


def _signals(leaf: SignalsLeaf, day: date) -> tuple[str, tuple[str, ...]]:
    tally = leaf.tally(day)
    reasons = [f"counted {tally.count} where the rule asks {describe(leaf.condition)}"]
    settle: list[str] = []
    gaps = leaf.watch.gaps_in(tally.start, day)
    first = tally.start + timedelta(days=1)
    for gap in gaps:
        reasons.append(f"feed `{gap.feed}` has a gap from {gap.since} to {gap.to}")
        settle.append(f"what feed `{gap.feed}` would have carried from {gap.since} to {gap.to}")
    if not gaps and not tally.watched:
        reasons.append(f"no feed watches all of it from {first} to {day}")
        settle.append(f"a feed that watches this from {first} to {day}")
    sure = {e.keys for e in tally.certain}
    vague = [e for e in tally.possible if e.keys not in sure]
    for event in vague[:_MOST]:
        signal = event.matches[0].told.signal
        reasons.append(f"`{signal.id}`, dated `{signal.date}`, may count or not")
        settle.append(
            f"a more precise date for `{signal.id}`"
            if event.certain
            else f"tags of `{signal.id}` that are unstated now"
        )
    if len(vague) > _MOST:
        reasons.append(f"and {len(vague) - _MOST} more")
    return "; ".join(reasons), tuple(dict.fromkeys(settle))
