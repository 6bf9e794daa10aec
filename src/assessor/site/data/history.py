"""
The history of a cell as data: every assessment, and both axes of time.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from assessor.audit import render_instant
from assessor.domain.override import Override
from assessor.domain.restatement import Issued
from assessor.domain.values import Frozen
from assessor.site import names
from assessor.site.data.told import Told
from assessor.site.data.writing import render_json

if TYPE_CHECKING:
    from assessor.engine.axes import Layer, Plane
    from assessor.site.gather.record import CellRecord, Record
    from assessor.store.assessments import AssessmentRow


class Restatement(Frozen):
    """What an entry says of an assessment now."""

    entry: int
    verdict: Issued


class AssessmentLine(Frozen):
    """
    An assessment of the cell.

    Attributes:
        repeats: The entry that recorded the same inputs first, where one did.
        restated: How it was answered differently since, first to last.
        page: Where its page lies, relative to the root of the site.
    """

    id: str
    entry: int
    as_of: date
    known_at: str
    trajectory: str | None
    standing: str
    ruleset: str
    log_size: int
    repeats: int | None
    restated: tuple[Restatement, ...]
    page: str


class Days(Frozen):
    """Days in a row, both included."""

    since: date
    until: date


class Reign(Days):
    """The days judged that one ruleset judges."""

    ruleset: str


class Span(Told):
    """Days judged in a row of which the same is issued, both included."""

    since: date
    until: date
    verdict: Issued


class ItemVersion(Told):
    """A version of an evidence item."""

    kind: str
    id: str
    version: int


class LayerData(Days):
    """
    Days of knowledge that say the same of every day before them.

    Attributes:
        spans: The days judged.
        by: The versions that made the difference to the layer before, as far as that was tried.
    """

    spans: tuple[Span, ...]
    by: tuple[ItemVersion, ...]


class Statement(Told):
    """
    What an entry of the log said of a day.

    Attributes:
        basis: `recorded` by an assessment, or `restated`.
        assessment: The entry of the assessment; of a restatement, the one that it restates.
        known: The day of what was known; `known_at`, the instant.
    """

    basis: Literal["recorded", "restated"]
    entry: int
    assessment: int
    as_of: date
    known: date
    known_at: str
    recorded_at: str
    verdict: Issued


class Overruled(Told):
    """Where an override is issued instead: the days judged, and the days of knowledge with which it stands."""

    override: Override
    since: date
    until: date
    known_since: date
    known_until: date


class Axes(Frozen):
    """
    Both axes of time.

    Of a day judged, as known on a later day, the last statement by then was said; the layer of that day of knowledge
    has what that knowledge gives.

    Attributes:
        as_of: The days judged.
        known: The days of knowledge.
        reigns: Which rules judge which days.
        layers: What each knowledge makes of each day; computed when this was written.
        statements: What the record says of these days, by *known at*, then by entry.
    """

    as_of: Days
    known: Days
    reigns: tuple[Reign, ...]
    layers: tuple[LayerData, ...]
    statements: tuple[Statement, ...]
    overruled: tuple[Overruled, ...]


class HistoryData(Frozen):
    """
    All that was said of a cell.

    Attributes:
        assessments: In the order of the log.
        axes: Absent where the rules in force do not judge the cell.
    """

    format: Literal["assessor-history-v1"] = "assessor-history-v1"
    cell: str
    title: str
    assessments: tuple[AssessmentLine, ...]
    axes: Axes | None


def render_history_data(record: Record, cell: CellRecord, plane: Plane | None) -> bytes:
    """
    Return the history of a cell.

    Args:
        plane: None where the rules in force do not judge the cell.
    """
    data = HistoryData(
        cell=cell.cell.cell,
        title=cell.cell.title,
        assessments=tuple(_line(record, row) for row in cell.rows),
        axes=_axes(plane) if plane is not None else None,
    )
    return render_json(data.model_dump(mode="json"))


def _line(record: Record, row: AssessmentRow) -> AssessmentLine:
    return AssessmentLine(
        id=row.id,
        entry=row.entry_index,
        as_of=row.as_of,
        known_at=render_instant(row.known_at),
        trajectory=row.trajectory,
        standing=row.standing,
        ruleset=row.ruleset_digest,
        log_size=row.log_size,
        repeats=row.repeats,
        restated=tuple(
            Restatement(entry=one.entry_index, verdict=one.verdict) for one in record.restatements_of(row.entry_index)
        ),
        page=names.assessment_page(row.entry_index),
    )


def _axes(plane: Plane) -> Axes:
    return Axes(
        as_of=Days(since=plane.first, until=plane.last),
        known=Days(since=plane.known_first, until=plane.known_last),
        reigns=tuple(Reign(ruleset=one.digest, since=one.first, until=one.last) for one in plane.reigns),
        layers=tuple(map(_layer, plane.layers)),
        statements=tuple(map(Statement.model_validate, plane.statements)),
        overruled=tuple(map(Overruled.model_validate, plane.overruled)),
    )


def _layer(layer: Layer) -> LayerData:
    return LayerData(
        since=layer.since,
        until=layer.until,
        spans=tuple(map(Span.model_validate, layer.spans)),
        by=tuple(map(ItemVersion.model_validate, layer.by)),
    )
