"""
An entry of the log: its envelope, its closed set of types, and its bytes.

Holds what every entry says of itself (version, type, recorded at, actor, cause, batch, request, body), how
a draft becomes an entry, and how stored bytes are read back. The index is not among the bytes:
the tree gives an entry its place. Knows no database, no clock, and nothing of what bodies mean.
Both are structs, which are made in a tenth of the time: there is one of each for every entry of a batch.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import msgspec

from assessor.audit.canonical import MAX_BYTES, canonicalize, decode_canonical, parse_canonical
from assessor.audit.cause import BY_HAND, Cause
from assessor.audit.instant import parse_instant, render_instant
from assessor.audit.merkle import hash_leaf
from assessor.audit.names import check_name
from assessor.audit.request import Request
from assessor.audit.upcast import ENVELOPE_VERSION, upcast
from assessor.domain.quoting import quote
from assessor.errors import EntryInvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping


_LATEST = datetime.max.replace(tzinfo=UTC)
_REQUIRED = frozenset({"actor", "body", "cause", "recorded_at", "type", "version"})
_OPTIONAL = frozenset({"batch", "clamped", "request"})


class EntryType(StrEnum):
    """What an entry can record, as `subject:action`; a closed set."""

    __hash__ = str.__hash__  # that of an enumeration is slower, and asked for with every entry

    LOG_CREATED = "log:created"
    SOURCE_RECORDED = "source:recorded"
    SOURCE_REGRADED = "source:regraded"
    SOURCE_WITHDRAWN = "source:withdrawn"
    FEED_RECORDED = "feed:recorded"
    FEED_WITHDRAWN = "feed:withdrawn"
    SIGNAL_PROPOSED = "signal:proposed"
    SIGNAL_ACCEPTED = "signal:accepted"
    SIGNAL_RECORDED = "signal:recorded"  # accepted at once
    SIGNAL_CORRECTED = "signal:corrected"
    SIGNAL_RETRACTED = "signal:retracted"
    SIGNAL_MERGED = "signal:merged"  # with other records of one event
    SIGNAL_WITHDRAWN = "signal:withdrawn"  # with the batch that brought it
    READING_RECORDED = "reading:recorded"
    READING_REVISED = "reading:revised"
    READING_WITHDRAWN = "reading:withdrawn"
    RULESET_PUBLISHED = "ruleset:published"
    ASSESSMENT_RECORDED = "assessment:recorded"
    ASSESSMENT_REPEATED = "assessment:repeated"
    ASSESSMENT_RESTATED = "assessment:restated"  # earlier ones, by what is known now
    OVERRIDE_SET = "override:set"
    OVERRIDE_LIFTED = "override:lifted"
    ENGINES_DISAGREED = "engines:disagreed"
    KEY_ANNOUNCED = "key:announced"
    KEY_ROTATED = "key:rotated"
    WITNESS_ADDED = "witness:added"
    CONTENT_ERASED = "content:erased"
    BACKTEST_RUN = "backtest:run"


class EntryDraft(msgspec.Struct, frozen=True):
    """
    An entry that the log has not taken yet: all of it but index and recorded at.

    Make one with `draft_entry`. The body is held as canonical bytes, so nothing can change it on
    the way to the log, and no work on it is left to do under the append lock.

    Attributes:
        head: The entry's bytes up to where the log's own clock speaks.
    """

    type: EntryType
    actor: str
    cause: Cause
    batch: str | None
    head: bytes
    request: Request | None = None

    def seal(self, index: int, recorded_at: datetime, *, clamped: bool = False) -> Entry:
        """
        Make the entry that stands at an index.

        Args:
            index: Its place in the log.
            recorded_at: The log's clock, or the previous entry's instant where that is later.
            clamped: Whether it is the previous entry's.

        Raises:
            EntryInvalidError: The cause names an entry that is not before this one.
        """
        self.cause.check_before(index)
        data = self.head + _render_tail(self.type, recorded_at, self.request, clamped=clamped)
        return Entry(index, self.type, recorded_at, self.actor, self.cause, self.batch, clamped, data, self.request)


class Entry(msgspec.Struct, frozen=True):
    """
    One entry of the log.

    Attributes:
        index: Its place, from 0, without gaps.
        recorded_at: When the log took it (UTC).
        actor: The pseudonymous id of who acted.
        cause: What made them act.
        batch: The import it came with, if any.
        clamped: Whether the clock ran behind the log, so that `recorded_at` is the previous entry's.
        data: The bytes that are stored and hashed.
        request: The request that it answers, if that was made under a key.
    """

    index: int
    type: EntryType
    recorded_at: datetime
    actor: str
    cause: Cause
    batch: str | None
    clamped: bool
    data: bytes
    request: Request | None = None

    def leaf_hash(self) -> bytes:
        """Return the entry's leaf hash (RFC 6962)."""
        return hash_leaf(self.data)

    def parse_body(self) -> dict[str, Any]:
        """Return the body, read from the bytes afresh: what is done to it changes no entry."""
        return parse_body(self.data)

    @classmethod
    def from_bytes(cls, index: int, data: bytes) -> Entry:
        """
        Read stored bytes, of this version of the envelope or of an earlier one.

        Raises:
            CanonicalFormError: The bytes are no canonical document.
            EntryInvalidError: The document is no entry, or one of a newer program.
        """
        document = parse_canonical(data)
        if not isinstance(document, dict):
            raise EntryInvalidError("an entry is an object")
        document = upcast(document)
        missing = _REQUIRED - document.keys()
        unknown = document.keys() - _REQUIRED - _OPTIONAL
        if missing or unknown:
            names = ", ".join(quote(name) for name in sorted(missing or unknown))
            raise EntryInvalidError(f"the envelope {'lacks' if missing else 'has unknown keys'}: {names}")
        if document.get("clamped", True) is not True:
            raise EntryInvalidError("`clamped` is true or absent")
        if not isinstance(document["body"], dict):
            raise EntryInvalidError("`body` is an object")
        cause = Cause.from_document(document["cause"])
        cause.check_before(index)
        return cls(
            index=index,
            type=_parse_type(document["type"]),
            recorded_at=parse_instant(str(document["recorded_at"])),
            actor=check_name("actor", document["actor"]),
            cause=cause,
            batch=check_name("batch", document["batch"]) if "batch" in document else None,
            clamped="clamped" in document,
            data=data,
            request=Request.from_document(document["request"]) if "request" in document else None,
        )


