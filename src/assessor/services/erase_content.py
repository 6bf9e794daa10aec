"""
Erasing text: an entry says so, the row of the text loses its bytes, and so do the files.

What may go is erasable content alone, which no evaluation reads. Its digest stays wherever it
was named: a verdict rests on the same versions as before, and shows `(erased)` for their words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit import draft_erasure, is_erased
from assessor.domain.quoting import quote
from assessor.errors import ErasureRefusedError, VerificationError
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ErasedText:
    """
    One text that is gone.

    Attributes:
        digest: Its address, which stays.
        entry_index: The entry that says so.
        already: Whether it was erased before; then nothing was recorded.
        items: The versions whose words it held, such as `signal s1, version 1`.
    """

    digest: str
    entry_index: int
    already: bool
    items: tuple[str, ...]


def erase_content(context: Context, addresses: Sequence[str], reason: str) -> tuple[ErasedText, ...]:
    """
    Erase texts, all of those named or none; harmless when repeated.

    When this returns, their bytes are in no file of the database. They may be in others: backups,
    exports, what somebody copied.

    Args:
        addresses: Digests, as `signal show` tells them.
        reason: Why, in words that may stay for ever.

    Raises:
        ErasureRefusedError: One of them is not there, or is no text that may go; nothing was recorded.
        EntryInvalidError: The reason is no line of text; nothing was recorded.
        VerificationError: One was removed behind the log's back; nothing was recorded.
        StoreLockedError: They are erased, but somebody still reads an older moment of the database:
            the files keep their bytes until this is repeated.
    """
    wanted = tuple(dict.fromkeys(addresses))
    drafts = {address: draft_erasure(address, reason, actor=context.actor) for address in wanted}
    with context.database.write() as tx:
        before = tx.log.erasures(wanted)
        for address in wanted:
            _check_erasable(tx, address, is_said_erased=address in before)
        fresh = [address for address in wanted if address not in before]
        entries = tx.append([drafts[address] for address in fresh], clock=context.clock)
        for address in wanted:
            tx.content.erase(address)
        said = before | {address: entry.index for address, entry in zip(fresh, entries, strict=True)}
        erased = tuple(
            ErasedText(
                digest=address,
                entry_index=said[address],
                already=address in before,
                items=tuple(f"{kind} {name}, version {n}" for kind, name, n in tx.evidence.with_text(address)),
            )
            for address in wanted
        )
    context.database.scrub()
    _log.info("content.erased", erased=len(fresh), already=len(wanted) - len(fresh))
    return erased


def _check_erasable(tx: ReadTransaction, address: str, *, is_said_erased: bool) -> None:
    """
    Check that content is text that may go.

    Raises:
        ErasureRefusedError: It is not there, or may not go.
        VerificationError: It is gone, and no entry says so: an entry made now would cover that up.
    """
    found = tx.content.find(address)
    if found is None:
        raise ErasureRefusedError(
            f"content {quote(address)} is not there; `assessor signal show ID` tells the digest of a signal's text"
        )
    if not found.erasable:
        raise ErasureRefusedError(
            f"content `{address}` is part of the record, which verdicts rest on: only the text of signals can go"
        )
    if is_erased(found) and not is_said_erased:
        raise VerificationError(f"content {address}: its bytes are gone, and no entry says that they were erased")
