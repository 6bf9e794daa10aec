"""
Entries read at speed: those of which a few quick questions prove that they are well-formed.

An entry is an envelope with a body in it. Entries that were recorded together mostly have the same envelope, which is
read once; bodies are read many in one call. What it accepts, `Entry.from_bytes` accepts, and reads alike. What it does
not, may be as good, or may not: only the slow way tells, and says why. So nothing here is a fault, and there are no
words.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from assessor.audit.canonical import MAX_BYTES
from assessor.audit.cause import BY_HAND, Cause
from assessor.audit.entry import EntryType
from assessor.audit.instant import parse_instant
from assessor.audit.names import check_name
from assessor.audit.outline import SCALAR, ReadRecords, read_like, write_records
from assessor.audit.request import Request
from assessor.audit.upcast import ENVELOPE_VERSION
from assessor.errors import CanonicalFormError, EntryInvalidError, LogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.audit.outline import Body
    from assessor.audit.stored import Said, StoredRow, StoredRows

_LEVELS: Final = 6  # of lists and objects inside a body; the form allows more, and hardly an entry has as many
_TYPES: Final = frozenset(EntryType)


def _nest(levels: int) -> Any:  # noqa: ANN401 - a type, put together
    """Return the type of what the canonical form admits, so many levels deep: neither null nor a fraction is in it."""
    value: Any = SCALAR
    for _ in range(levels):
        value = SCALAR | list[value] | dict[str, value]
    return value


class _Empty(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """The body of an envelope without one."""


class PlainCause(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The cause as it is written; see `Cause`."""

    by: str
    entries: list[int] | None = None


