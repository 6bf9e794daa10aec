"""
How an entry is made: a draft, which the log has not taken yet, and the entry that it becomes.

Holds the bytes of the envelope as they are written. What the entries of a batch have in common is written once: what
stands before the body, behind it, and what the log's own clock says. Knows no database and no clock.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from assessor.audit.canonical import MAX_BYTES, canonicalize
from assessor.audit.cause import BY_HAND, Cause
from assessor.audit.entry import Entry, EntryType
from assessor.audit.instant import render_instant
from assessor.audit.names import check_name
from assessor.audit.upcast import ENVELOPE_VERSION
from assessor.errors import EntryInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.audit.request import Request

_LATEST = datetime.max.replace(tzinfo=UTC)


class Envelope(msgspec.Struct, frozen=True):
    """
    What an entry says around its body, but for what the log's clock says; the entries of a batch have it in common.

    Attributes:
        before: The bytes in front of the body.
        behind: Those after it, up to where the clock speaks.
        room: How many bytes a body may have.
    """

    type: EntryType
    actor: str
    cause: Cause
    batch: str | None
    request: Request | None
    before: bytes
    behind: bytes
    room: int


class EntryDraft(msgspec.Struct, frozen=True):
    """
    An entry that the log has not taken yet: all of it but index and recorded at.

    Make one with `draft_entry`. The body is held as canonical bytes, so nothing can change it on
    the way to the log, and no work on it is left to do under the append lock.
    """

    envelope: Envelope
    body: bytes

    def seal(self, index: int, recorded_at: datetime, *, clamped: bool = False) -> Entry:
        """Make the entry that stands at an index; see `seal_all`."""
        (entry,) = seal_all([self], index, recorded_at, clamped=clamped)
        return entry


def seal_all(drafts: Iterable[EntryDraft], first: int, recorded_at: datetime, *, clamped: bool = False) -> list[Entry]:
    """
    Make the entries that stand at indices that follow each other.

    Args:
        drafts: What is recorded together.
        first: The place of the first in the log.
        recorded_at: The log's clock, or the previous entry's instant where that is later.
        clamped: Whether it is the previous entry's.

    Raises:
        EntryInvalidError: A cause names an entry that is not before the one that it caused.
    """
    entries: list[Entry] = []
    envelope = None
    for index, draft in enumerate(drafts, first):
        if draft.envelope is not envelope:
            envelope = draft.envelope
            kind, actor, cause = envelope.type, envelope.actor, envelope.cause
            batch, request, before = envelope.batch, envelope.request, envelope.before
            end = envelope.behind + _render_tail(kind, recorded_at, request, clamped=clamped)
        if cause.entries:
            cause.check_before(index)
        data = b"".join((before, draft.body, end))
        entries.append(Entry(index, kind, recorded_at, actor, cause, batch, clamped, data, request))
    return entries


def draft_entry(
    kind: EntryType,
    body: Mapping[str, object],
    *,
    actor: str,
    cause: Cause = BY_HAND,
    batch: str | None = None,
    request: Request | None = None,
) -> EntryDraft:
    """
    Draft an entry, checking all that can be checked before the log is asked.

    Args:
        kind: What it records.
        body: What it says; anything `canonicalize` accepts.
        actor: The pseudonymous id of who acts.
        cause: What makes them act.
        batch: The import it comes with, if any.
        request: The request that it answers, if that was made under a key.

    Raises:
        CanonicalFormError: The body has no canonical form; the message names the place.
        EntryInvalidError: Actor or batch is no name, or the entry would be longer than 65,535
            bytes: large content is stored beside the log, and its digest goes in.
    """
    envelope = _write_envelope(kind, actor, cause, batch, request)
    written = canonicalize(body if type(body) is dict else dict(body))
    if len(written) > envelope.room:
        length = MAX_BYTES - envelope.room + len(written)
        raise EntryInvalidError(
            f"an entry of {length} bytes: it has at most {MAX_BYTES}; store large content beside the log by its digest"
        )
    return EntryDraft(envelope, written)


@lru_cache(maxsize=64)  # the entries of a batch begin and end alike
def _write_envelope(kind: EntryType, actor: str, cause: Cause, batch: str | None, request: Request | None) -> Envelope:
    """Write what stands around a body."""
    before = b'{"actor":' + canonicalize(check_name("actor", actor))
    if batch is not None:
        before += b',"batch":' + canonicalize(check_name("batch", batch))
    before += b',"body":'
    behind = b',"cause":' + canonicalize(cause.to_document())
    longest = _render_tail(kind, _LATEST, request, clamped=True)
    room = MAX_BYTES - len(before) - len(behind) - len(longest)
    return Envelope(kind, actor, cause, batch, request, before, behind, room)


def _render_tail(kind: EntryType, recorded_at: datetime, request: Request | None, *, clamped: bool) -> bytes:
    """Return what follows the cause; written by hand, as the keys are in order already."""
    parts = [b',"clamped":true' if clamped else b"", f',"recorded_at":"{render_instant(recorded_at)}"'.encode("ascii")]
    if request is not None:
        parts += b',"request":', canonicalize(request.to_document())
    parts.append(f',"type":"{kind.value}","version":{ENVELOPE_VERSION}}}'.encode("ascii"))
    return b"".join(parts)
