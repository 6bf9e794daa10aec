"""
The plainest conditions on every day at once: counts of events that surely lie in windows on days in a row, if at all.

Events that could be one with another have to be of the same days: of them there is one at least. Comes to what
`assessor.engine.columns.signals` makes of such conditions, for many of them together: the days of all lie one
after the other in one row of numbers, what begins and ends is put in order once, and outcomes are worked out
where something does and spread over the days until the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.engine.columns.column import Column
from assessor.engine.columns.watched import watched_days
from assessor.engine.once import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from assessor.domain.duration import Duration
    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.events import Event
    from assessor.engine.tally import SignalsLeaf

    Numbers = npt.NDArray[np.int64]

_NO_LIMIT: Final = np.iinfo(np.int64).max


@once
def entries_of(leaf: SignalsLeaf) -> Numbers | None:
    """
    Return when the events of a leaf come and go; None where it asks for more than a count, or they are otherwise.

    Returns:
        Four rows: as `Event.entries` has it, from when on something lies in windows that end then, and before when
        these have to start; and by how much the least and the most are more meanwhile, which is nothing where only
        what is seen is otherwise.
    """
    condition, events = leaf.condition, leaf.events
    asks_more = (condition.after, condition.weight, condition.origins, condition.spread, condition.sum)
    if condition.counted is None or any(asked is not None for asked in asks_more):
        return None
    sure = _sure(events)
    if sure is None:
        return None
    maybe = (event.entries[0] for event in events)
    alone = ((span.lo.toordinal(), span.hi.toordinal()) for event in events for span in event.alone)
    rows = [*((*pair, 1, 0) for pair in sure), *((*pair, 0, 1) for pair in maybe), *((*pair, 0, 0) for pair in alone)]
    return np.array(rows, dtype=np.int64).reshape(-1, 4).T


def _sure(events: Iterable[Event]) -> list[tuple[int, int]] | None:
    """Return where events surely lie inside, those that could be one once; None where that is no days in a row."""
    found: list[tuple[int, int]] = []
    last: dict[frozenset[object], Event] = {}
    for event in events:  # by their first possible day
        _, *sure = event.entries
        if len(sure) > 1:
            return None
        for entry in sure:
            before = last.get(event.alike)
            if before is None or event.possible.lo > before.possible.hi:
                found.append(entry)
            elif event.entries != before.entries:
                return None
            last[event.alike] = event
    return found


def count_events(counted: Sequence[tuple[SignalsLeaf, Numbers]], calendar: Calendar) -> list[Column]:
    """Return what leaves make of each day of a calendar, each given with when its events come and go."""
    if not counted:
        return []
    length = calendar.length + 1  # with a day on which all is over
    begins = np.arange(len(counted) + 1) * length
    watches = [watched_days(leaf.watch, calendar, leaf.condition.within) for leaf, _ in counted]
    quiet = np.concatenate([begins, *(w.borders + begin for w, begin in zip(watches, begins, strict=False))])
    steps = [*_steps(counted, calendar, begins), np.stack([quiet, np.zeros_like(quiet), np.zeros_like(quiet)])]
    days, least, most = np.concatenate(steps, axis=1)
    order = np.argsort(days)
    days, least, most = days[order], np.cumsum(least[order]), np.cumsum(most[order])
    watched = np.ones((len(counted), length), dtype=np.bool_)
    watched[:, :-1] = [w.days for w in watches]
    firsts = np.searchsorted(days, begins)
    outcomes = _judge(counted, np.diff(firsts), least[:-1], most[:-1], watched.ravel()[days[:-1]])
    table = np.repeat(outcomes, np.diff(days)).reshape(-1, length)[:, :-1]
    spans = zip(begins.tolist(), firsts.tolist(), firsts[1:].tolist(), strict=False)
    return [Column(row, days[a:b] - begin) for row, (begin, a, b) in zip(table, spans, strict=True)]


def _steps(counted: Sequence[tuple[SignalsLeaf, Numbers]], calendar: Calendar, begins: Numbers) -> list[Numbers]:
    """
    Return where events come into windows and leave them.

    Args:
        begins: Where the row of days of each leaf begins.

    Returns:
        For each length of window three rows: the day, and by how much the least and the most change on it.
    """
    alike: dict[Duration, list[int]] = {}
    for number, (leaf, _) in enumerate(counted):
        alike.setdefault(leaf.condition.within, []).append(number)
    found = []
    for window, numbers in alike.items():
        entries = [counted[number][1] for number in numbers]
        enters, leaves, least, most = np.concatenate(entries, axis=1)
        since, until = calendar.inside_all(enters, leaves, window)
        rows = np.repeat(begins[numbers], [some.shape[1] for some in entries])
        changes = [np.concatenate((more, -more)) for more in (least, most)]
        found.append(np.stack([np.concatenate((since + rows, until + rows)), *changes]))
    return found


def _judge(
    counted: Sequence[tuple[SignalsLeaf, Numbers]],
    sizes: Numbers,
    least: Numbers,
    most: Numbers,
    watched: npt.NDArray[np.bool_],
) -> npt.NDArray[np.int8]:
    """Return whether counts keep the bounds of their leaves, which have so many of them each."""
    bounds = [leaf.condition.counted for leaf, _ in counted]
    lower = np.repeat([b.at_least or 0 if b is not None else 0 for b in bounds], sizes)
    limits = [b.at_most + 1 if b is not None and b.at_most is not None else _NO_LIMIT for b in bounds]
    limit = np.repeat(limits, sizes)
    reached = (least >= lower).astype(np.int8) - (watched & (most < lower))
    kept = ((watched & (most < limit)) | (limit == _NO_LIMIT)).astype(np.int8) - (least >= limit)
    outcomes: npt.NDArray[np.int8] = np.minimum(reached, kept)
    return outcomes
