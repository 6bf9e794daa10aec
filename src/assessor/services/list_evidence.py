"""
Looking at evidence: what is recorded, in which versions, and what may be accepted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessor.audit import render_instant
from assessor.domain.evidence import Reading, Signal
from assessor.domain.touch import Touch
from assessor.errors import EvidenceNotFoundError, VerificationError
from assessor.services.known_evidence import read_versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.evidence import Item
    from assessor.domain.known import EvidenceVersion
    from assessor.services.context import Context
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """
    One version of one item, as people look at it.

    Attributes:
        text_digest: The address of its erasable words.
        action: What its entry did: `recorded`, `corrected`, `retracted` and so on; None in a list.
        actor: Who did; None in a list.
        reason: Why, where the entry says so.
    """

    kind: str
    id: str
    version: int
    status: str
    known_from: str
    recorded_at: str
    backfill: bool
    estimated: bool
    look_ahead: bool
    entry_index: int
    digest: str
    text_digest: str | None
    item: Item
    action: str | None = None
    actor: str | None = None
    reason: str | None = None


def view_versions(tx: ReadTransaction, rows: list[EvidenceRow]) -> tuple[EvidenceView, ...]:
    """Return versions as people look at them, each with what its entry did, who and why."""
    return tuple(_with_change(tx, _view(row, v)) for row, v in zip(rows, read_versions(tx, rows), strict=True))


def _with_change(tx: ReadTransaction, view: EvidenceView) -> EvidenceView:
    entry = tx.log.entry(view.entry_index)
    if entry is None:
        raise VerificationError(f"entry {view.entry_index}, which recorded {view.kind} `{view.id}`, is missing")
    action = entry.type.value.partition(":")[2]
    return replace(view, action=action, actor=entry.actor, reason=entry.parse_body().get("reason"))


def _view(row: EvidenceRow, version: EvidenceVersion) -> EvidenceView:
    return EvidenceView(
        kind=row.kind,
        id=row.id,
        version=row.version,
        status=row.status,
        known_from=render_instant(row.known_from),
        recorded_at=render_instant(row.recorded_at),
        backfill=row.backfill,
        estimated=row.estimated,
        look_ahead=row.look_ahead,
        entry_index=row.entry_index,
        digest=row.digest,
        text_digest=row.text_digest,
        item=version.item,
    )


def list_evidence(
    context: Context, kind: str, *, cell: str | None = None, indicator: str | None = None, status: str | None = None
) -> tuple[EvidenceView, ...]:
    """
    Return the latest version of every item of a kind, by id.

    Args:
        cell: Only signals with an impact on this cell.
        indicator: Only readings of this indicator.
        status: Only items that are `proposed`, `accepted` or `retracted`.
    """
    with context.database.read() as tx:
        rows = list(_latest(tx, kind, cell, indicator))
        views = [_view(row, version) for row, version in zip(rows, read_versions(tx, rows), strict=True)]
    return tuple(
        view
        for view in views
        if (status is None or view.status == status)
        and (cell is None or (isinstance(view.item, Signal) and any(i.cell == cell for i in view.item.impacts)))
        and (indicator is None or (isinstance(view.item, Reading) and view.item.indicator == indicator))
    )


def _latest(tx: ReadTransaction, kind: str, cell: str | None, indicator: str | None) -> Iterable[EvidenceRow]:
    """Return the latest versions of a kind by id; where a cell or an indicator is named, of what ever touched it."""
    if cell is None and indicator is None:
        return tx.evidence.latest_of_all(kind)
    name = Touch("cell", cell) if cell is not None else Touch("indicator", str(indicator))
    found = tx.evidence.latest_of(key for key in tx.touches.touching([name]) if key[0] == kind)
    return [found[key] for key in sorted(found)]


def show_evidence(context: Context, kind: str, item_id: str) -> tuple[EvidenceView, ...]:
    """
    Return every version of an item, first to last.

    Raises:
        EvidenceNotFoundError: There is none of that id.
    """
    with context.database.read() as tx:
        rows = tx.evidence.versions(kind, item_id)
        if not rows:
            raise EvidenceNotFoundError(f"{kind} `{item_id}` is not known; `assessor {kind} list` shows what is")
        return view_versions(tx, rows)
