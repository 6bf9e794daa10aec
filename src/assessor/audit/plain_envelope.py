"""
Entries read at speed: those of which a few quick questions prove that they are well-formed.

What it accepts, `Entry.from_bytes` accepts, and reads alike. What it does not, may be as good, or
may not: only the slow way tells, and says why. So nothing here is a fault, and there are no words.
"""

from __future__ import annotations

from operator import attrgetter
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

_LEVELS: Final = 6  # of lists and objects inside a body; the form allows more, and hardly an entry has as many
_TYPES: Final = frozenset(EntryType)


def _nest(levels: int) -> Any:  # noqa: ANN401 - a type, put together
    """Return the type of what the canonical form admits, so many levels deep: neither null nor a fraction is in it."""
    value: Any = str | bool | Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
    plain = value
    for _ in range(levels):
        value = plain | list[value] | dict[str, value]
    return value


class PlainCause(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The cause as it is written; see `Cause`."""

    by: str
    entries: list[int] | None = None


class PlainEnvelope(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The envelope of an entry as it is written; its keys are told by `assessor.audit.entry`."""

    actor: str
    body: dict[str, _nest(_LEVELS)]  # type: ignore[valid-type]
    cause: PlainCause
    recorded_at: str
    type: str
    version: int
    batch: str | None = None
    clamped: bool = False
    request: dict[str, str] | None = None


_decode: Final = msgspec.json.Decoder(PlainEnvelope).decode_lines
_head: Final = attrgetter("version", "type", "actor", "batch", "recorded_at")
_BY_HAND: Final = PlainCause("hand")
_encode: Final = msgspec.json.Encoder(order="sorted").encode_lines


def read_plain(first: int, entries: Sequence[bytes]) -> list[PlainEnvelope] | None:
    """
    Return the envelopes of entries that follow each other, or None where one of them is not proved to be good.

    They are read together, a line each, which costs less than one by one. Each is in canonical form, because what was
    read is of the kinds of values that the form has, and written again gives the bytes that are there; what is absent
    is left out, as in the log. What is written has no line end but behind each: so lines that are the same are the
    same entries, and none lies across two of them.

    Args:
        first: The index of the first.
        entries: Their bytes, as stored.
    """
    lines = b"\n".join([*entries, b""])
    try:
        envelopes = _decode(lines)
        if (
            len(envelopes) != len(entries)
            or _encode(envelopes) != lines
            or max(map(len, entries)) > MAX_BYTES
            or not (lines.isascii() or all(_has_ascii_keys(envelope.body) for envelope in envelopes))
        ):
            return None
        for head in set(map(_head, envelopes)):  # entries that were recorded together have it in common
            _check_head(*head)
        for index, envelope in enumerate(envelopes, first):
            if envelope.cause != _BY_HAND:
                Cause.from_document(msgspec.to_builtins(envelope.cause)).check_before(index)
            if envelope.request is not None:
                Request.from_document(envelope.request)
    except (msgspec.MsgspecError, ValueError, RecursionError, LogError):
        return None
    return envelopes


def _check_head(version: int, kind: str, actor: str, batch: str | None, recorded_at: str) -> None:
    if version != ENVELOPE_VERSION or kind not in _TYPES:
        raise EntryInvalidError("an envelope that this program does not write")
    check_name("actor", actor)
    if batch is not None:
        check_name("batch", batch)
    parse_instant(recorded_at)


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
