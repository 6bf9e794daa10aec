"""
What made somebody act: a hand, or entries that the log holds already.

Holds the value and its two written forms. That the named entries exist is for the log to know;
that they come before the entry they caused is checked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from assessor.errors import EntryInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Cause(msgspec.Struct, frozen=True):
    """
    What made an entry: by hand where `entries` is empty, else by those entries.

    Attributes:
        entries: Indices, ascending and distinct.
    """

    entries: tuple[int, ...] = ()

    @classmethod
    def by_entries(cls, entries: Iterable[int]) -> Cause:
        """
        Return the cause that consists of some entries, given in any order.

        Raises:
            EntryInvalidError: No entry is named, or one below 0.
        """
        indices = tuple(sorted(set(entries)))
        if not indices or indices[0] < 0:
            raise EntryInvalidError("a cause names at least one entry, by its index from 0")
        return cls(indices)

    @classmethod
    def from_document(cls, document: object) -> Cause:
        """
        Read the written form.

        Raises:
            EntryInvalidError: It is neither of the two forms.
        """
        match document:
            case {"by": "hand", **rest} if not rest:
                return BY_HAND
            case {"by": "entries", "entries": list(entries), **rest} if not rest and _is_ascending(entries):
                return cls(tuple(entries))
        raise EntryInvalidError("`cause` is by hand, or by entries in ascending order")

    def to_document(self) -> dict[str, object]:
        """Return the written form: `{"by": "hand"}` or `{"by": "entries", "entries": […]}`."""
        if not self.entries:
            return {"by": "hand"}
        return {"by": "entries", "entries": self.entries}

    def check_before(self, index: int) -> None:
        """
        Check that nothing is caused by itself or by what comes later.

        Raises:
            EntryInvalidError: An entry named is not below `index`.
        """
        if self.entries and self.entries[-1] >= index:
            raise EntryInvalidError(f"entry {index} cannot be caused by entry {self.entries[-1]}: causes come before")


def _is_ascending(entries: list[object]) -> bool:
    previous = -1
    for entry in entries:
        if type(entry) is not int or entry <= previous:
            return False
        previous = entry
    return bool(entries)


BY_HAND = Cause()
"""Somebody decided to act."""
