"""
The same as the pages tell, as data: JSON with its schemas, and tables as CSV.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from assessor.audit import render_instant
from assessor.domain.assessment import Assessment, Cause, EngineUse, ReadSet, Verdict
from assessor.domain.override import IssuedOverride
from assessor.domain.restatement import Restated
from assessor.domain.values import Frozen
from assessor.services.assessment_document import split_document
from assessor.site import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaMode

    from assessor.services.recorded import Stated
    from assessor.site.gather.cell import CellFacts
    from assessor.site.gather.record import CellRecord, Record
    from assessor.site.pages.overview import Shown

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"


class MarkData(Frozen):
    """Something that must be known of a verdict before it is relied on."""

    kind: str
    told: str


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


class CellData(Frozen):
    """A cell with its latest assessment; none where it was never assessed."""

    format: Literal["assessor-cell-v1"] = "assessor-cell-v1"
    cell: str
    title: str
    marks: tuple[MarkData, ...]
    assessment: Assessment | None


class AssessmentData(Frozen):
    """
    A recorded assessment; what it read and rests on, item by item, is in the document that its entry names.

    Attributes:
        issued: The trajectory that is issued: of the override in force, else the computed one.
        rests_on: On how many items the verdict rests, of those that were read.
        read_set: What was read, without its items.
        document: Where the document lies, relative to the root of the site; its name is its digest.
    """

    format: Literal["assessor-assessment-v1"] = "assessor-assessment-v1"
    id: str
    entry: int
    repeats: int | None = None
    cell: str
    title: str
    as_of: date
    known_at: str
    recorded_at: str
    ruleset: str
    log_size: int
    cause: Cause
    actor: str
    engines: EngineUse
    issued: str | None = None
    override: IssuedOverride | None = None
    verdict: Verdict
    rests_on: int
    read_set: ReadSet
    document: str


SCHEMAS: Final[Mapping[str, tuple[type[BaseModel], JsonSchemaMode]]] = {
    "schemas/record.schema.json": (RecordData, "serialization"),
    "schemas/cell.schema.json": (CellData, "serialization"),
    "schemas/assessment.schema.json": (AssessmentData, "validation"),
}
"""The schema of each kind of document, by its address, and whether it has all fields or those that say something."""


def render_json(value: object) -> bytes:
    """Return a document, a line to each of its values, in the order in which they are."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def render_compact(value: object) -> bytes:
    """Return a document on one line: there are many of its kind."""
    return msgspec.json.encode(value) + b"\n"


def render_schema(address: str) -> bytes:
    """Return a schema by its address."""
    model, mode = SCHEMAS[address]
    return render_json({"$schema": _SCHEMA, **model.model_json_schema(mode=mode)})


def render_record(record: Record, shown: Sequence[Shown], marks: Sequence[Sequence[Any]]) -> bytes:
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


