"""Versions of evidence items put into a log as they are, whatever stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.audit import EntryType, draft_entry
from assessor.audit.media_types import SIGNAL_TEXT
from assessor.services.evidence_documents import write_item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.evidence import Item
    from assessor.services.context import Context
    from assessor.store.unit_of_work import WriteTransaction

TYPES: Final = {
    "source": EntryType.SOURCE_RECORDED,
    "signal": EntryType.SIGNAL_RECORDED,
    "reading": EntryType.READING_RECORDED,
    "feed": EntryType.FEED_RECORDED,
}


def record_version(context: Context, item: Item, version: int) -> int:
    """Take one version of an item into the log, and return its entry."""
    with context.database.write() as tx:
        return append_versions(context, tx, [(item, version)])[0]


def append_versions(context: Context, tx: WriteTransaction, items: Iterable[tuple[Item, int]]) -> list[int]:
    """Take versions of items into the log in a transaction."""
    drafts = []
    for item, version in items:
        document = write_item(item)
        body = {"id": item.id, "item": document.body, "version": version}
        if document.text:
            body["text"] = tx.content.put(document.text, media_type=SIGNAL_TEXT, erasable=True)
        drafts.append(draft_entry(TYPES[document.kind], body, actor="tester"))
    return [entry.index for entry in tx.append(drafts, clock=context.clock)]
