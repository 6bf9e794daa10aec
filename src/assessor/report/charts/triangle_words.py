"""
What a bitemporal triangle says, in words: its text alternative, and the notes below it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence import Reading, Signal
from assessor.report.both_axes import tell_version
from assessor.report.charts.ticks import tell_day
from assessor.report.charts.triangle_pieces import look_of, rewritten
from assessor.report.safe import safe
from assessor.report.when import tell_when

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.known import EvidenceVersion
    from assessor.engine.axes import Layer, Overruled, Plane

_MOST: Final = 40
_MOST_NAMED: Final = 2


def say_triangle(plane: Plane) -> str:
    """Return what the chart shows: what was said on the day itself, and what rewrote it."""
    days = f"Days judged from {tell_day(plane.first)} to {tell_day(plane.last)}"
    told = [f"{days}, each by what was known at its end and at any day until {tell_day(plane.known_last)}."]
    on_the_day = [
        (max(span.since, layer.since), span.until, look_of(span.verdict))
        for layer in plane.layers
        for span in layer.spans
        if span.until >= layer.since
    ]
    runs = [(look, list(some)) for look, some in groupby(on_the_day, key=lambda one: one[2])]
    told += [f"On the day itself, {tell_stretch(some[0][0], some[-1][1])}: {look}." for look, some in runs[:_MOST]]
    if len(runs) > _MOST:
        told.append(f"And {len(runs) - _MOST} stretches more.")
    changes = [(n, rewritten(plane, n)) for n in range(1, len(plane.layers))]
    told += [
        f"On {tell_day(plane.layers[n].since)} {tell_news(plane, plane.layers[n])} became known: {count:,} earlier day"
        f"{'s' if count > 1 else ''} answered differently since."
        for n, count in changes[:_MOST]
        if count
    ]
    if not any(count for _, count in changes):
        told.append("Nothing that became known later changed the trajectory or the qualifiers of an earlier day.")
    told += [
        f"Issued instead, as of {tell_stretch(o.since, o.until)}: {tell_overruled(o)}." for o in plane.overruled[:_MOST]
    ]
    for basis, word in (("recorded", "assessment"), ("restated", "restatement")):
        number = sum(one.basis == basis for one in plane.statements)
        told.append(f"{number:,} {word}{'' if number == 1 else 's'} recorded.")
    return safe(" ".join(told))


def tell_stretch(since: date, until: date) -> str:
    """Return a stretch of days as people write it."""
    return tell_day(since) if since == until else f"{tell_day(since)} to {tell_day(until)}"


def tell_overruled(one: Overruled) -> str:
    """Return what an override says, who set it, and with which knowledge it stands."""
    said, known = one.override, tell_stretch(one.known_since, one.known_until)
    return safe(f"{said.trajectory}, by {said.author} (entry {said.entry}), known {known}: {said.reason}")


def tell_news(plane: Plane, layer: Layer) -> str:
    """Return what began a layer in a few words: signals where there are any, else the rest."""
    signals = [one for one in layer.by if isinstance(one.item, Signal)]
    named = [_name(plane, one) for one in (signals or layer.by)[:_MOST_NAMED]]
    more = len(layer.by) - len(named)
    return ", ".join(named) + (f", and {more:,} more" if more else "")


def _name(plane: Plane, version: EvidenceVersion) -> str:
    """Return a version by what people call it; readings by their indicator and period."""
    item, indicators = version.item, plane.reigns[-1].ruleset.framework.indicators
    if isinstance(item, Reading):
        titles = [one.title for one in indicators if one.id == item.indicator]
        return f"{titles[0]}, {tell_when(str(item.period))}" if titles else tell_version(version)
    return f"“{item.title}”" if item.title else tell_version(version)


def note_of(plane: Plane, number: int) -> str:
    """Return the note of a layer: when it began, what became known, and how much it rewrote."""
    layer, days = plane.layers[number], rewritten(plane, number)
    return (
        f"{tell_day(layer.since)}: {tell_news(plane, layer)} — {days:,} earlier day{'s' if days > 1 else ''} rewritten"
    )
