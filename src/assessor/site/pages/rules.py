"""
The page of every publication of rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit import render_instant
from assessor.report.charts.ticks import tell_day
from assessor.site import names
from assessor.site.pages.told import tell_moment
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.site.gather.record import Record
    from assessor.site.render import House


def render_rules(house: House, record: Record, titles: Mapping[str, str]) -> bytes:
    """
    Return the page of all publications, the newest first.

    Args:
        titles: Of each ruleset, by digest.
    """
    published = [
        {
            "since": tell_day(row.effective_from),
            "title": titles[row.digest],
            "digest": row.digest[:19],
            "link": names.ruleset_page(row.digest),
            "entry": row.entry_index,
            "published": tell_moment(render_instant(row.published_at)),
        }
        for row in reversed(record.published)
    ]
    return render_page(
        "rules.html.j2", names.RULES, house, {"heading": "Rules", "published": published}, Drawings(house)
    )
