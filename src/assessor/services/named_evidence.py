"""
Evidence that is asked for by name, for many cuts at once: what pages cite of what a verdict rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.cited import sources_named
from assessor.domain.known import known_at
from assessor.services.known_evidence import read_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from assessor.domain.known import Evidence, EvidenceVersion, ItemKey
    from assessor.store.unit_of_work import ReadTransaction


class NamedEvidence:
    """Some items, with the sources that they cite: read once, and told as they counted as known at any earlier cut."""

    def __init__(self, tx: ReadTransaction, keys: Iterable[ItemKey], log_size: int, moment: datetime) -> None:
        """
        Read all versions that a cut admits.

        Args:
            keys: Items by kind and id.
        """
        self._versions: dict[ItemKey, list[tuple[int, EvidenceVersion]]] = {}
        wanted = set(keys)
        while wanted:
            rows = list(tx.evidence.visible_of(wanted, log_size, moment))
            for row, version in zip(rows, read_versions(tx, rows), strict=True):
                self._versions.setdefault(version.key, []).append((row.entry_index, version))
            cited = {("source", name) for row in rows for name in self._cited((row.kind, row.id))}
            wanted = cited - self._versions.keys() - wanted

    def at(self, keys: Iterable[ItemKey], log_size: int, moment: datetime) -> Evidence:
        """Return those of some items that counted as known at a cut, with their sources."""
        found: set[ItemKey] = set()
        wanted = {key for key in keys if key in self._versions}
        while wanted:
            found |= wanted
            cited = {("source", name) for key in wanted for name in self._cited(key)}
            wanted = (cited & self._versions.keys()) - found
        versions = (one for key in sorted(found) for index, one in self._versions[key] if index < log_size)
        return known_at(versions, moment)

    def _cited(self, key: ItemKey) -> Iterator[str]:
        """Yield the sources that any version of an item names."""
        return (name for _, version in self._versions.get(key, ()) for name in sources_named(version.item))
