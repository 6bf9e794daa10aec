"""
What was recorded last: assessments, restatements, and published rules, the newest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from assessor.domain.restatement import Issued
from assessor.errors import VerificationError
from assessor.services.assessment_name import Reference
from assessor.services.recorded import read_stated
from assessor.site import names

if TYPE_CHECKING:
    from datetime import date, datetime

    from assessor.site.gather.record import Record
    from assessor.store.unit_of_work import ReadTransaction

MOST: Final = 100
_MOST_RESTATED: Final = 50


@dataclass(frozen=True, slots=True)
class RestatedTold:
    """An assessment that was answered differently: what it said, and what is said now."""

    entry: int
    as_of: date
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Event:
    """
    An entry of the log that a reader may want to hear of.

    Attributes:
        title: Of the cell, or of the rules; `told`, what the entry says.
        page: Where it is told at length; empty where nowhere.
    """

    entry: int
    recorded_at: datetime
    kind: Literal["assessed", "restated", "published"]
    word: str
    title: str
    told: str
    page: str
    restated: tuple[RestatedTold, ...] = ()


def gather_events(tx: ReadTransaction, record: Record) -> tuple[tuple[Event, ...], int]:
    """Return the latest events, the newest first, and how many there are in all."""
    titles = {one.cell.cell: one.cell.title for one in record.cells}
    assessed = {row.entry_index: one.cell.title for one in record.cells for row in one.rows}
    published = {row.entry_index: row for row in record.published}
    restated = {row.entry_index: row.cell for row in record.restated}
    entries = sorted({*assessed, *published, *restated}, reverse=True)
    found: list[Event] = []
    for index in entries[:MOST]:
        entry = tx.log.entry(index)
        if entry is None:
            raise VerificationError(f"entry {index} is missing")
        if index in assessed:
            found.append(_assessed(tx, index, entry.recorded_at, assessed[index]))
        elif index in restated:
            found.append(_restated(tx, record, index, entry.recorded_at, titles.get(restated[index], restated[index])))
        else:
            row = published[index]
            told = f"Rules in force from {row.effective_from}"
            page = names.ruleset_page(row.digest)
            found.append(Event(index, entry.recorded_at, "published", "Rules", row.framework, told, page))
    return tuple(found), len(entries)


def _assessed(tx: ReadTransaction, index: int, recorded_at: datetime, title: str) -> Event:
    assessment = read_stated(tx, Reference(index)).assessment
    said = str(Issued.of(assessment.verdict))
    if assessment.override is not None and assessment.override.in_force:
        said = f"{assessment.override.trajectory} by override; computed: {said}"
    told = f"As of {assessment.as_of}: {said}"
    return Event(index, recorded_at, "assessed", "Assessed", title, told, names.assessment_page(index))


def _restated(tx: ReadTransaction, record: Record, index: int, recorded_at: datetime, title: str) -> Event:
    rows = [row for row in record.restated if row.entry_index == index]
    told = f"{len(rows)} earlier assessment{' is' if len(rows) == 1 else 's are'} answered differently"
    some = tuple(
        RestatedTold(
            row.restated.entry, row.restated.as_of, _was(tx, record, row.restated.entry, index), str(row.verdict)
        )
        for row in rows[:_MOST_RESTATED]
    )
    return Event(index, recorded_at, "restated", "Restated", title, told, "", some)


def _was(tx: ReadTransaction, record: Record, assessment: int, index: int) -> str:
    """Return what was said of an assessment's day before an entry restated it."""
    earlier = [one for one in record.restatements_of(assessment) if one.entry_index < index]
    if earlier:
        return str(earlier[-1].verdict)
    return str(Issued.of(read_stated(tx, Reference(assessment)).assessment.verdict))
