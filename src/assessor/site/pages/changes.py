"""
The page of recent changes: what was recorded last, day by day, restatements with what they restate.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from assessor.report.charts.ticks import tell_day
from assessor.site import names
from assessor.site.pages.wording import in_words, shorten
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.site.gather.events import Event
    from assessor.site.render import House


def render_changes(house: House, events: Sequence[Event], number: int) -> bytes:
    """
    Return the page.

    Args:
        events: The latest, the newest first.
        number: How many there are in all.
    """
    days = [
        {"told": tell_day(day), "rows": [_flat(one) for one in some]}
        for day, some in groupby(events, key=lambda one: one.recorded_at.date())
    ]
    more = number if number > len(events) else 0
    told = {"heading": "Changes", "days": days, "shown": len(events), "more": more}
    return render_page("changes.html.j2", names.CHANGES, house, told, Drawings(house))


def _flat(one: Event) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "kind": one.kind,
        "word": one.word,
        "title": shorten(one.title, 160),
        "told": in_words(one.told),
        "link": one.page,
        "assessments": [
            {"as_of": tell_day(a.as_of), "link": names.assessment_page(a.entry), "was": a.was, "now": a.now}
            for a in one.restated
        ],
    }
