"""
Which assessments were restated, by which entry and to what, as a projection of the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select

from assessor.audit import EntryType
from assessor.audit.canonical import decode_canonical
from assessor.domain.restatement import Issued, Restated
from assessor.store.projection import Projection, Row
from assessor.store.tables import restatement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from assessor.audit import Entry
    from assessor.store.projection import Record


class RestatedRow(NamedTuple):
    """One assessment as an entry restated it."""

    entry_index: int
    cell: str
    restated: Restated

    @property
    def verdict(self) -> Issued:
        """What is issued for its day since."""
        return self.restated.verdict


def _project(entry: Entry, body: Mapping[str, Any], record: Record) -> Iterator[Row]:
    """Make a row of each assessment restated; the document holds as many as the entry says, all of before it."""
    found = [Restated.model_validate(one) for one in decode_canonical(record.read_content(body["record"]))["restated"]]
    days = [str(one.as_of) for one in found]
    told = (len(found), min(days), max(days))
    if told != (body["restated"], body["first"], body["last"]) or any(one.entry >= body["log_size"] for one in found):
        raise ValueError("the document holds other restatements than the entry says")
    for one in found:
        yield {
            "entry_index": entry.index,
            "assessment_index": one.entry,
            "cell": body["cell"],
            "as_of": one.as_of,
            "verdict": one.verdict.model_dump_json(exclude_none=True),
        }


RESTATEMENTS: Final = Projection(
    restatement, frozenset({EntryType.ASSESSMENT_RESTATED}), _project, key=("assessment_index",)
)


class RestatementReader:
    """Reads restatements in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def all(self, cell: str | None = None) -> list[RestatedRow]:
        """Return every restatement, of one cell where one is named, first to last."""
        table = restatement.c
        wanted = select(restatement).order_by(table.entry_index, table.assessment_index)
        if cell is not None:
            wanted = wanted.where(table.cell == cell)
        return [_read(row) for row in self._connection.execute(wanted)]

    def of_cell(self, cell: str) -> list[RestatedRow]:
        """Return every restatement of a cell's assessments, first to last."""
        return self.all(cell)

    def of_assessment(self, entry_index: int) -> list[RestatedRow]:
        """Return every restatement of one assessment, first to last."""
        table = restatement.c
        wanted = select(restatement).where(table.assessment_index == entry_index).order_by(table.entry_index)
        return [_read(row) for row in self._connection.execute(wanted)]

    def latest(self, cell: str, log_size: int) -> dict[int, RestatedRow]:
        """Return the last restatement below a size of the log of each assessment of a cell that has one."""
        return {row.restated.entry: row for row in self.of_cell(cell) if row.entry_index < log_size}


def _read(row: Any) -> RestatedRow:  # noqa: ANN401 - a row of the table
    verdict = Issued.model_validate_json(row.verdict)
    return RestatedRow(
        row.entry_index, row.cell, Restated(entry=row.assessment_index, as_of=row.as_of, verdict=verdict)
    )
