"""
The record as a whole: its cells with their assessments, its rules, restatements and checkpoints.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.audit.checkpoint import SignedCheckpoint, parse_signed_checkpoint
from assessor.audit.signed_note import parse_signatures
from assessor.domain.cell import Cell
from assessor.services.due import find_due
from assessor.services.log_keys import read_chain
from assessor.services.publish_ruleset import load_published

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from assessor.ruleset.model import Ruleset
    from assessor.store.assessments import AssessmentRow
    from assessor.store.restatements import RestatedRow
    from assessor.store.rulesets import RulesetRow
    from assessor.store.unit_of_work import ReadTransaction


@dataclass(frozen=True, slots=True)
class CellRecord:
    """
    A cell with all that was recorded of it.

    Attributes:
        rows: Its assessments, first to last.
        latest: Of the latest day judged, the one that knew most; None where it was never assessed.
        due: The entries that were recorded since and touch it.
        judged: Whether the rules in force judge it.
        is_current: Whether the rules in force have it.
    """

    cell: Cell
    rows: tuple[AssessmentRow, ...]
    latest: AssessmentRow | None
    due: tuple[int, ...]
    judged: bool
    is_current: bool


@dataclass(frozen=True)
class Record:
    """
    What the log holds, up to its last entry.

    Attributes:
        ended: When the log took its last entry: every page is made as of then.
        rules: The rules in force on that day; None where none are.
        published: Every publication, first to last.
        checkpoints: Those that were signed, by size.
        key: The verifier key that signs now; None where nothing is signed.
    """

    origin: str
    size: int
    ended: datetime
    rules: Ruleset | None
    published: tuple[RulesetRow, ...]
    cells: tuple[CellRecord, ...]
    restated: tuple[RestatedRow, ...]
    checkpoints: tuple[SignedCheckpoint, ...]
    key: str | None

    @property
    def day(self) -> date:
        """The day on which the record ends."""
        return self.ended.date()

    @property
    def title(self) -> str:
        """What the record is of."""
        return self.rules.framework.title if self.rules is not None else self.origin

    @cached_property
    def restated_by(self) -> Mapping[int, tuple[RestatedRow, ...]]:
        """The restatements of each assessment that has any, first to last."""
        found: dict[int, tuple[RestatedRow, ...]] = {}
        for row in self.restated:
            found[row.restated.entry] = (*found.get(row.restated.entry, ()), row)
        return found

    def restatements_of(self, entry: int) -> tuple[RestatedRow, ...]:
        """Return how an assessment was answered differently since, first to last."""
        return self.restated_by.get(entry, ())

    def covering(self, entry: int) -> SignedCheckpoint | None:
        """
        Return the first checkpoint that covers an entry.

        A later one proves no more, and what was once handed out under this one stays as it is.
        """
        place = bisect_right(self._signed_sizes, entry)
        return self.checkpoints[place] if place < len(self.checkpoints) else None

    def signed_over(self, entry: int) -> str | None:
        """Return the text of the first checkpoint that covers an entry, with the signatures under it."""
        place = bisect_right(self._signed_sizes, entry)
        return self._signed_notes[place] if place < len(self.checkpoints) else None

    @cached_property
    def _signed_notes(self) -> list[str]:
        return [one.note.render().decode() for one in self.checkpoints]

    @cached_property
    def _signed_sizes(self) -> list[int]:
        return [one.checkpoint.size for one in self.checkpoints]


def read_record(tx: ReadTransaction) -> Record:
    """
    Read what the log holds.

    Raises:
        VerificationError: Something of it does not hold together.
    """
    size = tx.log.size()
    last = tx.log.entry(size - 1)
    assert last is not None  # noqa: S101 - a log has its first entry
    day = last.recorded_at.date()
    published = tuple(sorted(tx.rulesets.all(), key=lambda row: row.entry_index))
    row = tx.rulesets.in_force(day, size) or (published[-1] if published else None)
    rules = load_published(tx, row.digest) if row is not None else None
    current = read_chain(tx).current
    return Record(
        origin=tx.log.origin(),
        size=size,
        ended=last.recorded_at,
        rules=rules,
        published=published,
        cells=tuple(_cells(tx, rules, day)) if rules is not None else (),
        restated=tuple(tx.restatements.all()),
        checkpoints=tuple(_checkpoints(tx)),
        key=str(current) if current is not None else None,
    )


def _checkpoints(tx: ReadTransaction) -> Iterator[SignedCheckpoint]:
    """Yield the checkpoints by size, each with the cosignatures under it."""
    lines: dict[int, str] = {}
    for row in tx.checkpoints.cosignatures():
        lines[row.size] = f"{lines.get(row.size, '')}{row.line}\n"
    for one in tx.checkpoints.stored():
        signed = parse_signed_checkpoint(one.note)
        cosigned = parse_signatures(lines[one.size]) if one.size in lines else ()
        yield SignedCheckpoint(signed.checkpoint, signed.note.with_signatures(cosigned))


def _cells(tx: ReadTransaction, rules: Ruleset, day: date) -> list[CellRecord]:
    """Return the cells in the ruleset's order, and after them those that it has no more."""
    latest = tx.assessments.latest()
    due = {one.cell: one.entries for one in find_due(tx, day)} if _in_force(tx, day) else {}
    cells = [*(one.cell for one in rules.cells), *(name for name in sorted(latest) if not rules.has_cell(name))]
    found: list[CellRecord] = []
    for name in cells:
        row = latest.get(name)
        has = rules.has_cell(name)
        cell = rules.cell(name) if has else _of_then(tx, name, row)
        judged = has and bool(rules.rules_of(name).rules)
        found.append(CellRecord(cell, tuple(tx.assessments.of_cell(name)), row, due.get(name, ()), judged, has))
    return found


def _in_force(tx: ReadTransaction, day: date) -> bool:
    return tx.rulesets.in_force(day, tx.log.size()) is not None


def _of_then(tx: ReadTransaction, name: str, row: AssessmentRow | None) -> Cell:
    """Return a cell as the rules that judged it last had it."""
    return load_published(tx, row.ruleset_digest).cell(name) if row is not None else Cell(cell=name, title=name)
