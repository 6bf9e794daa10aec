"""
Requests under a key: asked again, they are answered by what was recorded the first time.

A key is checked under the append lock, so that of any number of equal requests at once one is
done and the others are answered. The entry that carries the key is the memory: nothing else has
to be kept, and nothing expires.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit import Request, canonicalize, digest
from assessor.domain.quoting import quote
from assessor.errors import KeyConflictError

if TYPE_CHECKING:
    from assessor.audit import Entry
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction


def request_of(context: Context, key: str | None, **asked: object) -> Request | None:
    """
    Return the request that a key stands for; nothing where none was given.

    Args:
        key: Chosen by whoever asks, once for each thing that they want done.
        asked: All that was asked, as `canonicalize` accepts it; who asks is added.

    Raises:
        EntryInvalidError: The key is no name.
    """
    if key is None:
        return None
    return Request(key, digest(canonicalize({"actor": context.actor, "asked": asked})))


def find_answer(tx: ReadTransaction, request: Request | None) -> Entry | None:
    """
    Return the entry that answers a request, or the first of several; None where it was not made before.

    Raises:
        KeyConflictError: The key stands for another request.
    """
    found = tx.log.answering(request.key) if request is not None else None
    if request is not None and found is not None and found.request != request:
        raise KeyConflictError(
            f"key {quote(request.key)} stands for another request (entry {found.index}), by what was asked or by whom; "
            "nothing was recorded: choose another key"
        )
    return found
