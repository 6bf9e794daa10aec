"""
Recording evidence: one batch, one transaction, one entry for each item.

The same item again is told and not doubled; the same id with other content is refused, and so
is a batch of which anything is wrong: nothing of it is recorded then. Nothing is guessed:
*known from* is the log's own clock, or in a declared backfill the day of publication.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from assessor.audit import Entry, EntryType, draft_entry, render_instant
from assessor.audit.media_types import SIGNAL_TEXT
from assessor.errors import EvidenceConflictError, EvidenceNotFoundError
from assessor.services.check_batch import check_batch
from assessor.services.evidence_batch import KnownFrom, items_of
from assessor.services.evidence_documents import ItemDocument, write_item
from assessor.services.publish_ruleset import latest
from assessor.services.requests import find_answer, request_of
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from assessor.audit import Request
    from assessor.domain.evidence_file import EvidenceFile
    from assessor.services.context import Context
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction, WriteTransaction

_log = get_logger(__name__)

_RECORDED = {
    "source": EntryType.SOURCE_RECORDED,
    "feed": EntryType.FEED_RECORDED,
    "signal": EntryType.SIGNAL_RECORDED,
    "reading": EntryType.READING_RECORDED,
}


@dataclass(frozen=True, slots=True)
class RecordedItem:
    """One version as the log took it."""

    kind: str
    id: str
    version: int
    entry_index: int


@dataclass(frozen=True, slots=True)
class RecordedBatch:
    """What a batch brought; `already` names items that were there with the same content."""

    batch: str
    recorded: tuple[RecordedItem, ...]
    already: tuple[str, ...]


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
            return _brought(tx, before, [d for _, d in documents])
        checked = check_batch(tx, file, documents, latest(tx).ruleset)
        new: dict[tuple[str, str], _Version] = {}
        already: list[str] = []
        for item, document in documents:
            key_of = (document.kind, document.id)
            if _is_recorded(checked.rows.get(key_of), document) or key_of in new:
                already.append(f"{document.kind} {document.id}")
            else:
                kind = EntryType.SIGNAL_PROPOSED if proposed and document.kind == "signal" else _RECORDED[document.kind]
                new[key_of] = _Version(kind, document, 1, checked.batch.known_from(item))
        batch_id = f"{file.batch}@{tx.log.size()}"  # the batch's name with the size of the log that took it
        recorded = _append(context, tx, list(new.values()), batch_id, request)
    _log.info("evidence.recorded", batch=batch_id, recorded=len(recorded), already=len(already))
    return RecordedBatch(batch_id, recorded, tuple(already))


def _brought(tx: ReadTransaction, first: Entry, documents: list[ItemDocument]) -> RecordedBatch:
    """Return what a batch brought when it was recorded, from its entries."""
    rows = takewhile(lambda row: row.batch == first.batch, tx.log.stored(first.index))
    recorded = tuple(_read_item(Entry.from_bytes(row.entry_index, row.data)) for row in rows)
    new = {(item.kind, item.id) for item in recorded}
    already = tuple(f"{d.kind} {d.id}" for d in documents if (d.kind, d.id) not in new)
    return RecordedBatch(first.batch or "", recorded, already)


def _read_item(entry: Entry) -> RecordedItem:
    body = entry.parse_body()
    return RecordedItem(entry.type.value.partition(":")[0], body["id"], body["version"], entry.index)


def _is_recorded(row: EvidenceRow | None, document: ItemDocument) -> bool:
    """
    Return whether an item is there already, with this content.

    Raises:
        EvidenceConflictError: It is there with other content.
    """
    if row is not None and row.digest != document.digest:
        message = (
            f"{document.kind} `{document.id}` is recorded with other content (entry {row.entry_index}); "
            "nothing of the batch was recorded: choose another id, or correct the recorded one"
        )
        raise EvidenceConflictError(message)
    return row is not None


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of an item that the log is about to take, under an entry of `kind`."""

    kind: EntryType
    document: ItemDocument
    version: int
    known: KnownFrom

    def body(self) -> dict[str, object]:
        """Return the body of its entry."""
        document, known = self.document, self.known
        body: dict[str, object] = {"id": document.id, "item": document.body, "version": self.version}
        flags = {"estimated": known.estimated, "look_ahead": known.look_ahead}
        body |= {name: True for name, is_set in flags.items() if is_set}
        if document.text_digest is not None:
            body["text"] = document.text_digest
        if known.backfill and known.moment is not None:
            body["backfill"] = {"known_from": render_instant(known.moment)}
        return body


def _append(
    context: Context, tx: WriteTransaction, versions: list[_Version], batch_id: str | None, request: Request | None
) -> tuple[RecordedItem, ...]:
    """Take versions into content and log, in their order; the first one answers the request."""
    for version in versions:
        if version.document.text:
            tx.content.put(version.document.text, media_type=SIGNAL_TEXT, erasable=True)
    drafts = [
        draft_entry(v.kind, v.body(), actor=context.actor, batch=batch_id, request=None if place else request)
        for place, v in enumerate(versions)
    ]
    entries = tx.append(drafts, clock=context.clock)
    return tuple(
        RecordedItem(v.document.kind, v.document.id, v.version, entry.index)
        for v, entry in zip(versions, entries, strict=True)
    )


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
            return _read_item(before)
        row = tx.evidence.latest("signal", signal_id)
        if row is None:
            message = f"signal `{signal_id}` is not known; `assessor signal list` shows what is"
            raise EvidenceNotFoundError(message)
        if row.status != "proposed":
            message = f"signal `{signal_id}` is {row.status} already (entry {row.entry_index})"
            raise EvidenceConflictError(message)
        document = ItemDocument("signal", row.id, json.loads(row.body), row.text_digest)
        accepted = _Version(EntryType.SIGNAL_ACCEPTED, document, row.version + 1, KnownFrom(None))
        return _append(context, tx, [accepted], None, request)[0]