def _cell(one: Shown, marks: Sequence[Any]) -> CellAddress:
    cell, latest = one.record.cell, one.latest
    return CellAddress(
        cell=cell.cell,
        title=cell.title,
        grouping=cell.grouping,
        issued=latest.issued if latest is not None else None,
        computed=latest.verdict.trajectory if latest is not None else None,
        qualifiers=latest.verdict.qualifiers if latest is not None else (),
        trend=latest.verdict.trend if latest is not None else None,
        marks=_marks(marks),
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


def _marks(some: Iterable[Any]) -> tuple[MarkData, ...]:
    return tuple(MarkData(kind=mark.kind, told=mark.told) for mark in some)


def render_cell_data(one: Shown, marks: Sequence[Any]) -> bytes:
    """Return a cell with its latest assessment."""
    cell = one.record.cell
    data = CellData(cell=cell.cell, title=cell.title, marks=_marks(marks), assessment=one.latest)
    return render_json(data.model_dump(mode="json"))


def render_assessment_data(stated: Stated) -> bytes:
    """Return a recorded assessment; its verdict in the bytes in which it was recorded."""
    assessment, said = stated.assessment, stated.said
    told = AssessmentData(
        id=said.id,
        entry=said.entry_index,
        repeats=said.repeats,
        cell=said.cell,
        title=assessment.title,
        as_of=said.as_of,
        known_at=assessment.known_at,
        recorded_at=render_instant(stated.recorded_at),
        ruleset=said.ruleset,
        log_size=said.log_size,
        cause=assessment.cause,
        actor=assessment.actor,
        engines=assessment.engines,
        issued=assessment.issued,
        override=assessment.override,
        verdict=assessment.verdict,
        rests_on=len(assessment.support),
        read_set=assessment.read_set.model_copy(update={"items": ()}),
        document=names.document_file(said.record),
    )
    head = told.model_dump(mode="json", exclude={"verdict"}, exclude_none=True)
    recorded = msgspec.Raw(split_document(stated.document)["verdict"])
    return render_compact({**head, "verdict": recorded})


def render_history_table(record: Record, cell: CellRecord) -> bytes:
    """Return every assessment of a cell as a table."""
    rows = (
        (
            row.entry_index, row.as_of, render_instant(row.known_at), row.trajectory or "", row.standing,
            row.ruleset_digest, row.log_size, row.repeats if row.repeats is not None else "",
            "; ".join(str(one.verdict) for one in record.restatements_of(row.entry_index)),
        )
        for row in cell.rows
    )  # fmt: skip
    heads = ("entry", "as_of", "known_at", "trajectory", "standing", "ruleset", "log_size", "repeats", "restated")
    return _table(heads, rows)


def render_signal_table(facts: CellFacts) -> bytes:
    """Return every signal that touches a cell, as known; a row for each of its impacts on it."""
    rows = (
        (
            one.signal.id, one.version.version, str(one.signal.date), one.signal.title, impact.aspect, impact.direction,
            " ".join(impact.dimensions), impact.stage or "", impact.severity, " ".join(impact.tags),
            " ".join(source.id for source in one.sources), min((source.tier for source in one.sources), default=""),
            "yes" if one.supports else "no", " ".join(one.others),
        )
        for one in facts.backlog
        for impact in one.here
    )  # fmt: skip
    heads = (
        "id", "version", "date", "title", "aspect", "direction", "dimensions", "stage", "severity", "tags", "sources",
        "tier", "supports", "other_cells",
    )  # fmt: skip
    return _table(heads, rows)


def render_reading_table(facts: CellFacts) -> bytes:
    """Return every reading of a cell's indicators, as known."""
    plots = {plot.indicator.id: plot for some in facts.series.values() for plot in some}
    rows = (
        (
            read.indicator, str(read.period), format(read.value, "f") if read.value is not None else "", read.unit,
            read.status, read.source, read.published or "", read.vintage or "",
        )
        for plot in plots.values()
        for read in sorted((*plot.readings, *plot.gaps), key=lambda one: one.period.span.hi)
    )  # fmt: skip
    return _table(("indicator", "period", "value", "unit", "status", "source", "published", "vintage"), rows)


def render_version_table(facts: CellFacts) -> bytes:
    """Return every version of each signal, reading and source of a cell that has several, first to last."""
    every = (*(one.versions for one in facts.backlog), *facts.corrected.values())
    rows = (
        (
            one.kind, one.id, one.version, one.status, one.known_from, one.recorded_at, one.entry_index,
            one.action or "", one.actor or "", one.reason or "", one.item.model_dump_json(exclude_defaults=True),
        )
        for versions in every
        for one in versions
    )  # fmt: skip
    heads = (
        "kind", "id", "version", "status", "known_from", "recorded_at", "entry", "action", "actor", "reason", "said",
    )  # fmt: skip
    return _table(heads, rows)


def render_source_table(facts: CellFacts) -> bytes:
    """Return every source of a cell's signals and readings, as known, by id."""
    readings = (read for some in facts.series.values() for plot in some for read in (*plot.readings, *plot.gaps))
    cited = {source.id for one in facts.backlog for source in one.sources} | {read.source for read in readings}
    known = (source for name in sorted(cited) if (source := facts.evidence.source(name)) is not None)
    rows = (
        (
            one.id, one.title, one.publisher, one.tier, one.published, one.origin or "", " ".join(one.derived_from),
            one.via, one.url, one.note,
        )
        for one in known
    )  # fmt: skip
    heads = ("id", "title", "publisher", "tier", "published", "origin", "derived_from", "via", "url", "note")
    return _table(heads, rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table (RFC 4180); a text that a spreadsheet would run as a formula has an apostrophe before it."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([f"'{one}" if isinstance(one, str) and one.startswith(_FORMULA) else one for one in row])
    return made.getvalue().encode()
