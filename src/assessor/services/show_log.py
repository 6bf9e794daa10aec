"""
Looking at entries of the log as they were recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.audit import Entry, check_entry, render_instant
from assessor.errors import LogError, UsageError, VerificationError

if TYPE_CHECKING:
    from assessor.audit import StoredEntry
    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class LogLine:
    """
    One entry, read from its stored bytes as they lie there.

    Attributes:
        fault: Why the row does not fit itself, where it does not: it was changed since it was recorded.
    """

    index: int
    type: str
    recorded_at: str
    actor: str
    cause: dict[str, Any]
    batch: str | None
    request: dict[str, str] | None
    body: dict[str, Any]
    leaf_hash: str
    fault: str | None


def show_log(context: Context, first: int, count: int) -> tuple[LogLine, ...]:
    """
    Return entries from `first` on.

    Args:
        first: An index; below 0 counts from the end.
        count: How many at most.

    Raises:
        UsageError: The log ends before the first.
        VerificationError: An entry was changed so that it cannot be read at all.
    """
    with context.database.read() as tx:
        size = tx.log.size()
        start = max(size + first, 0) if first < 0 else first
        if start >= size:
            raise UsageError(f"entry {start} is not there: the log has {size} entries, 0 to {size - 1}")
        rows = list(tx.log.stored(start, count))
    return tuple(_line(row) for row in rows)


def _line(row: StoredEntry) -> LogLine:
    fault = check_entry(row)
    if type(row.data) is not bytes or type(row.leaf_hash) is not bytes:
        raise VerificationError(str(fault))
    try:
        entry = Entry.from_bytes(row.entry_index, row.data)
    except LogError as error:
        raise VerificationError(str(fault)) from error
    return LogLine(
        index=entry.index,
        type=entry.type.value,
        recorded_at=render_instant(entry.recorded_at),
        actor=entry.actor,
        cause=entry.cause.to_document(),
        batch=entry.batch,
        request=entry.request.to_document() if entry.request is not None else None,
        body=entry.parse_body(),
        leaf_hash=row.leaf_hash.hex(),
        fault=fault.reason if fault is not None else None,
    )
