"""
Recorded assessments and the evidence they rest on, as a projection of the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - fields of a row
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy import insert, select

from assessor.store.tables import assessment, assessment_evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


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


class EvidenceLink(NamedTuple):
    """One version that an assessment read, or rests on."""

    role: Literal["support", "read"]
    kind: str
    id: str
    version: int


_COLUMNS = tuple(assessment.c[name] for name in AssessmentRow.__slots__)


class AssessmentReader:
    """Reads assessments in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def by_identity(self, identity: str) -> AssessmentRow | None:
        """Return the assessment that first recorded these inputs, or None."""
        wanted = (
            select(*_COLUMNS)
            .where(assessment.c.identity == identity, assessment.c.repeats.is_(None))
            .order_by(assessment.c.entry_index)
            .limit(1)
        )
        row = self._connection.execute(wanted).first()
        return None if row is None else AssessmentRow(*row)

    def of_cell(self, cell: str) -> list[AssessmentRow]:
        """Return the assessments of a cell, first to last."""
        wanted = select(*_COLUMNS).where(assessment.c.cell == cell).order_by(assessment.c.entry_index)
        return [AssessmentRow(*row) for row in self._connection.execute(wanted)]

    def links(self, entry_index: int) -> list[EvidenceLink]:
        """Return what an assessment read and rests on."""
        table = assessment_evidence
        wanted = (
            select(table.c.role, table.c.kind, table.c.id, table.c.version)
            .where(table.c.entry_index == entry_index)
            .order_by(table.c.role, table.c.kind, table.c.id)
        )
        return [EvidenceLink(*row) for row in self._connection.execute(wanted)]


class AssessmentWriter(AssessmentReader):
    """Adds assessments in a transaction that holds the write lock."""

    def add(self, row: AssessmentRow, links: Iterable[EvidenceLink]) -> None:
        """Add one assessment with its evidence."""
        self._connection.execute(insert(assessment), {name: getattr(row, name) for name in AssessmentRow.__slots__})
        rows = [{"entry_index": row.entry_index, **link._asdict()} for link in links]
        if rows:
            self._connection.execute(insert(assessment_evidence), rows)
