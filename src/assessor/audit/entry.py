"""
An entry of the log: its envelope, its closed set of types, and its bytes.

Holds what every entry says of itself (version, type, recorded at, actor, cause, batch, request, body), and how stored
bytes are read back. The index is not among the bytes: the tree gives an entry its place. Knows no database, no clock,
and nothing of what bodies mean; how entries are made stands in `assessor.audit.draft`.
An entry is a struct, which is made in a tenth of the time: a batch has hundreds.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - the struct's own
from enum import StrEnum
from typing import Any, cast

import msgspec

from assessor.audit.canonical import decode_canonical, parse_canonical
from assessor.audit.cause import Cause
from assessor.audit.instant import parse_instant
from assessor.audit.merkle import hash_leaf
from assessor.audit.names import check_name
from assessor.audit.request import Request
from assessor.audit.upcast import upcast
from assessor.domain.quoting import quote
from assessor.errors import EntryInvalidError

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


def _parse_type(value: object) -> EntryType:
    try:
        return EntryType(str(value))
    except ValueError as error:
        raise EntryInvalidError(f"entry type {quote(str(value))} is not known to this program") from error
