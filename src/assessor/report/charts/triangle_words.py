"""
What a bitemporal triangle says, in words: its text alternative, and the notes below it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence import Signal
from assessor.report.both_axes import tell_days, tell_override, tell_version
from assessor.report.charts.ticks import tell_day
from assessor.report.charts.triangle_pieces import look_of, rewritten
from assessor.report.safe import safe

if TYPE_CHECKING:
    from assessor.domain.known import EvidenceVersion
    from assessor.engine.axes import Layer, Plane

_MOST: Final = 40
_MOST_NAMED: Final = 2


def say_triangle(plane: Plane) -> str:
    """Return what the chart shows: what was said on the day itself, and what rewrote it."""
    days = f"Days judged from {plane.first} to {plane.last}"
    told = [f"{days}, each by what was known at its end and at any day until {plane.known_last}."]
    on_the_day = [
        (max(span.since, layer.since), span.until, look_of(span.verdict))
        for layer in plane.layers
        for span in layer.spans
        if span.until >= layer.since
    ]
    runs = [(look, list(some)) for look, some in groupby(on_the_day, key=lambda one: one[2])]
    told += [f"On the day itself, {tell_days(some[0][0], some[-1][1])}: {look}." for look, some in runs[:_MOST]]
    if len(runs) > _MOST:
        told.append(f"And {len(runs) - _MOST} stretches more.")
    changes = [(n, rewritten(plane, n)) for n in range(1, len(plane.layers))]
    told += [
        f"On {plane.layers[n].since} {tell_news(plane.layers[n])} became known: {count} earlier day"
        f"{'s' if count > 1 else ''} answered differently since."
        for n, count in changes[:_MOST]
        if count
    ]
    if not any(count for _, count in changes):
        told.append("Nothing that became known later changed the trajectory or the qualifiers of an earlier day.")
    told += [
        f"Issued instead, as of {tell_days(o.since, o.until)}: {tell_override(o)}." for o in plane.overruled[:_MOST]
    ]
    for basis, word in (("recorded", "assessment"), ("restated", "restatement")):
        number = sum(one.basis == basis for one in plane.statements)
        told.append(f"{number} {word}{'' if number == 1 else 's'} recorded.")
    return safe(" ".join(told))


def tell_news(layer: Layer) -> str:
    """Return what began a layer in a few words: signals by their titles, where there are any, else the rest by name."""
    signals = [one for one in layer.by if isinstance(one.item, Signal)]
    named = [_name(one) for one in (signals or layer.by)[:_MOST_NAMED]]
    more = len(layer.by) - len(named)
    return ", ".join(named) + (f", and {more} more" if more else "")


def _name(version: EvidenceVersion) -> str:
    title = version.item.title if isinstance(version.item, Signal) else ""
    return f"“{title}”" if title else tell_version(version)


def note_of(plane: Plane, number: int) -> str:
    """Return the note of a layer: when it began, what became known, and how much it rewrote."""
    layer, days = plane.layers[number], rewritten(plane, number)
    return f"{tell_day(layer.since)}: {tell_news(layer)} — {days} earlier day{'s' if days > 1 else ''} rewritten"