class PlainEnvelope(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The envelope of an entry as it is written; its keys are told by `assessor.audit.entry`."""

    actor: str
    body: _Empty
    cause: PlainCause
    recorded_at: str
    type: str
    version: int
    batch: str | None = None
    clamped: bool = False
    request: dict[str, str] | None = None


Learned = dict[str, ReadRecords | None]
"""By type of entry, what reads bodies like those read last, or None where they are better read as any others."""

_TOGETHER: Final = 32  # bodies in one call: what is read of more does not stay in the processor's cache
_MANY: Final = 8  # bodies for which it is worth while to learn what they are like
_UNREADABLE: Final = (msgspec.MsgspecError, ValueError, RecursionError)
_BODY: Final = b',"body":'
_CAUSE: Final = b',"cause":{'
_data: Final = itemgetter(1)
_BY_HAND: Final = PlainCause("hand")
_encoder: Final = msgspec.json.Encoder(order="sorted")
_read_envelope: Final = msgspec.json.Decoder(PlainEnvelope).decode
_read_lines: Final = msgspec.json.Decoder(dict[str, _nest(_LEVELS)]).decode_lines  # type: ignore[misc]


def read_plain(stored: StoredRows, learned: Learned) -> Iterator[tuple[list[StoredRow], Sequence[Body] | None]]:
    """
    Yield all of some entries in pieces, each with their bodies, or None where one of them is not proved to be good.

    Good is one that says of itself what its row says of it. In a piece are entries whose columns say the same, in the
    order given.

    Args:
        stored: Entries by their index; the data of each is bytes.
        learned: What bodies before them were like; what these are like is added. It changes how long reading takes,
            and nothing else.
    """
    alike: list[list[StoredRow]] = [[] for _ in stored.said]
    for row in stored.rows:
        alike[row[3]].append(row)
    for said, found in zip(stored.said, alike, strict=True):
        for at in range(0, len(found), _TOGETHER):
            piece = found[at : at + _TOGETHER]
            taken = _take_out(piece, said)
            if taken is None and len(piece) > 1:  # what else is in their envelopes may differ
                yield from (([row], _read_bodies(_take_out([row], said))) for row in piece)
                continue
            bodies = _read_bodies(taken, learned.get(said[0]))
            if bodies is not None and at == 0 and len(found) >= _MANY and isinstance(bodies[0], dict):
                learned[said[0]] = read_like(bodies[0])
            yield piece, bodies


def _take_out(rows: Sequence[StoredRow], said: Said) -> list[bytes] | None:
    """
    Return the bodies of entries that say the same, or None where an envelope is not good, or not that of all.

    Each is cut where the first one's envelope ends and begins again. Cut so and put together again, with that envelope
    around each body, they are the bytes that they were, and as long: so each begins and ends as the first one does.
    """
    data = [*map(_data, rows)]
    head, tail = data[0].find(_BODY) + len(_BODY), data[0].rfind(_CAUSE) - len(data[0])
    before, after = data[0][:head], data[0][tail:]
    bodies = [item[head:tail] for item in data]
    if before + (after + before).join(bodies) + after != b"".join(data) or max(map(len, data)) > MAX_BYTES:
        return None
    return bodies if _is_envelope(before, after, rows[0][0], said) else None


def _is_envelope(before: bytes, after: bytes, index: int, said: Said) -> bool:
    """
    Return whether an entry with nothing in it is in canonical form, could stand at an index, and says so much.

    Its body is the empty one that is put there: text in canonical form holds no quote that is not escaped, so where
    the key was found, a key is; and nothing else in an envelope can hold an object, or has such a key.
    """
    try:
        envelope, cause, key = _parse_envelope(before + b"{}" + after)
        cause.check_before(index)
    except (*_UNREADABLE, LogError):
        return False
    return (envelope.type, envelope.recorded_at, envelope.batch, key) == said


@lru_cache(maxsize=256)  # entries that were recorded together lie in several tiles
def _parse_envelope(data: bytes) -> tuple[PlainEnvelope, Cause, str | None]:
    """Return what an entry with nothing in it says, with its cause and the key of its request."""
    envelope = _read_envelope(data)
    if _encoder.encode(envelope) != data:
        raise CanonicalFormError("not as it would be written")
    _check_head(envelope.version, envelope.type, envelope.actor, envelope.batch)
    parse_instant(envelope.recorded_at)
    cause = BY_HAND if envelope.cause == _BY_HAND else Cause.from_document(msgspec.to_builtins(envelope.cause))
    return envelope, cause, None if envelope.request is None else Request.from_document(envelope.request).key


def _read_bodies(bodies: Sequence[bytes] | None, like: ReadRecords | None = None) -> Sequence[Body] | None:
    """
    Return what some bodies say, or None where one is no object in canonical form.

    They are read a line each. Each is in that form, because what was read is of the kinds of values that the form has,
    and written again gives the bytes that are there. What is written has no line end but behind each: so lines that
    are the same are the same bodies, and none lies across two of them.

    Args:
        like: Reads bodies of one outline; where one of these is of another, all are read as any others.
    """
    if bodies is None:
        return None
    lines = b"\n".join([*bodies, b""])
    if like is not None:
        with suppress(*_UNREADABLE):
            records = like(lines)
            if len(records) == len(bodies) and write_records(records) == lines:
                return records
    try:
        found: list[dict[str, Any]] = _read_lines(lines)
        if len(found) != len(bodies) or _encoder.encode_lines(found) != lines:
            return None
    except _UNREADABLE:
        return None
    return found if lines.isascii() or all(map(_has_ascii_keys, found)) else None


@lru_cache(maxsize=256)
def _check_head(version: int, kind: str, actor: str, batch: str | None) -> None:
    if version != ENVELOPE_VERSION or kind not in _TYPES:
        raise EntryInvalidError("an envelope that this program does not write")
    check_name("actor", actor)
    if batch is not None:
        check_name("batch", batch)


def _has_ascii_keys(value: object) -> bool:
    parts: Iterable[object]
    if type(value) is dict:
        if not all(map(str.isascii, value)):
            return False
        parts = value.values()
    elif type(value) is list:
        parts = value
    else:
        return True
    return all(_has_ascii_keys(part) for part in parts if type(part) is not str)
