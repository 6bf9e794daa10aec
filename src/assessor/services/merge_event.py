"""
Merging records of one event: new versions of the signals, each naming the event.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.audit import EntryType, check_reason
from assessor.domain.edtf import Span
from assessor.domain.evidence import Signal, Source
from assessor.domain.quoting import quote
from assessor.domain.touch import Touch
from assessor.domain.values import checked_id
from assessor.engine.apart import tell_apart
from assessor.errors import EvidenceConflictError, EvidenceInvalidError, UsageError
from assessor.services.change_knowledge import change_knowledge
from assessor.services.edit_item import next_version
from assessor.services.evidence_documents import read_item
from assessor.services.find_item import find_standing
from assessor.services.versions import document_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.services.change_knowledge import ChangedKnowledge
    from assessor.services.context import Context
    from assessor.services.versions import Version
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction


def merge_event(
    context: Context,
    signal_ids: Sequence[str],
    event: str,
    *,
    reason: str,
    key: str | None = None,
    dry_run: bool = False,
) -> ChangedKnowledge:
    """
    Record that signals tell of one event; those that name it already stay as they are.

    Args:
        signal_ids: Two at least.
        event: Its id: one that other signals name already, or a new one.
        key: See `change_knowledge`.

    Raises:
        UsageError: Fewer than two signals are named, or the event's id is none.
        EvidenceNotFoundError: One of them is not there.
        EvidenceInvalidError: Their dates, with those of all that name the event already, share no day.
        EvidenceConflictError: One is retracted, or all of them name the event already.
    """
    check_reason(reason)
    wanted = tuple(dict.fromkeys(signal_ids))
    if len(wanted) < len(("one", "another")):
        raise UsageError("merging takes two signals at least")
    try:
        checked_id(event)
    except ValueError as error:
        raise UsageError(f"event {quote(event)}: {error}") from error

    def plan(tx: ReadTransaction) -> list[Version]:
        rows = [find_standing(tx, "signal", signal_id) for signal_id in wanted]
        _check_dates(tx, event, [*rows, *_naming(tx, event)])
        versions = []
        for row in rows:
            document = document_of(row)
            if document.body.get("event") != event:
                named = replace(document, body={**document.body, "event": event})
                versions.append(next_version(EntryType.SIGNAL_MERGED, row, named, reason))
        if not versions:
            raise EvidenceConflictError(f"all of them name event {quote(event)} already; nothing was recorded")
        return versions

    asked = {"merge": list(wanted), "event": event, "reason": reason}
    subjects = [("signal", signal_id) for signal_id in wanted]
    return change_knowledge(context, plan, asked=asked, name="merge", subjects=subjects, key=key, dry_run=dry_run)


def _naming(tx: ReadTransaction, event: str) -> Iterator[EvidenceRow]:
    """Yield the signals that name an event, in their latest versions."""
    for row in tx.evidence.latest_of(tx.touches.touching([Touch("event", event)])).values():
        if row.status != "retracted" and document_of(row).body.get("event") == event:
            yield row


def _check_dates(tx: ReadTransaction, event: str, rows: Iterable[EvidenceRow]) -> None:
    """
    Check that records of one event share a day: where they do not, nothing that reads them can be judged.

    Raises:
        EvidenceInvalidError: They share none.
    """
    dated: list[tuple[Signal, Span]] = []
    for row in {row.id: row for row in rows}.values():
        signal = read_item(row.kind, row.body, None)
        assert isinstance(signal, Signal)  # noqa: S101 - the kind says so
        dated.append((signal, _days_of(tx, signal)))
    if max(span.lo for _, span in dated) > min(span.hi for _, span in dated):
        raise EvidenceInvalidError(
            f"event {quote(event)}: {tell_apart(dated)}, so these are not one event; "
            "correct a date first, or leave one out"
        )


def _days_of(tx: ReadTransaction, signal: Signal) -> Span:
    """Return the days on which a signal may have happened: none after its first report, unless it went on."""
    rows = tx.evidence.latest_of(("source", source) for source in signal.sources).values()
    sources = [read_item(row.kind, row.body, None) for row in rows if row.status != "retracted"]
    reported = min((source.published for source in sources if isinstance(source, Source)), default=None)
    span = signal.date.span
    is_open = signal.date.is_interval or reported is None or reported < span.lo
    return span if is_open or reported is None else Span(span.lo, min(span.hi, reported))
