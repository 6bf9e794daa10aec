"""
Recording evidence: one batch, one transaction, one entry for each version.

The same item again is told and not doubled, a later edition of a reading revises it, and the same
id with other content is refused. So is a batch of which anything is wrong: nothing of it is
recorded then. Nothing is guessed: *known from* is the log's own clock, or in a declared backfill
the day of publication.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit import EntryType
from assessor.errors import EvidenceConflictError, EvidenceNotFoundError
from assessor.services.check_batch import check_batch
from assessor.services.evidence_batch import items_of
from assessor.services.evidence_documents import write_item
from assessor.services.publish_ruleset import latest
from assessor.services.requests import find_answer, request_of
from assessor.services.standing_versions import Standing
from assessor.services.versions import (
    RecordedItem,
    Version,
    append_versions,
    document_of,
    entries_with,
    read_recorded_item,
)
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from assessor.audit import Entry
    from assessor.domain.evidence_file import EvidenceFile
    from assessor.services.context import Context
    from assessor.services.evidence_documents import ItemDocument
    from assessor.store.unit_of_work import ReadTransaction

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RecordedBatch:
    """
    What a batch brought.

    Attributes:
        already: Items that were there with the same content.
        left_out: Rows of the batch's table that are no signals, and why.
    """

    batch: str
    recorded: tuple[RecordedItem, ...]
    already: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def record_batch(
    context: Context, file: EvidenceFile, *, proposed: bool = False, key: str | None = None
) -> RecordedBatch:
    """
    Record a batch of evidence, whole or not at all.

    Args:
        proposed: Keep its signals as proposals, which are no evidence until accepted.
        key: Stands for this request: asked again, it is answered by what was recorded first.

    Raises:
        EvidenceInvalidError: Something in the batch is wrong; the message lists all of it.
        EvidenceConflictError: An id exists with other content.
        KeyConflictError: The key stands for another request.
        RulesetNotFoundError: No ruleset is published, so there is no codebook to check against.
    """
    documents = [(item, write_item(item)) for item in items_of(file)]
    request = request_of(
        context,
        key,
        record=file.batch,
        backfill=file.backfill or "",
        items=[(d.kind, d.id, d.digest) for _, d in documents],
        proposed=proposed,
    )
    with context.database.write() as tx:
        before = find_answer(tx, request)
        if before is not None:
            brought = _brought(tx, before, [d for _, d in documents], _left_out(file))
            context.then(tx, [item.entry_index for item in brought.recorded])
            return brought
        checked = check_batch(tx, file, documents, latest(tx).ruleset)
        standing = Standing(tx, checked.batch, checked.rows)
        for item, document in documents:
            standing.take(item, document, proposed=proposed)
        batch_id = f"{file.batch}@{tx.log.size()}"  # the batch's name with the size of the log that took it
        recorded = append_versions(context, tx, standing.new, batch_id, request)
        context.then(tx, [item.entry_index for item in recorded])
    already = tuple(dict.fromkeys(standing.already))
    _log.info("evidence.recorded", batch=batch_id, recorded=len(recorded), already=len(already))
    return RecordedBatch(batch_id, recorded, already, _left_out(file))


def _left_out(file: EvidenceFile) -> tuple[str, ...]:
    return tuple(f"{out.rows} rows: {out.because}" for out in file.table.leave_out) if file.table is not None else ()


def _brought(
    tx: ReadTransaction, first: Entry, documents: list[ItemDocument], left_out: tuple[str, ...]
) -> RecordedBatch:
    """Return what a batch brought when it was recorded, from its entries."""
    recorded = tuple(map(read_recorded_item, entries_with(tx, first)))
    new = {(item.kind, item.id) for item in recorded}
    already = dict.fromkeys(f"{d.kind} {d.id}" for d in documents if (d.kind, d.id) not in new)
    return RecordedBatch(first.batch or "", recorded, tuple(already), left_out)


def accept_signal(context: Context, signal_id: str, *, key: str | None = None) -> RecordedItem:
    """
    Accept a proposed signal as evidence; it counts as known from now on.

    Args:
        key: Stands for this request: asked again, it is answered by what was recorded first.

    Raises:
        EvidenceNotFoundError: There is no such signal.
        EvidenceConflictError: It is accepted already.
        KeyConflictError: The key stands for another request.
    """
    request = request_of(context, key, accept=signal_id)
    with context.database.write() as tx:
        before = find_answer(tx, request)
        if before is not None:
            context.then(tx, [before.index])
            return read_recorded_item(before)
        row = tx.evidence.latest("signal", signal_id)
        if row is None:
            message = f"signal `{signal_id}` is not known; `assessor signal list` shows what is"
            raise EvidenceNotFoundError(message)
        if row.status != "proposed":
            message = f"signal `{signal_id}` is {row.status} already (entry {row.entry_index})"
            raise EvidenceConflictError(message)
        accepted = Version(EntryType.SIGNAL_ACCEPTED, document_of(row), row.version + 1)
        (item,) = append_versions(context, tx, [accepted], None, request)
        context.then(tx, [item.entry_index])
        return item
