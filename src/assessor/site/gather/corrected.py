"""
Readings and sources that were changed since they were first recorded, with every version up to the one that counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.services.list_evidence import view_versions

if TYPE_CHECKING:
    from assessor.domain.known import Evidence, ItemKey
    from assessor.services.list_evidence import EvidenceView
    from assessor.store.unit_of_work import ReadTransaction

_KINDS: Final = frozenset({"reading", "source"})


def gather_corrected(tx: ReadTransaction, evidence: Evidence) -> dict[ItemKey, tuple[EvidenceView, ...]]:
    """Return the versions of what of some evidence has several, first to last; of what became known later, none."""
    return {
        key: view_versions(tx, tx.evidence.versions(*key)[: version.version])
        for key, version in sorted(evidence.versions.items())
        if version.kind in _KINDS and version.version > 1
    }
