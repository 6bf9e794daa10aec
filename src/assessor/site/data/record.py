"""
The record as a whole, as data: every cell and assessment with its address.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from assessor.audit import render_instant
from assessor.domain.restatement import Restated
from assessor.domain.values import Frozen
from assessor.site import names
from assessor.site.data.marks import MarkData, marks_data
from assessor.site.data.writing import render_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.site.gather.record import Record
    from assessor.site.gather.words import Mark
    from assessor.site.pages.overview import Shown


class AssessmentAddress(Frozen):
    """An assessment with where its page lies, relative to the root of the site."""

    entry: int
    as_of: date
    known_at: str
    trajectory: str | None
    page: str


class CellAddress(Frozen):
    """A cell with its latest verdict, and where its page lies."""

    cell: str
    title: str
    grouping: str
    issued: str | None
    computed: str | None
    qualifiers: tuple[str, ...]
    trend: str | None
    marks: tuple[MarkData, ...]
    page: str
    assessments: tuple[AssessmentAddress, ...]


class RecordData(Frozen):
    """
    The record as a whole.

    Attributes:
        ended: When the log took its last entry (UTC): everything is told as of then.
        restated: Assessments that were answered differently, first to last, each with what is said now.
    """

    format: Literal["assessor-site-v1"] = "assessor-site-v1"
    origin: str
    title: str
    size: int
    ended: str
    cells: tuple[CellAddress, ...]
    restated: tuple[Restated, ...]


def render_record(record: Record, shown: Sequence[Shown], marks: Sequence[Sequence[Mark]]) -> bytes:
    """
    Return the record as a whole.

    Args:
        shown: Every cell with its latest assessment.
        marks: What must be known of each of them.
    """
    cells = tuple(_cell(one, some) for one, some in zip(shown, marks, strict=True))
    data = RecordData(
        origin=record.origin,
        title=record.title,
        size=record.size,
        ended=render_instant(record.ended),
        cells=cells,
        restated=tuple(row.restated for row in record.restated),
    )
    return render_json(data.model_dump(mode="json"))


def _cell(one: Shown, marks: Sequence[Mark]) -> CellAddress:
    cell, latest = one.record.cell, one.latest
    return CellAddress(
        cell=cell.cell,
        title=cell.title,
        grouping=cell.grouping,
        issued=latest.issued if latest is not None else None,
        computed=latest.verdict.trajectory if latest is not None else None,
        qualifiers=latest.verdict.qualifiers if latest is not None else (),
        trend=latest.verdict.trend if latest is not None else None,
        marks=marks_data(marks),
        page=names.cell_page(cell.cell),
        assessments=tuple(
            AssessmentAddress(
                entry=row.entry_index,
                as_of=row.as_of,
                known_at=render_instant(row.known_at),
                trajectory=row.trajectory,
                page=names.assessment_page(row.entry_index),
            )
            for row in one.record.rows
        ),
    )
