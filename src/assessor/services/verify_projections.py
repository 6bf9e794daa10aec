"""
Whether the tables that evaluation reads say what the log says, row for row.

The log is the source of truth; whoever can write the file can change a table beside it and leave
every entry whole. Finds the first row that was changed, added or removed; repairs nothing.
"""

from __future__ import annotations

from dataclasses import fields
from heapq import merge
from itertools import zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING

from assessor.audit import Entry, Fault
from assessor.domain.quoting import quote
from assessor.errors import LogError
from assessor.services.projections import project, project_links
from assessor.store.assessments import AssessmentRow
from assessor.store.evidence import EvidenceRow
from assessor.store.rulesets import RulesetRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.services.projections import ProjectedRow
    from assessor.store.unit_of_work import ReadTransaction

_TABLES = {EvidenceRow: "evidence", RulesetRow: "ruleset", AssessmentRow: "assessment"}


def find_projection_fault(tx: ReadTransaction) -> Fault | None:
    """
    Return the first thing in which projections, or the content they name, differ from the log; None where nothing does.

    Memory does not grow with the log, whose entries were verified before.
    """
    try:
        return _first_row_that_differs(tx) or _first_link_that_differs(tx) or _first_text_missing(tx)
    except LogError as error:
        return Fault("tables", str(error))


def _first_row_that_differs(tx: ReadTransaction) -> Fault | None:
    by_entry = attrgetter("entry_index")
    stored: Iterator[ProjectedRow] = merge(
        tx.evidence.stored(), tx.rulesets.all(), tx.assessments.stored(), key=by_entry
    )
    for wanted, found in zip_longest(_rows_of(tx), stored):
        if wanted != found:
            return _tell(wanted, found)
    return None


def _rows_of(tx: ReadTransaction) -> Iterator[ProjectedRow]:
    for entry in _entries(tx):
        row = project(tx, entry)
        if row is not None:
            if isinstance(row, RulesetRow):
                tx.content.get(row.digest)
            yield row


def _first_link_that_differs(tx: ReadTransaction) -> Fault | None:
    for entry in _entries(tx):
        if entry.type.value.startswith("assessment:"):
            wanted, found = set(project_links(tx, entry)), set(tx.assessments.links(entry.index))
            if wanted != found:
                place = f"table `assessment_evidence`, entry {entry.index}"
                odd = min(wanted ^ found, key=str)
                what = "lacks" if odd in wanted else "has, and the record has not,"
                return Fault(place, f"it {what} {odd.kind} {quote(str(odd.id))}, version {odd.version}, as {odd.role}")
    return None


def _first_text_missing(tx: ReadTransaction) -> Fault | None:
    row = tx.evidence.first_without_text()
    if row is None:
        return None
    return Fault(f"content {row.text_digest}", f"it is missing: the text of {row.kind} {quote(row.id)}")


def _entries(tx: ReadTransaction) -> Iterator[Entry]:
    return (Entry.from_bytes(row.entry_index, row.data) for row in tx.log.stored())


def _tell(wanted: ProjectedRow | None, found: ProjectedRow | None) -> Fault:
    """Say how a stored row differs from what its entry says; either may be absent."""
    if wanted is None or (found is not None and found.entry_index < wanted.entry_index):
        assert found is not None  # noqa: S101 - one of the two is there
        return Fault(_place(found), "it has a row that no entry put there")
    if found is None or type(found) is not type(wanted) or found.entry_index > wanted.entry_index:
        return Fault(_place(wanted), "it lacks the row that the entry put there")
    odd = next(f.name for f in fields(wanted) if getattr(wanted, f.name) != getattr(found, f.name))
    stored, said = getattr(found, odd), getattr(wanted, odd)
    if isinstance(said, bytes):
        return Fault(_place(wanted), f"column `{odd}` holds other bytes than the entry")
    return Fault(_place(wanted), f"column `{odd}` says {quote(str(stored))}, the entry says {quote(str(said))}")


def _place(row: ProjectedRow) -> str:
    return f"table `{_TABLES[type(row)]}`, entry {row.entry_index}"
