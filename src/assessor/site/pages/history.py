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
from assessor.site.pages.wording import shorten
from assessor.site.render import Drawings, render_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.engine.axes import Plane
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.render import House

_MOST: Final = 500


def render_history(house: House, record: Record, cell: CellRecord, plane: Plane | None) -> bytes:
    """
    Return the page of a cell's history.

    Args:
        plane: None where the rules in force do not judge the cell.
    """
    page, drawings = names.history_page(cell.cell.cell), Drawings(house)
    key = ""
    if plane is not None:
        key = drawings.add(
            draw_triangle(plane, width=720, name="axes"), draw_triangle(plane, width=340, name="axes-narrow")
        )
    rows = sorted(cell.rows, key=lambda row: (row.as_of, row.entry_index), reverse=True)
    told = {
        "heading": f"History of {cell.cell.title}",
        "cell": {"title": shorten(cell.cell.title), "link": names.cell_page(cell.cell.cell)},
        "triangle": key,
        "said": say_triangle(plane) if plane is not None else "",
        "no_triangle": "The rules in force judge nothing about this cell, so there is no picture of both axes.",
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
            for row in rows[:_MOST]
        ],
        "more": len(rows) if len(rows) > _MOST else 0,
    }
    return render_page("history.html.j2", page, house, told, drawings)


def _restated(record: Record, entry: int) -> Sequence[dict[str, Any]]:
    return [
        {"verdict": str(one.verdict), "link": f"{names.CHANGES}#entry-{one.entry_index}"}
        for one in record.restatements_of(entry)
    ]
