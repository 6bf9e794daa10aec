"""
Correcting and retracting signals: the next version says what is right, or that nothing stands.

A correction of a retracted signal brings it back; one of a proposal stays a proposal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.audit import EntryType, check_reason
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import EvidenceConflictError, UsageError
from assessor.services.change_knowledge import change_knowledge
from assessor.services.edit_item import batch_of, check_items, edit_item, edited
from assessor.services.evidence_batch import items_of
from assessor.services.evidence_documents import write_item
from assessor.services.find_item import find_latest, find_standing
from assessor.services.versions import Version, document_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.domain.evidence import Source
    from assessor.services.change_knowledge import ChangedKnowledge
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction


def correct_signal(
    context: Context,
    signal_id: str,
    correction: EvidenceFile | Mapping[str, Any],
    *,
    reason: str,
    expects: int | None = None,
    key: str | None = None,
    dry_run: bool = False,
) -> ChangedKnowledge:
    """
    Record a new version of a signal, checked as at first.

    Args:
        correction: The whole signal, in a file that holds it and no other, with sources not recorded
            yet; or the fields that change, where None takes one away.
        expects: The version that is to be corrected.
        key: See `change_knowledge`.

    Raises:
        UsageError: The file holds something else.
        EvidenceNotFoundError: There is no such signal.
        EvidenceInvalidError: Something is wrong with it; the message lists all of it.
        EvidenceConflictError: It says that already, or another version stands.
    """
    check_reason(reason)
    asked: dict[str, Any] = {"correct": signal_id, "reason": reason, "expects": expects or 0}
    if isinstance(correction, EvidenceFile):
        _check_file(correction, signal_id)
        asked["items"] = [(d.kind, d.id, d.digest) for d in map(write_item, items_of(correction))]
    else:
        asked["fields"] = {name: value if value is not None else "" for name, value in correction.items()}

    def plan(tx: ReadTransaction) -> list[Version]:
        row = find_latest(tx, "signal", signal_id, expects)
        file = correction if isinstance(correction, EvidenceFile) else batch_of(edit_item(tx, row, correction))
        (signal,) = file.signals
        if signal.id != signal_id:
            raise UsageError("the id of a signal cannot be corrected: retract it, and record it under another")
        check_items(tx, file)
        sources = [Version(EntryType.SOURCE_RECORDED, write_item(source), 1) for source in _new(tx, file.sources)]
        return [*sources, edited(EntryType.SIGNAL_CORRECTED, row, signal, reason)]

    name = "correction" if isinstance(correction, EvidenceFile) and correction.sources else None
    return change_knowledge(context, plan, asked=asked, name=name, key=key, dry_run=dry_run)


def retract_signal(
    context: Context,
    signal_id: str,
    *,
    reason: str,
    expects: int | None = None,
    key: str | None = None,
    dry_run: bool = False,
) -> ChangedKnowledge:
    """
    Record that a signal is no evidence any more, or a proposal none.

    Args:
        expects: The version that is to be retracted.
        key: See `change_knowledge`.

    Raises:
        EvidenceNotFoundError: There is no such signal.
        EvidenceConflictError: It is retracted already, or another version stands.
    """
    check_reason(reason)

    def plan(tx: ReadTransaction) -> list[Version]:
        row = find_standing(tx, "signal", signal_id, expects)
        return [Version(EntryType.SIGNAL_RETRACTED, document_of(row), row.version + 1, said={"reason": reason})]

    asked = {"retract": signal_id, "reason": reason, "expects": expects or 0}
    return change_knowledge(context, plan, asked=asked, key=key, dry_run=dry_run)


def _check_file(file: EvidenceFile, signal_id: str) -> None:
    found = [signal.id for signal in file.signals]
    if found != [signal_id] or file.readings or file.feeds or file.backfill is not None:
        raise UsageError(
            f"a correction's file holds the whole of signal `{signal_id}`, and beside it no more than sources that "
            "are not recorded yet; it is no backfill, for a correction is known from now on"
        )


def _new(tx: ReadTransaction, sources: tuple[Source, ...]) -> Iterator[Source]:
    """
    Yield those sources that are not recorded.

    Raises:
        EvidenceConflictError: One is, with other content.
    """
    rows = tx.evidence.latest_of(("source", source.id) for source in sources)
    for source in sources:
        row = rows.get(("source", source.id))
        if row is None:
            yield source
        elif row.digest != write_item(source).digest or row.status == "retracted":
            raise EvidenceConflictError(
                f"source `{source.id}` is recorded with other content (entry {row.entry_index}); "
                "leave it out of the file, and regrade it if it is wrong"
            )
