"""
Erasable text that is gone: the entry that says so, and how its place is told from a loss.

The digest stays where it was named, so the record still says that there was a text, and which.
Its row stays too, without bytes. Which content may go is the store's to know, and removing the
bytes from the files of a database is the database's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.audit.canonical import digest
from assessor.audit.draft import draft_entry
from assessor.audit.entry import EntryType
from assessor.audit.reason import check_reason
from assessor.errors import EntryInvalidError

if TYPE_CHECKING:
    from assessor.audit.draft import EntryDraft
    from assessor.audit.entry import Entry
    from assessor.audit.stored import StoredContent

_OF_NOTHING: Final = digest(b"")


class Erasure(NamedTuple):
    """What an entry says of a text that was erased: its digest, and why."""

    digest: str
    reason: str


def draft_erasure(address: str, reason: str, *, actor: str) -> EntryDraft:
    """
    Draft the entry that says that a text was erased.

    Args:
        address: The digest of the text.
        reason: Why, in words that may stay for ever: nothing of what is erased belongs in it.
        actor: The pseudonymous id of who erases.

    Raises:
        EntryInvalidError: The reason is no line of 1 to 500 printable characters.
    """
    return draft_entry(EntryType.CONTENT_ERASED, {"digest": address, "reason": check_reason(reason)}, actor=actor)


def read_erasure(entry: Entry) -> Erasure:
    """
    Return what an entry says was erased.

    Raises:
        EntryInvalidError: It says nothing of the kind.
    """
    match entry.parse_body():
        case {"digest": str(address), "reason": str(reason)} if entry.type is EntryType.CONTENT_ERASED:
            return Erasure(address, reason)
    raise EntryInvalidError("the entry names no text that was erased")


def is_erased(content: StoredContent) -> bool:
    """Return whether content has lost its bytes, as erasing leaves it; only an entry says whether it may have."""
    return content.data == b"" and content.digest != _OF_NOTHING
