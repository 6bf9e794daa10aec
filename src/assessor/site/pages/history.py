"""
The page of a cell's history: both axes of time, and every assessment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.audit import render_instant
from assessor.report.charts.ticks import tell_day
from assessor.report.charts.triangle import draw_triangle
from assessor.report.charts.triangle_words import say_triangle
from assessor.site import names
from assessor.site.pages.told import INSUFFICIENT, tell_moment
from assessor.site.pages.wording import number_of, shorten
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.axes import Plane
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.render import House

_MOST: Final = 100
"""How many assessments stand on a page, at most."""


def history_pages(cell: str, number: int) -> list[str]:
    """Return the pages over which so many assessments of a cell go; the first has the picture."""
    return [names.history_page(cell, place) for place in range(1, max(1, -(-number // _MOST)) + 1)]


def render_history(house: House, record: Record, cell: CellRecord, plane: Plane | None) -> bytes:
    """
    Return the first page of a cell's history.

    Args:
        plane: None where the rules in force do not judge the cell.
    """
    page, drawings = names.history_page(cell.cell.cell), Drawings(house)
    key = ""
    if plane is not None:
        key = drawings.add(
            draw_triangle(plane, width=720, name="axes"), draw_triangle(plane, width=340, name="axes-narrow")
        )
    told = {
        "triangle": key,
        "said": say_triangle(plane) if plane is not None else "",
        "no_triangle": "The rules in force judge nothing about this cell, so there is no picture of both axes.",
        **_assessments(drawings, page, record, cell),
    }
    return render_page("history.html.j2", page, house, told, drawings)


def render_older(house: House, page: str, record: Record, cell: CellRecord) -> bytes:
    """
    Return a page of assessments of a cell beyond those on the first.

    Args:
        page: One of `history_pages`.
    """
    drawings = Drawings(house)
    return render_page("older.html.j2", page, house, _assessments(drawings, page, record, cell), drawings)


def _assessments(drawings: Drawings, page: str, record: Record, cell: CellRecord) -> dict[str, Any]:
    """Return the assessments of one page, the latest day first, and where the others stand."""
    rows = sorted(cell.rows, key=lambda row: (row.as_of, row.entry_index), reverse=True)
    pages = history_pages(cell.cell.cell, len(rows))
    place, folder = pages.index(page), names.cell_folder(cell.cell.cell)
    shown = rows[place * _MOST : (place + 1) * _MOST]
    number = number_of(len(rows), "assessment")
    told = f"{place * _MOST + 1:,} to {place * _MOST + len(shown):,} of {number}, the latest day first"
    return {
        "heading": f"History of {cell.cell.title}",
        "cell": {
            "title": shorten(cell.cell.title),
            "link": names.cell_page(cell.cell.cell),
            "table": f"{folder}history.csv",
            "document": f"{folder}history.json",
        },
        "rows": [
            {
                "as_of": tell_day(row.as_of),
                "link": names.assessment_page(row.entry_index),
                "verdict": row.trajectory or INSUFFICIENT,
                "swatch": drawings.swatch(row.trajectory),
                "known_at": tell_moment(render_instant(row.known_at)),
                "entry": row.entry_index,
                "restated": _restated(record, row.entry_index),
            }
            for row in shown
        ],
        "rows_told": told if len(pages) > 1 else "",
        "newer": pages[place - 1] if place else "",
        "older": pages[place + 1] if place + 1 < len(pages) else "",
        "oldest": pages[-1] if place + 2 < len(pages) else "",
    }


def _restated(record: Record, entry: int) -> Sequence[dict[str, Any]]:
    return [
        {"verdict": str(one.verdict), "link": f"{names.CHANGES}#entry-{one.entry_index}"}
        for one in record.restatements_of(entry)
    ]
