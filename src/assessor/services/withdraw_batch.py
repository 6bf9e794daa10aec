"""
Withdrawing a batch whole: of each item stands again what stood before it, or nothing.

An item that somebody changed since, or that other evidence cites, is not taken from under them: it
is told, and nothing is withdrawn unless the rest is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from assessor.audit import Entry, EntryType, check_reason
from assessor.domain.evidence import Reading, Signal, Source
from assessor.domain.quoting import quote
from assessor.domain.touch import Touch
from assessor.errors import EvidenceConflictError, EvidenceNotFoundError
from assessor.ruleset.problems import did_you_mean
from assessor.services.change_knowledge import change_knowledge
from assessor.services.evidence_documents import read_item
from assessor.services.versions import Version, document_of, read_recorded_item
from assessor.store.evidence import EVIDENCE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.domain.known import ItemKey
    from assessor.services.change_knowledge import ChangedKnowledge
    from assessor.services.context import Context
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction

_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class _Brought:
    """
    An item of a batch.

    Attributes:
        first: The first version that the batch brought.
        last: The last one.
    """

    first: int
    last: int


def withdraw_batch(
    context: Context,
    batch: str,
    *,
    reason: str,
    partly: bool = False,
    key: str | None = None,
    dry_run: bool = False,
) -> ChangedKnowledge:
    """
    Put back what stood before a batch, by one entry for each of its items, in one transaction.

    A batch of changes can be withdrawn like one of new items, and so can a withdrawal.

    Args:
        batch: As it was told when it was recorded, such as `border@12`.
        partly: Withdraw the rest where some items were changed since, or are cited by what would stay.
        key: See `change_knowledge`.

    Raises:
        EvidenceNotFoundError: There is no such batch; the message names the nearest one.
        EvidenceConflictError: Some items cannot be withdrawn, all of which are told; or none can.
    """
    check_reason(reason)
    with context.database.read() as tx:
        brought = _read_batch(tx, batch)

    def plan(tx: ReadTransaction) -> list[Version]:
        before = {key: tx.evidence.versions(*key) for key in brought}
        kept = {key: why for key, rows in before.items() if (why := _why_changed(tx, rows, brought[key]))}
        stood = {key: _stood(rows, brought[key]) for key, rows in before.items() if key not in kept}
        kept |= _why_cited(tx, stood)
        if kept and (not partly or len(kept) == len(brought)):
            raise EvidenceConflictError(_refusal(batch, kept, len(brought)))
        return [_withdrawn(before[key][-1], row, batch, reason) for key, row in stood.items() if key not in kept]

    asked = {"withdraw": batch, "reason": reason, "partly": partly}
    return change_knowledge(context, plan, asked=asked, name="withdrawal", subjects=brought, key=key, dry_run=dry_run)


def _read_batch(tx: ReadTransaction, batch: str) -> dict[ItemKey, _Brought]:
    """Return the items that a batch brought, in its order; entries never change, so no lock is needed."""
    _, _, place = batch.rpartition("@")
    start = int(place) if place.isascii() and place.isdigit() and len(place) < len(str(2**53)) else -1
    stored = takewhile(lambda row: row.batch == batch, tx.log.stored(start)) if start >= 0 else iter(())
    found: dict[ItemKey, _Brought] = {}
    for row in stored:
        entry = Entry.from_bytes(row.entry_index, row.data)
        if entry.type in EVIDENCE_TYPES:
            item = read_recorded_item(entry)
            held = found.get((item.kind, item.id), _Brought(item.version, item.version))
            found[item.kind, item.id] = replace(held, last=item.version)
    if not found:
        near = did_you_mean(batch, tx.log.batches())
        raise EvidenceNotFoundError(f"batch {quote(batch)} brought nothing to this log{near}")
    return found


def _stood(rows: list[EvidenceRow], brought: _Brought) -> EvidenceRow | None:
    """Return the version that stood before a batch; None where none did, or where it was retracted."""
    before = [row for row in rows if row.version < brought.first]
    return before[-1] if before and before[-1].status != "retracted" else None


def _why_changed(tx: ReadTransaction, rows: list[EvidenceRow], brought: _Brought) -> str:
    """Return how an item was changed since the batch; nothing where it says what the batch said."""
    (last,) = (row for row in rows if row.version == brought.last)
    if (rows[-1].digest, rows[-1].status) == (last.digest, last.status):
        return ""
    entry = tx.log.entry(rows[-1].entry_index)
    action = entry.type.value.partition(":")[2] if entry is not None else "changed"
    return f"was {action} since (entry {rows[-1].entry_index})"


def _why_cited(tx: ReadTransaction, stood: Mapping[ItemKey, EvidenceRow | None]) -> dict[ItemKey, str]:
    """
    Return the sources and feeds that would be gone and are cited by what would stay.

    Args:
        stood: What would stand again of each item that is to be withdrawn; None where nothing would.
    """
    wanted = {key for key, row in stood.items() if row is None and key[0] in {"source", "feed"}}
    if not wanted:
        return {}
    names = (Touch("source" if kind == "source" else "feed", item_id) for kind, item_id in wanted)
    citing = tx.evidence.latest_of(tx.touches.touching(names))
    latest = [stood.get(key, row) for key, row in sorted(citing.items())]
    gone = tx.evidence.latest_of(wanted)
    staying = [row for row in latest if row is not None and row.status != "retracted"]
    found: dict[ItemKey, str] = {}
    while staying:  # what stays because it is cited cites others
        cited = {key: row for row in staying for key in _citations(row) if key in wanted and key not in found}
        found |= {key: f"is cited by {row.kind} `{row.id}`, which would stay" for key, row in cited.items()}
        staying = [gone[key] for key in cited]
    return found


def _citations(row: EvidenceRow) -> Iterator[ItemKey]:
    match read_item(row.kind, row.body, None):
        case Signal() as signal:
            yield from (("source", source) for source in signal.sources)
            if signal.feed is not None:
                yield ("feed", signal.feed)
        case Reading() as reading:
            yield ("source", reading.source)
        case Source() as source:
            yield from (("source", root) for root in (*source.derived_from, source.origin) if root is not None)


def _withdrawn(latest: EvidenceRow, stood: EvidenceRow | None, batch: str, reason: str) -> Version:
    """Return the version that puts back what stood, or that nothing does."""
    said: dict[str, object] = {"reason": reason, "withdraws": batch}
    if stood is None:
        said["status"] = "retracted"
    else:
        said["restores"] = stood.version
        if stood.status != "accepted":
            said["status"] = stood.status
    kind = EntryType(f"{latest.kind}:withdrawn")
    return Version(kind, document_of(stood or latest), latest.version + 1, said=said)


def _refusal(batch: str, kept: Mapping[ItemKey, str], items: int) -> str:
    told = [f"{kind} `{item_id}` {why}" for (kind, item_id), why in list(kept.items())[:_MOST_TOLD]]
    more = [f"and {len(kept) - _MOST_TOLD} more"] if len(kept) > _MOST_TOLD else []
    hint = "; `--partly` withdraws the rest" if len(kept) < items else ""
    head = f"batch {quote(batch)}: {len(kept)} of {items} items cannot be withdrawn; nothing was recorded{hint}:"
    return "\n".join([head, *told, *more])
