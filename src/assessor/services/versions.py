"""
Versions of evidence items on their way into the log: one entry each, their texts beside it.

Holds how a version becomes an entry, and how entries are told again. What may become a version
is for those who record and correct.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from assessor.audit import Entry, EntryType, draft_entry, render_instant
from assessor.audit.media_types import SIGNAL_TEXT
from assessor.services.evidence_batch import KnownFrom
from assessor.services.evidence_documents import ItemDocument

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.audit import Request
    from assessor.domain.known import ItemKey
    from assessor.services.context import Context
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction, WriteTransaction

BY_THE_CLOCK: Final = KnownFrom(None)
"""Known from the moment at which the log takes it."""


@dataclass(frozen=True, slots=True)
class RecordedItem:
    """One version as the log took it."""

    kind: str
    id: str
    version: int
    entry_index: int


@dataclass(frozen=True, slots=True)
class Version:
    """
    A version of an item that the log is about to take, under an entry of `kind`.

    Attributes:
        said: What else its entry says, such as a reason.
    """

    kind: EntryType
    document: ItemDocument
    version: int
    known: KnownFrom = BY_THE_CLOCK
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> ItemKey:
        """Kind and id of the item."""
        return (self.document.kind, self.document.id)

    def body(self) -> dict[str, object]:
        """Return the body of its entry."""
        document, known = self.document, self.known
        body: dict[str, object] = {"id": document.id, "item": document.body, "version": self.version, **self.said}
        flags = {"estimated": known.estimated, "look_ahead": known.look_ahead}
        body |= {name: True for name, is_set in flags.items() if is_set}
        if document.text_digest is not None:
            body["text"] = document.text_digest
        if known.backfill and known.moment is not None:
            body["backfill"] = {"known_from": render_instant(known.moment)}
        return body


def document_of(row: EvidenceRow) -> ItemDocument:
    """Return a recorded version as a document, its text by its address alone."""
    return ItemDocument(row.kind, row.id, json.loads(row.body), row.text_digest)  # type: ignore[arg-type] # as the table


def append_versions(
    context: Context, tx: WriteTransaction, versions: Sequence[Version], batch: str | None, request: Request | None
) -> tuple[RecordedItem, ...]:
    """Take versions into content and log, in their order; the first one answers the request."""
    texts = dict.fromkeys(version.document.text for version in versions)
    for text in filter(None, texts):
        tx.content.put(text, media_type=SIGNAL_TEXT, erasable=True)
    drafts = [
        draft_entry(v.kind, v.body(), actor=context.actor, batch=batch, request=None if place else request)
        for place, v in enumerate(versions)
    ]
    entries = tx.append(drafts, clock=context.clock)
    return tuple(
        RecordedItem(v.document.kind, v.document.id, v.version, entry.index)
        for v, entry in zip(versions, entries, strict=True)
    )


def entries_with(tx: ReadTransaction, first: Entry) -> list[Entry]:
    """Return the entries of the batch that one begins; itself alone where it came in none."""
    if first.batch is None:
        return [first]
    rows = takewhile(lambda row: row.batch == first.batch, tx.log.stored(first.index))
    return [Entry.from_bytes(row.entry_index, row.data) for row in rows]


def read_recorded_item(entry: Entry) -> RecordedItem:
    """Return which version an entry recorded."""
    body = entry.parse_body()
    return RecordedItem(entry.type.value.partition(":")[0], body["id"], body["version"], entry.index)
