"""
What stands of each item while a batch is recorded: which of its items are new, which were there, which revise.

The same id with other content is refused, but for two: a reading of a later edition revises the one
before, and what was withdrawn with its batch may be brought again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.audit import EntryType
from assessor.domain.evidence import Reading
from assessor.errors import EvidenceConflictError
from assessor.services.evidence_documents import read_item
from assessor.services.versions import Version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.domain.evidence import Item
    from assessor.domain.known import ItemKey
    from assessor.services.evidence_batch import EvidenceBatch
    from assessor.services.evidence_documents import ItemDocument
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction

_RECORDED: Final = {
    "source": EntryType.SOURCE_RECORDED,
    "feed": EntryType.FEED_RECORDED,
    "signal": EntryType.SIGNAL_RECORDED,
    "reading": EntryType.READING_RECORDED,
}
WITHDRAWN_TYPES: Final = frozenset(
    {
        EntryType.SOURCE_WITHDRAWN,
        EntryType.FEED_WITHDRAWN,
        EntryType.SIGNAL_WITHDRAWN,
        EntryType.READING_WITHDRAWN,
    }
)
"""The entries by which a batch is withdrawn."""


@dataclass(frozen=True, slots=True)
class _Held:
    """The latest version of an item, in the log or on its way there."""

    version: int
    digest: str
    item: Item


class Standing:
    """The items of a batch against what stands of them, one after the other."""

    def __init__(self, tx: ReadTransaction, batch: EvidenceBatch, rows: Mapping[ItemKey, EvidenceRow]) -> None:
        """
        Begin before the first item.

        Args:
            rows: The latest version of every item of the batch that is recorded.
        """
        self._tx = tx
        self._batch = batch
        self._rows = rows
        self._held: dict[ItemKey, _Held] = {}
        self.new: list[Version] = []
        self.already: list[str] = []

    def take(self, item: Item, document: ItemDocument, *, proposed: bool) -> None:
        """
        Take the next item: as new, as there already, or as a revision.

        Args:
            proposed: Keep a signal as a proposal.

        Raises:
            EvidenceConflictError: It is there with other content.
        """
        key = (document.kind, document.id)
        row = self._rows.get(key)
        held = self._held.get(key)
        if held is None and row is not None and row.status == "retracted":
            self._check_withdrawn(row)
        elif held is None and row is not None:
            held = _Held(row.version, row.digest, read_item(row.kind, row.body, None))
        if held is None:
            kind = EntryType.SIGNAL_PROPOSED if proposed and document.kind == "signal" else _RECORDED[document.kind]
            number = 1 if row is None else row.version + 1
            self._add(Version(kind, document, number, self._batch.known_from(item)), item)
        elif self._is_told(item, document, held):
            self.already.append(f"{document.kind} {document.id}")
        else:
            assert isinstance(item, Reading)  # noqa: S101 - nothing else has editions
            said = {"reason": f"the edition of {item.edition}"}
            known = self._batch.edition_known_from(item)
            self._add(Version(EntryType.READING_REVISED, document, held.version + 1, known, said), item)

    def _add(self, version: Version, item: Item) -> None:
        self.new.append(version)
        self._held[version.key] = _Held(version.version, version.document.digest, item)

    def _check_withdrawn(self, row: EvidenceRow) -> None:
        """
        Check that what is no evidence any more went with its batch, so that it may come again.

        Raises:
            EvidenceConflictError: Somebody retracted it by itself.
        """
        entry = self._tx.log.entry(row.entry_index)
        if entry is None or entry.type not in WITHDRAWN_TYPES:
            raise EvidenceConflictError(
                f"{row.kind} `{row.id}` was retracted (entry {row.entry_index}); nothing of the batch was recorded: "
                "choose another id, or bring it back with `assessor signal correct`"
            )

    def _is_told(self, item: Item, document: ItemDocument, held: _Held) -> bool:
        """
        Return whether what an item says was said before; else it is a later edition.

        Raises:
            EvidenceConflictError: It says something else, and is no later edition.
        """
        if held.digest == document.digest:
            return True
        if isinstance(item, Reading) and isinstance(held.item, Reading):
            before, now = held.item.edition, item.edition
            if before is not None and now is not None and before < now:
                return _says(item) == _says(held.item)
            if any(row.digest == document.digest for row in self._tx.evidence.versions("reading", item.id)):
                return True
        raise EvidenceConflictError(self._tell_conflict(document, held))

    def _tell_conflict(self, document: ItemDocument, held: _Held) -> str:
        row = self._rows.get((document.kind, document.id))
        where = f" (entry {row.entry_index})" if row is not None else ", in this batch"
        hint = ""
        if isinstance(held.item, Reading):
            edition = f" of {held.item.edition}" if held.item.edition is not None else ""
            hint = f"; a revision needs a later edition{edition and f' than that{edition}'} (`vintage` or `published`)"
        return (
            f"{document.kind} `{document.id}` is recorded with other content{where}{hint}; "
            "nothing of the batch was recorded: choose another id, or correct the recorded one"
        )


def _says(reading: Reading) -> tuple[object, ...]:
    """Return what a reading says, whichever edition says it."""
    return (reading.value, reading.unit, reading.status)
