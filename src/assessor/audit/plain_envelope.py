"""
Entries read at speed: those of which a few quick questions prove that they are well-formed.

An entry is an envelope with a body in it. Entries that were recorded together mostly have the same envelope, which is
read once; bodies are read many in one call. What it accepts, `Entry.from_bytes` accepts, and reads alike. What it does
not, may be as good, or may not: only the slow way tells, and says why. So nothing here is a fault, and there are no
words.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec

from assessor.audit.canonical import MAX_BYTES, MAX_INTEGER
from assessor.audit.cause import Cause
from assessor.audit.entry import EntryType
from assessor.audit.instant import parse_instant
from assessor.audit.names import check_name
from assessor.audit.request import Request
from assessor.audit.upcast import ENVELOPE_VERSION
from assessor.errors import EntryInvalidError, LogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.audit.stored import StoredRow

_LEVELS: Final = 6  # of lists and objects inside a body; the form allows more, and hardly an entry has as many
_TYPES: Final = frozenset(EntryType)


def _nest(levels: int) -> Any:  # noqa: ANN401 - a type, put together
    """Return the type of what the canonical form admits, so many levels deep: neither null nor a fraction is in it."""
    value: Any = str | bool | Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
    plain = value
    for _ in range(levels):
        value = plain | list[value] | dict[str, value]
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


Body = dict[str, Any]
"""What is in an envelope: an object in canonical form."""

Said = tuple[str, str, str | None, str | None]
"""What the columns of a row repeat: type, instant, batch, and the key of the request."""

Envelopes = dict[str, tuple[Said, bytes, bytes, int, int]]
"""By type, what the last entry said, what is before and behind its body, and where that begins and ends."""

_BODY: Final = b',"body":'
_CAUSE: Final = b',"cause":{'
_data: Final = itemgetter(1)
_BY_HAND: Final = PlainCause("hand")
_encoder: Final = msgspec.json.Encoder(order="sorted")
_read_envelope: Final = msgspec.json.Decoder(PlainEnvelope).decode
_read_lines: Final = msgspec.json.Decoder(dict[str, _nest(_LEVELS)]).decode_lines  # type: ignore[misc]


def read_plain(rows: Sequence[StoredRow], known: Envelopes) -> list[Body] | None:
    """
    Return the bodies of entries, or None where one is not proved to be good and what its row says of it.

    They are read together, a line each, which costs less than one by one: best a few dozen, since what is read of
    more does not stay in the processor's cache.

    Args:
        rows: Entries by their index, one at least, as stored; the data of each is bytes.
        known: The envelopes of entries before them; those of these entries take their place.
    """
    bodies = []
    for row in rows:
        data, said = row[1], row[3:]
        last = known.get(said[0])
        if last is None or last[0] != said or not (data.startswith(last[1]) and data.endswith(last[2])):
            before, after = data[: data.find(_BODY) + len(_BODY)], data[data.rfind(_CAUSE) :]
            if not _is_envelope(before + b"{}" + after, row[0], said):
                return None
            last = known[said[0]] = said, before, after, len(before), -len(after)
        bodies.append(data[last[3] : last[4]])
    return _read_bodies(bodies) if max(map(len, map(_data, rows))) <= MAX_BYTES else None


def _is_envelope(data: bytes, index: int, said: Said) -> bool:
    """
    Return whether an entry with nothing in it is in canonical form, could stand at an index, and says so much.

    Its body is the empty one that was put there: text in canonical form holds no quote that is not escaped, so where
    the key was found, a key is; and nothing else in an envelope can hold an object, or has such a key.
    """
    try:
        envelope = _read_envelope(data)
        if _encoder.encode(envelope) != data:
            return False
        _check_head(envelope.version, envelope.type, envelope.actor, envelope.batch)
        parse_instant(envelope.recorded_at)
        if envelope.cause != _BY_HAND:
            Cause.from_document(msgspec.to_builtins(envelope.cause)).check_before(index)
        request = None if envelope.request is None else Request.from_document(envelope.request).key
    except (msgspec.MsgspecError, ValueError, RecursionError, LogError):
        return False
    return (envelope.type, envelope.recorded_at, envelope.batch, request) == said


def _read_bodies(bodies: Sequence[bytes]) -> list[Body] | None:
    """
    Return what some bodies say, or None where one is no object in canonical form.

    They are read a line each. Each is in that form, because what was read is of the kinds of values that the form has,
    and written again gives the bytes that are there. What is written has no line end but behind each: so lines that
    are the same are the same bodies, and none lies across two of them.
    """
    lines = b"\n".join([*bodies, b""])
    try:
        found: list[Body] = _read_lines(lines)
        if len(found) != len(bodies) or _encoder.encode_lines(found) != lines:
            return None
    except (msgspec.MsgspecError, ValueError, RecursionError):
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
