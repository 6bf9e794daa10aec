"""
The same as the pages of a cell tell, as tables: CSV (RFC 4180), a row to each thing.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from assessor.audit import render_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.site.gather.cell import CellFacts
    from assessor.site.gather.record import CellRecord, Record

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


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
    rows = (
        (
            read.indicator, str(read.period), format(read.value, "f") if read.value is not None else "", read.unit,
            read.status, read.source, read.published or "", read.vintage or "",
        )
        for read in facts.readings
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
    rows = (
        (
            one.id, one.title, one.publisher, one.tier, one.published, one.origin or "", " ".join(one.derived_from),
            one.via, one.url, one.note,
        )
        for one in facts.sources
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