def parse_body(data: bytes) -> dict[str, Any]:
    """Return the body of an entry whose bytes were read before, without checking them again."""
    return cast("dict[str, Any]", upcast(decode_canonical(data))["body"])


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
    parts = [b'{"actor":', _render_name("actor", actor)]
    if batch is not None:
        parts += b',"batch":', _render_name("batch", batch)
    parts += b',"body":', canonicalize(dict(body)), b',"cause":', _render_cause(cause)
    head = b"".join(parts)
    length = len(head) + len(_render_tail(kind, _LATEST, request, clamped=True))
    if length > MAX_BYTES:
        raise EntryInvalidError(
            f"an entry of {length} bytes: it has at most {MAX_BYTES}; store large content beside the log by its digest"
        )
    return EntryDraft(kind, actor, cause, batch, head, request)


@lru_cache(maxsize=64)  # the entries of a batch begin and end alike
def _render_name(what: str, value: str) -> bytes:
    return canonicalize(check_name(what, value))


@lru_cache(maxsize=64)
def _render_cause(cause: Cause) -> bytes:
    return canonicalize(cause.to_document())


@lru_cache(maxsize=64)
def _render_tail(kind: EntryType, recorded_at: datetime, request: Request | None, *, clamped: bool) -> bytes:
    """Return what follows the cause; written by hand, as the keys are in order already."""
    parts = [b',"clamped":true' if clamped else b"", f',"recorded_at":"{render_instant(recorded_at)}"'.encode("ascii")]
    if request is not None:
        parts += b',"request":', canonicalize(request.to_document())
    parts.append(f',"type":"{kind.value}","version":{ENVELOPE_VERSION}}}'.encode("ascii"))
    return b"".join(parts)


def _parse_type(value: object) -> EntryType:
    try:
        return EntryType(str(value))
    except ValueError as error:
        raise EntryInvalidError(f"entry type {quote(str(value))} is not known to this program") from error
