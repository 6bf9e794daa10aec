"""
Recorded assessments, as a projection of the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, insert, select

from assessor.audit import EntryType, parse_instant
from assessor.store.projection import Projection, Row
from assessor.store.streaming import fetch_values
from assessor.store.tables import assessment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from assessor.audit import Entry
    from assessor.store.projection import Record

_MOST_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """
    One recorded assessment.

    Attributes:
        identity: The digest of every input; two with the same are the same evaluation.
        repeats: The entry that recorded the same inputs first, where this one only points at it.
    """

    entry_index: int
    id: str
    cell: str
    as_of: date
    known_at: datetime
    ruleset_digest: str
    log_size: int
    trajectory: str | None
    standing: str
    identity: str
    repeats: int | None


def name_assessment(cell: str, as_of: str, entry_index: int) -> str:
    """Return the id of an assessment, such as `11@2026-04-26#357`."""
    return f"{cell}@{as_of}#{entry_index}"


def _project(entry: Entry, body: Mapping[str, Any], record: Record) -> Iterator[Row]:
    """Make the row of an assessment; a repetition has the result of what it repeats."""
    repeats = body.get("repeats")
    found = body if repeats is None else record.read_body(repeats)
    yield {
        "entry_index": entry.index,
        "id": name_assessment(body["cell"], body["as_of"], entry.index),
        "cell": body["cell"],
        "as_of": date.fromisoformat(body["as_of"]),
        "known_at": parse_instant(body["known_at"]),
        "ruleset_digest": body["ruleset"],
        "log_size": body["log_size"],
        "trajectory": found.get("trajectory"),
        "standing": found["standing"],
        "identity": body["identity"],
        "repeats": repeats,
    }


ASSESSMENTS: Final = Projection(
    assessment, frozenset({EntryType.ASSESSMENT_RECORDED, EntryType.ASSESSMENT_REPEATED}), _project
)
_COLUMNS = tuple(assessment.c[name] for name in AssessmentRow.__slots__)
_BY_IDENTITY = (
    select(*_COLUMNS)
    .where(assessment.c.identity == bindparam("identity"), assessment.c.repeats.is_(None))
    .order_by(assessment.c.entry_index)
)


class AssessmentReader:
    """Reads assessments in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def by_identity(self, identity: str) -> AssessmentRow | None:
        """Return the assessment that first recorded these inputs, or None."""
        rows = fetch_values(self._connection, _BY_IDENTITY, identity)
        return AssessmentRow(*rows[0]) if rows else None

    def at(self, entry_index: int) -> AssessmentRow | None:
        """Return the assessment that an entry recorded, or None where it recorded none."""
        row = self._connection.execute(select(*_COLUMNS).where(assessment.c.entry_index == entry_index)).first()
        return None if row is None else AssessmentRow(*row)

    def latest(self, cells: Iterable[str] | None = None) -> dict[str, AssessmentRow]:
        """
        Return the latest assessment of each cell that has one: of the latest day judged, the one that knew most.

        Args:
            cells: Those asked for; all where absent.
        """
        columns = assessment.c
        order = (columns.as_of.desc(), columns.known_at.desc(), columns.log_size.desc(), columns.entry_index.desc())
        place = func.row_number().over(partition_by=columns.cell, order_by=order).label("place")
        wanted = select(*_COLUMNS, place)
        parts = [wanted]
        if cells is not None:
            named = sorted(set(cells))
            some = (named[at : at + _MOST_AT_ONCE] for at in range(0, len(named), _MOST_AT_ONCE))
            parts = [wanted.where(columns.cell.in_(part)) for part in some]
        found: dict[str, AssessmentRow] = {}
        for part in parts:
            ranked = part.subquery()
            first = select(*(ranked.c[name] for name in AssessmentRow.__slots__)).where(ranked.c.place == 1)
            found |= {row.cell: AssessmentRow(*row) for row in self._connection.execute(first)}
        return found

    def of_cell(self, cell: str) -> list[AssessmentRow]:
        """Return the assessments of a cell, first to last."""
        return list(self.every(cell))

    def every(self, cell: str | None = None) -> Iterator[AssessmentRow]:
        """
        Yield every assessment, first to last.

        Args:
            cell: Only those of this one.
        """
        wanted = select(*_COLUMNS).order_by(assessment.c.entry_index)
        if cell is not None:
            wanted = wanted.where(assessment.c.cell == cell)
        for row in self._connection.execute(wanted):
            yield AssessmentRow(*row)


class AssessmentWriter(AssessmentReader):
    """Adds assessments in a transaction that holds the write lock."""

    def add(self, row: AssessmentRow) -> None:
        """Add one assessment."""
        self._connection.execute(insert(assessment), {name: getattr(row, name) for name in AssessmentRow.__slots__})
