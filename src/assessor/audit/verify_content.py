"""
Content compared with what entries say of it: that it is there, and that what is gone may be gone.

Which content an entry names stands in `named_content`. Memory grows with the erasures in the log,
and with nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.audit.canonical import digest
from assessor.audit.entry import Entry, EntryType
from assessor.audit.erasure import is_erased, read_erasure
from assessor.audit.fault import Fault
from assessor.audit.named_content import NAMES, list_named
from assessor.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from assessor.audit.span import Span
    from assessor.audit.stored import StoredContent, StoredEntry

    FindErasable = Callable[[Collection[str]], Mapping[str, bool]]

_AT_ONCE: Final = 500


def check_content(content: StoredContent) -> Fault | None:
    """Check that content hashes to the digest it is stored under."""
    if type(content.data) is not bytes or digest(content.data) != content.digest:
        return _fault(content.digest, "its bytes do not hash to the digest they are stored under")
    return None


class ContentComparison:
    """
    What the entries seen so far say of content.

    Attributes:
        erased: The digests that were erased, each with the first entry that says so.
    """

    def __init__(self, find: FindErasable | None) -> None:
        """
        Begin before the first entry.

        Args:
            find: Returns, of some digests, those of content that is there, and whether it is
                erasable; without it nothing is looked for.
        """
        self.erased: dict[str, int] = {}
        self._find = find
        self._named: dict[tuple[str, bool], int] = {}

    def take(self, row: StoredEntry) -> Fault | None:
        """Note what an entry says that fits by itself; compare once enough was noted."""
        if row.type not in NAMES:
            return None
        try:
            for address, is_erasable, index in list_named(row.entry_index, row.type, row.data):
                self._named.setdefault((address, is_erasable), index)
            if row.type == EntryType.CONTENT_ERASED:
                erasure = read_erasure(Entry.from_bytes(row.entry_index, row.data))
                self.erased.setdefault(erasure.digest, row.entry_index)
        except LogError as error:
            return Fault(f"entry {row.entry_index}", str(error), row.entry_index)
        return self.compare() if len(self._named) >= _AT_ONCE else None

    def take_span(self, span: Span) -> Fault | None:
        """Note what the entries of a span say; compare once enough was noted."""
        for address, is_erasable, index in span.named:
            self._named.setdefault((address, is_erasable), index)
        return self.compare() if len(self._named) >= _AT_ONCE else None

    def compare(self) -> Fault | None:
        """Say which content that was named is missing, or is kept as another kind than it was named as."""
        named, self._named = self._named, {}
        if self._find is None or not named:
            return None
        present = self._find({address for address, _ in named})
        for (address, is_erasable), index in named.items():
            if address not in present:
                return _fault(address, f"it is missing, and entry {index} names it")
            if present[address] is not is_erasable:
                kept = "erasable" if present[address] else "what must stay"
                return _fault(address, f"it is kept as {kept}, and entry {index} names it as the opposite")
        return None

    def check(self, content: StoredContent) -> Fault | None:
        """Check that content hashes to its digest, or was erased and is empty."""
        index = self.erased.get(content.digest)
        if not is_erased(content):
            if index is not None:
                return _fault(content.digest, f"its bytes are there, and entry {index} says that they were erased")
            return check_content(content)
        if index is None:
            return _fault(content.digest, "its bytes are gone, and no entry says that they were erased")
        return None


def _fault(address: str, reason: str) -> Fault:
    return Fault(f"content {address}", reason)
