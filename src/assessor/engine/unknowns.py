"""
Why a condition is unknown on a day, and what would settle it.

Holds the questions that missing, stale, vague or unwatched evidence leaves open, in
words an analyst can act on.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.domain.framework import UNSTATED
from assessor.engine.describe import describe, describe_selector
from assessor.engine.events import fewest
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.once import once
from assessor.engine.sums import estimate_of
from assessor.engine.sums_told import tell_sum

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assessor.engine.events import Event
    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import SignalsLeaf, Tally

_MOST = 5
_Question = tuple[str, str]  # why something is open, and what would settle it


@once
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
    tallies = leaf.tallies(day)
    vague = [question for tally in tallies for question in _all_vague(leaf, tally)]
    unwatched = [question for tally in tallies for question in _unwatched(leaf, tally)]
    questions = [*unwatched, *vague[:_MOST], *(q for tally in tallies for q in _possibly_one(leaf, tally))]
    counted = tell_sum(leaf, tallies[0]) if leaf.condition.counted is None else f"counted {tallies[0].count}"
    reasons = [f"{counted} where the rule asks {describe(leaf.condition)}", *(why for why, _ in questions)]
    if len(vague) > _MOST:
        reasons.append(f"and {len(vague) - _MOST} more")
    return "; ".join(dict.fromkeys(reasons)), tuple(dict.fromkeys(settle for _, settle in questions))


def _all_vague(leaf: SignalsLeaf, tally: Tally) -> Iterator[_Question]:
    """Yield what the records of all events leave open, of those to be counted and of those they must come after."""
    for event in tally.possible:
        yield from _vague(event, leaf, tally)
    for anchor in leaf.anchors:
        if anchor.possibly_inside(tally.start, tally.day):
            yield from _doubtful(anchor, tally, to_the_day=True)


def _unwatched(leaf: SignalsLeaf, tally: Tally) -> Iterator[_Question]:
    """Yield what nobody could see, of the events and of what they must come after."""
    first = tally.start + timedelta(days=1)
    watches = [("this", leaf.watch)] if not tally.watched else []
    if leaf.anchor_watch is not None and leaf.condition.after is not None:
        watches.append((f"what is {describe_selector(leaf.condition.after)}", leaf.anchor_watch))
    for what, watch in watches:
        gaps = watch.gaps_in(tally.start, tally.day)
        for gap in gaps:
            told = f"from {gap.since} to {gap.to}"
            yield f"feed `{gap.feed}` has a gap {told}", f"what feed `{gap.feed}` would have carried {told}"
        if not gaps and not watch.covers(tally.start, tally.day):
            span = f"from {first} to {tally.day}"
            yield f"no feed watches all of it {span}", f"a feed that watches {what} {span}"


def _vague(event: Event, leaf: SignalsLeaf, tally: Tally) -> Iterator[_Question]:
    """Yield what the records of an event leave open: whether they match, and what they add."""
    weight = leaf.condition.weight
    signal = event.matches[0].told.signal
    if leaf.condition.spread is not None and any(m.anywhere for m in event.matches):
        yield f"`{signal.id}` may touch any dimension", f"dimensions of `{signal.id}` that are unstated now"
    if weight is not None and any(i.severity == UNSTATED for m in event.matches for i in m.impacts):
        yield f"`{signal.id}` may weigh more or less", f"the severity of `{signal.id}` that is unstated now"
    if leaf.condition.sum is not None:
        yield from _estimated(event, leaf.condition.sum.of)
    adds = leaf.condition.spread is not None or weight is not None
    if adds and event.certain and any(len(m.sure) < len(m.impacts) for m in event.matches):
        yield f"`{signal.id}` may match by more of its impacts", f"tags of `{signal.id}` that are unstated now"
    fades = weight is not None and weight.half_life is not None
    late = leaf.condition.after is not None and not any(event is sure for sure in tally.certain)
    yield from _doubtful(event, tally, to_the_day=fades or late)


def _estimated(event: Event, amount: str) -> Iterator[_Question]:
    """Yield what the estimates of an event leave open."""
    signal = event.matches[0].told.signal
    low, high = estimate_of(event, amount)
    if high is None:
        yield f"`{signal.id}` does not say how many {amount}", f"{amount} of `{signal.id}` that are unstated now"
    elif low < high:
        yield f"`{signal.id}` counts {low} to {high} {amount}", f"a narrower estimate of {amount} of `{signal.id}`"


def _doubtful(event: Event, tally: Tally, *, to_the_day: bool) -> Iterator[_Question]:
    """Yield what leaves open whether an event counts; `to_the_day` where every day makes a difference."""
    signal = event.matches[0].told.signal
    why = f"`{signal.id}`, dated `{signal.date}`, may count or not"
    if not event.certain:
        yield why, f"tags of `{signal.id}` that are unstated now"
    inside = event.dated_inside(tally.start, tally.day)
    if not inside or (to_the_day and event.possible.lo < event.possible.hi):
        yield why, f"a more precise date for `{signal.id}`"


def _possibly_one(leaf: SignalsLeaf, tally: Tally) -> Iterator[_Question]:
    """Yield which reports may be of one event, where events are counted or weighed."""
    adds = leaf.condition.weight is not None or leaf.condition.sum is not None
    if leaf.condition.counted is None and not adds:
        return
    alike: dict[frozenset[object], list[Event]] = {}
    for event in tally.certain:
        alike.setdefault(event.alike, []).append(event)
    for events in alike.values():
        if fewest(events) < len(events):
            ids = ", ".join(f"`{e.matches[0].told.signal.id}`" for e in events[:_MOST])
            yield f"{ids} may be of one event", f"event ids that say whether {ids} are of one event"
