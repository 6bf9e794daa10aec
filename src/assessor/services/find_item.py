"""
Finding the item that somebody means to change, in the version that they know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import EvidenceConflictError, EvidenceNotFoundError
from assessor.ruleset.problems import did_you_mean

if TYPE_CHECKING:
    from assessor.domain.evidence import Kind
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction

_LISTED: Final = frozenset({"signal", "reading"})
"""The kinds that a command lists."""


def find_latest(tx: ReadTransaction, kind: Kind, item_id: str, expects: int | None = None) -> EvidenceRow:
    """
    Return the latest version of an item.

    Args:
        expects: The version that whoever asks believes to be the latest.

    Raises:
        EvidenceNotFoundError: There is no such item; the message names the nearest one.
        EvidenceConflictError: Another version is the latest.
    """
    row = tx.evidence.latest(kind, item_id)
    if row is None:
        near = did_you_mean(item_id, tx.evidence.ids_near(kind, item_id))
        listed = f"; `assessor {kind} list` shows what is" if kind in _LISTED else ""
        raise EvidenceNotFoundError(f"{kind} {quote(item_id)} is not known{near}{listed}")
    if expects is not None and expects != row.version:
        raise EvidenceConflictError(
            f"{kind} `{item_id}` is at version {row.version} (entry {row.entry_index}), not {expects}: "
            "somebody changed it meanwhile; look at it again"
        )
    return row


def find_standing(tx: ReadTransaction, kind: Kind, item_id: str, expects: int | None = None) -> EvidenceRow:
    """
    Return the latest version of an item that was not retracted.

    Raises:
        EvidenceConflictError: It was; or as `find_latest`.
        EvidenceNotFoundError: As `find_latest`.
    """
    row = find_latest(tx, kind, item_id, expects)
    if row.status == "retracted":
        raise EvidenceConflictError(f"{kind} `{item_id}` is retracted already (entry {row.entry_index})")
    return row
