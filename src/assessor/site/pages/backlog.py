"""
The signals of a cell, the latest first: on the cell's page, and on pages of their own where they are many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.framework import UNSTATED
from assessor.report.charts.ticks import tell_day
from assessor.report.when import tell_when
from assessor.site import names
from assessor.site.pages.told import link_cells
from assessor.site.pages.versions import flat_versions, tell_amounts
from assessor.site.pages.wording import number_of, shorten
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.domain.cell import Cell
    from assessor.domain.evidence import Impact, Source
    from assessor.site.gather.backlog import SignalTold
    from assessor.site.render import House

MOST: Final = 50
"""How many signals stand on a page, at most."""

_MOST_SOURCES: Final = 6
_MOST_OTHERS: Final = 6
_LONGEST_TITLE: Final = 160
_LONGEST_SUMMARY: Final = 400
_WEB: Final = re.compile(r"https?://[^\s/]+", re.ASCII | re.IGNORECASE)
_DIRECTIONS: Final = frozenset({"advancing", "holding", "contested", "stalling", "reversing"})


@dataclass(frozen=True, slots=True)
class Titles:
    """
    What people call things that signals tell of, by their ids.

    Attributes:
        cells: All that have a page; `dimensions`, those of the cell.
    """

    cells: Mapping[str, str]
    dimensions: Mapping[str, str]


def dimension_titles(cell: Cell) -> dict[str, str]:
    """Return what the dimensions of a cell are called."""
    return {one.id: one.title for one in cell.dimensions}


def pages_of(cell: str, number: int) -> list[str]:
    """Return the pages over which so many signals of a cell go; the first is the cell's own."""
    return [names.signals_page(cell, place) for place in range(1, max(1, -(-number // MOST)) + 1)]


def signal_ways(page: str, cell: str, backlog: Sequence[SignalTold]) -> dict[str, str]:
    """Return the way from a page of a cell to each of its signals, by their ids."""
    pages = pages_of(cell, len(backlog))
    ways: dict[str, str] = {}
    for place, one in enumerate(backlog):
        there = pages[place // MOST]
        way = "" if there == page else names.up_from(page) + there
        ways[one.signal.id] = f"{way}#{names.anchor('signal', one.signal.id)}"
    return ways


def flat_backlog(page: str, cell: str, backlog: Sequence[SignalTold], titles: Titles) -> dict[str, Any]:
    """
    Return the signals of one page, how many there are in words, and where the newer and the older ones stand.

    Args:
        page: One of `pages_of`.
    """
    pages = pages_of(cell, len(backlog))
    place = pages.index(page)
    first, shown = place * MOST, backlog[place * MOST : (place + 1) * MOST]
    number = number_of(len(backlog), "signal")
    told = number if len(pages) == 1 else f"{first + 1:,} to {first + len(shown):,} of {number}, the latest first"
    return {
        "signals": [_flat(one, cell, titles) for one in shown],
        "signals_told": f"{told}. The direction is that for this cell.",
        "newer": pages[place - 1] if place else "",
        "older": pages[place + 1] if place + 1 < len(pages) else "",
        "oldest": pages[-1] if place + 2 < len(pages) else "",
    }


def render_backlog(
    house: House, page: str, cell: tuple[str, str], backlog: Sequence[SignalTold], titles: Titles
) -> bytes:
    """
    Return a page of signals of a cell beyond those on the cell's own.

    Args:
        cell: Its id and its title.
    """
    name, title = cell
    told = {
        "heading": f"Signals of {title}",
        "cell": {
            "title": shorten(title),
            "link": names.cell_page(name),
            "table": f"{names.cell_folder(name)}signals.csv",
        },
        **flat_backlog(page, name, backlog, titles),
    }
    return render_page("signals.html.j2", page, house, told, Drawings(house))


def _flat(one: SignalTold, cell: str, titles: Titles) -> dict[str, Any]:
    signal, version = one.signal, one.version
    marks = [word for word, holds in (("backfill", version.backfill), ("look-ahead", version.look_ahead)) if holds]
    others = link_cells(titles.cells, one.others)
    return {
        "anchor": names.anchor("signal", signal.id),
        "date": tell_when(str(signal.date)),
        "title": signal.title,
        "impacts": [_impact(impact, titles.dimensions) for impact in one.here],
        "summary": shorten(signal.summary, _LONGEST_SUMMARY),
        "amounts": tell_amounts(signal.amounts),
        "supports": one.supports,
        "is_read": one.is_read,
        "sources": [_source(source) for source in one.sources[:_MOST_SOURCES]],
        "more_sources": max(0, len(one.sources) - _MOST_SOURCES),
        "versions": flat_versions(one.versions, cell, titles.dimensions),
        "marks": marks,
        "others": others[:_MOST_OTHERS],
        "more_others": max(0, len(others) - _MOST_OTHERS),
    }


def _source(source: Source) -> dict[str, Any]:
    """Return a source: an address only where a browser can ask a server for it, and nothing else."""
    parts = [source.publisher, tell_day(source.published), f"tier {source.tier}"]
    parts += [f"through {source.via}"] if source.via else []
    return {
        "title": shorten(source.title, _LONGEST_TITLE),
        "address": source.url if _WEB.match(source.url) else "",
        "note": " · ".join(part for part in parts if part),
    }


def _impact(impact: Impact, dimensions: Mapping[str, str]) -> dict[str, Any]:
    parts = [
        impact.aspect,
        *(dimensions.get(one, one) for one in impact.dimensions),
        impact.stage or UNSTATED,
        impact.severity,
    ]
    return {
        "direction": impact.direction if impact.direction != UNSTATED else "direction unstated",
        "kind": impact.direction if impact.direction in _DIRECTIONS else "",
        "told": " · ".join(part for part in parts if part != UNSTATED),
        "why": impact.why,
    }
