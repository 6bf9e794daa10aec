"""
What the log of a scenario says: its entries, and what became of each recorded assessment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.services.assessment_name import Reference
from assessor.services.out_of_date import find_newer
from assessor.services.recompute import list_due
from assessor.services.recorded import read_recorded
from assessor.services.replay import replay
from assessor.services.verify_log import verify_log

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from assessor.domain.assessment import Verdict
    from assessor.domain.restatement import Issued
    from assessor.services.context import Context
    from assessor.store.assessments import AssessmentRow
    from assessor.store.unit_of_work import ReadTransaction


class Said:
    """
    A log, looked at.

    Items are told by their ids; of sources, those alone that no other item told with them cites. An answer is a
    trajectory, or `insufficient` where none was issued.
    """

    def __init__(self, context: Context) -> None:
        """Look at the log of some surroundings."""
        self._context = context
        self._database = context.database

    def types(self) -> tuple[str, ...]:
        """Return the type of each entry, first to last."""
        with self._database.read() as tx:
            return tuple(row.type for row in tx.log.stored())

    def fault(self) -> str | None:
        """Return the first thing in the log that does not fit; None where it verifies."""
        report = verify_log(self._context)
        return None if report.is_sound else str(report.fault)

    def unlike(self) -> str | None:
        """Return the first entry that does not give again what it recorded, and what differs; None where all do."""
        for one in replay(self._context):
            if one.differences:
                return f"entry {one.entry_index}: {'; '.join(map(str, one.differences))}"
        return None

    def due(self) -> tuple[str, ...]:
        """Return the cells that are due."""
        return tuple(one.cell for one in list_due(self._context))

    def first(self, cell: str, as_of: date) -> AssessmentRow:
        """
        Return the first assessment of a cell as of a day.

        Raises:
            StepInvalidError: None was recorded; the message names the days that were.
        """
        rows = self._assessments(cell)
        found = next((row for row in rows if row.as_of == as_of), None)
        if found is None:
            days = ", ".join(sorted({str(row.as_of) for row in rows})) or "none"
            raise StepInvalidError(
                f"no assessment of cell {quote(cell)} as of {as_of} was recorded (there are: {days})"
            )
        return found

    def last(self, cell: str) -> AssessmentRow:
        """
        Return the assessment of a cell that was recorded last.

        Raises:
            StepInvalidError: None was recorded.
        """
        rows = self._assessments(cell)
        if not rows:
            raise StepInvalidError(f"no assessment of cell {quote(cell)} was recorded")
        return rows[-1]

    def _assessments(self, cell: str) -> list[AssessmentRow]:
        with self._database.read() as tx:
            return sorted(tx.assessments.of_cell(cell), key=lambda row: row.entry_index)

    def answer(self, row: AssessmentRow) -> str:
        """Return what an assessment says in the record."""
        with self._database.read() as tx:
            return _answer(read_recorded(tx, Reference(row.entry_index)).assessment.verdict)

    def restated(self, row: AssessmentRow) -> tuple[str, ...]:
        """Return the answers that an assessment was restated as, each time."""
        with self._database.read() as tx:
            return tuple(_answer(one.verdict) for one in tx.restatements.of_assessment(row.entry_index))

    def causes(self, row: AssessmentRow) -> tuple[str, ...]:
        """Return the items whose versions made an assessment."""
        with self._database.read() as tx:
            entry = tx.log.entry(row.entry_index)
            return _items_of(tx, entry.cause.entries if entry is not None else ())

    def newer(self, row: AssessmentRow) -> tuple[str, ...]:
        """Return the items by which an assessment is out of date."""
        with self._database.read() as tx:
            assessment = read_recorded(tx, Reference(row.entry_index)).assessment
        entries = find_newer(self._context, assessment)
        with self._database.read() as tx:
            return _items_of(tx, entries)


def _items_of(tx: ReadTransaction, entries: Iterable[int]) -> tuple[str, ...]:
    items: dict[str, None] = {}
    sources: dict[str, None] = {}
    cited: set[str] = set()
    for entry in filter(None, map(tx.log.entry, entries)):
        body = entry.parse_body()
        if "item" in body:
            (sources if entry.type.value.startswith("source:") else items)[body["id"]] = None
            cited |= {*body["item"].get("sources", ()), body["item"].get("source", "")}
    return (*(source for source in sources if source not in cited), *items)


def _answer(verdict: Verdict | Issued) -> str:
    return verdict.trajectory or verdict.standing
