"""
What a condition sees of evidence on a day, and what became of it between two evaluations.

A condition sees the signals that surely or possibly count, the feeds that watch for more, and
the readings it takes its value from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.domain.change import ItemChange
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.engine.measures import ReadingsLeaf

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from assessor.domain.change import ItemMove
    from assessor.domain.known import Evidence, EvidenceVersion, ItemKey
    from assessor.engine.prepare import Leaf
    from assessor.engine.tally import SignalsLeaf

_PLACE: Final = {"signal": 0, "reading": 1, "feed": 2, "source": 3}

Seen = dict["ItemKey", bool]
"""What is seen, each with whether it is sure: it counts for certain, gives a value, watches without a gap."""


def seen_by(leaf: Leaf, day: date) -> Seen:
    """Return what a condition sees on a day."""
    return _of_readings(leaf, day) if isinstance(leaf, ReadingsLeaf) else _of_signals(leaf, day)


def _of_readings(leaf: ReadingsLeaf, day: date) -> Seen:
    taken = [leaf.take(i, day, back) for i in leaf.indicators for back in range(leaf.condition.streak)]
    return {version.key: one.value is not None for one in taken for version in one.used}


def _of_signals(leaf: SignalsLeaf, day: date) -> Seen:
    tallies = leaf.tallies(day)
    gaps = {gap.feed for tally in tallies for gap in leaf.watch.gaps_in(tally.start, tally.day)}
    seen: Seen = {("feed", feed): feed not in gaps for feed in leaf.watch.feeds}
    for tally in reversed(tallies):  # what lies in both windows is seen as in the later one
        anchors = [event for event in leaf.anchors if event.possibly_inside(tally.start, tally.day)]
        certain = {event.keys for event in tally.certain}
        seen |= {key: event.surely_inside(tally.start, tally.day) for event in anchors for key in event.keys}
        seen |= {key: event.keys in certain for event in tally.possible for key in event.keys}
    return seen


@dataclass(frozen=True, slots=True)
class View:
    """What some conditions see together, of the evidence they are shown."""

    evidence: Evidence
    seen: Seen


def compare_views(before: View, after: View) -> tuple[ItemChange, ...]:
    """Return the items that are not seen as before: signals, readings, feeds, then sources, each by date and id."""
    keys = {*before.seen, *after.seen} | _sources_of_both(before, after)
    found = (_change_of(key, before, after) for key in keys)
    changes = [change for change in found if change is not None]
    return tuple(sorted(changes, key=lambda change: (_PLACE[change.kind], change.when, change.id)))


def _sources_of_both(before: View, after: View) -> set[ItemKey]:
    """Return the sources of what was known before and after: those of new items are new with them."""
    known = [key for key in {*before.seen, *after.seen} if key in before.evidence.versions]
    return {
        ("source", source)
        for key in known
        if key in after.evidence.versions
        for view in (before, after)
        for source in _sources_of(view.evidence.versions[key])
    }


def _change_of(key: ItemKey, before: View, after: View) -> ItemChange | None:
    was, now = before.evidence.versions.get(key), after.evidence.versions.get(key)
    move = _move(was, now) or _count(before.seen.get(key), after.seen.get(key))
    shown = now or was
    if move is None or shown is None:
        return None
    return ItemChange(
        kind=shown.kind,
        id=shown.id,
        move=move,
        before=was.version if was is not None else None,
        after=now.version if now is not None else None,
        when=_when(shown),
        title=_title(shown),
    )


def _move(was: EvidenceVersion | None, now: EvidenceVersion | None) -> ItemMove | None:
    if was is None:
        return "added"
    if now is None:
        return "removed"
    return "replaced" if was.digest != now.digest else None


def _count(was: bool | None, now: bool | None) -> ItemMove | None:  # noqa: FBT001 - seen surely, possibly, or not
    if was == now:
        return None
    if was is None:
        return "entered"
    if now is None:
        return "left"
    return "surer" if now else "less sure"


def _sources_of(version: EvidenceVersion) -> Iterable[str]:
    match version.item:
        case Signal():
            return version.item.sources
        case Reading():
            return (version.item.source,)
        case _:
            return ()


def _when(version: EvidenceVersion) -> str:
    match version.item:
        case Signal():
            return str(version.item.date)
        case Reading():
            return str(version.item.period)
        case Source():
            return str(version.item.published)
        case Feed():
            return ""


def _title(version: EvidenceVersion) -> str:
    item = version.item
    if isinstance(item, Reading):
        return f"{item.value:f} {item.unit}" if item.value is not None else item.status
    return item.title
