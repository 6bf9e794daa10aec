"""
The canonical form of everything the log hashes: RFC 8785, restricted.

Holds the writer, the reader that accepts nothing but what the writer writes, and the digest of
bytes. Values are text, whole numbers within 2^53, truth values, lists and objects with ASCII
keys. Deliberately has no null (leave the key out), no floating-point number (decimals travel as
text, so no rounding decides), and no knowledge of what the documents mean.
"""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import zip_longest
from typing import Any, Final, NoReturn, cast

import msgspec

from assessor.domain.quoting import quote
from assessor.errors import CanonicalFormError

MAX_DEPTH = 64
"""How many lists and objects may lie inside each other."""

MAX_INTEGER = 2**53 - 1
"""The largest magnitude that every JSON reader keeps exactly (RFC 7493, section 2.2)."""

MAX_BYTES = 65_535
"""The longest document `parse_canonical` reads unless told otherwise; also the longest entry."""

_Fault = tuple[str, str]  # the path below the root, and what is wrong there
_TOO_DEEP: _Fault = ("", f"nested deeper than {MAX_DEPTH} levels")

_DIGITS: Final = bytes(0x30 if chr(code).isdigit() else 0x20 for code in range(128)) + b" " * 128
_LONG_NUMBER: Final = b"0" * len(str(MAX_INTEGER))

_encode = msgspec.json.Encoder(order="sorted").encode


def _refuse_float(text: str) -> NoReturn:
    raise ValueError(text)


_decode = msgspec.json.Decoder(float_hook=_refuse_float).decode


def canonicalize(value: object) -> bytes:
    """
    Write a value in canonical form.

    Equal values give equal bytes on every machine. Keys are ASCII, so that sorting them by code
    point is the order by UTF-16 unit that RFC 8785, section 3.2.3 asks for.

    Args:
        value: Text, whole number, truth value, list, tuple or dict of these; no subclasses.

    Returns:
        UTF-8 without byte order mark or insignificant space.

    Raises:
        CanonicalFormError: The value has no canonical form; the message names the place.
    """
    fault = _find_fault(value, 0)
    if fault is not None:
        raise CanonicalFormError(f"`${fault[0]}`: {fault[1]}")
    return _encode(value)


def parse_canonical(data: bytes, *, limit: int = MAX_BYTES) -> object:
    """
    Read a document that is in canonical form, to the byte.

    Refuses duplicate keys, unsorted keys, needless escapes and space by one rule: what is read,
    written again, must be the bytes given.

    Args:
        data: The document.
        limit: The most bytes to look at.

    Returns:
        The value, made of str, int, bool, list and dict.

    Raises:
        CanonicalFormError: The bytes are too many, no JSON, nested too deep, or not canonical.
    """
    if len(data) > limit:
        raise CanonicalFormError(f"{len(data)} bytes: a document has at most {limit}")
    if _is_plain(data):
        try:
            value = _decode(data)
            if _encode(value) == data:
                return value
        except (msgspec.MsgspecError, ValueError, RecursionError):
            pass  # what is wrong, and where, is found out below
    return _parse_with_care(data)


def decode_canonical(data: bytes) -> Any:  # noqa: ANN401 - whatever was written
    """
    Return the value of bytes that are known to be canonical, without looking at them again.

    Raises:
        CanonicalFormError: They are no JSON, so they were not known well.
    """
    try:
        return _decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CanonicalFormError("not JSON as the log writes it") from error


def _is_plain(data: bytes) -> bool:
    """
    Return whether a document that reads and writes back to the same bytes must be canonical.

    So it is where nothing can hide that the writer would take and the form forbids: text beyond
    ASCII, null, numbers of sixteen digits and more, deep nesting.
    """
    return (
        data.isascii()
        and b"null" not in data
        and _LONG_NUMBER not in data.translate(_DIGITS)
        and data.count(b"[") + data.count(b"{") < MAX_DEPTH
    )


def _parse_with_care(data: bytes) -> object:
    """Read a document and say exactly what is wrong with it; see `parse_canonical`."""
    try:
        value = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise CanonicalFormError(f"byte {error.start}: not UTF-8") from error
    except RecursionError as error:
        raise CanonicalFormError(_TOO_DEEP[1]) from error
    except json.JSONDecodeError as error:
        raise CanonicalFormError(f"character {error.pos}: not JSON") from error
    except ValueError as error:
        raise CanonicalFormError("a number with too many digits") from error
    canonical = canonicalize(value)
    if canonical != data:
        place = next(i for i, (ours, theirs) in enumerate(zip_longest(canonical, data)) if ours != theirs)
        raise CanonicalFormError(f"byte {place}: differs from the canonical form of the same value")
    return value


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes, as `sha256:` and 64 lower-case hexadecimal digits."""
    return "sha256:" + sha256(data).hexdigest()


def _find_fault(value: object, depth: int) -> _Fault | None:
    """
    Find the first part without canonical form.

    Exact types are compared, because a subclass may print itself differently. ASCII text, which
    most parts are, is passed without a call; the path is put together on the way out, so that
    a good value pays nothing for it.
    """
    kind = type(value)
    if kind is not dict and kind is not list and kind is not tuple:
        return _find_scalar_fault(value)
    if depth == MAX_DEPTH:
        return _TOO_DEEP
    if kind is dict:
        for key, part in cast("dict[object, object]", value).items():
            if type(key) is not str or not key.isascii():
                return "", f"key {quote(str(key))}: keys are ASCII text"
            if type(part) is str and part.isascii():
                continue
            fault = _find_fault(part, depth + 1)
            if fault is not None:
                return "." + quote(key).strip("`") + fault[0], fault[1]
        return None
    for place, part in enumerate(cast("list[object]", value)):
        if type(part) is str and part.isascii():
            continue
        fault = _find_fault(part, depth + 1)
        if fault is not None:
            return f"[{place}]{fault[0]}", fault[1]
    return None


def _find_scalar_fault(value: object) -> _Fault | None:
    if type(value) is int:
        return None if -MAX_INTEGER <= value <= MAX_INTEGER else ("", "a whole number beyond 2^53: write it as text")
    if type(value) is bool:
        return None
    if type(value) is str:
        return None if _is_encodable(value) else ("", "half of a surrogate pair is no text")
    if value is None:
        return "", "null has no canonical form: leave the key out"
    if isinstance(value, float):
        return "", "a floating-point number has no canonical form: write the decimal as text"
    return "", "this kind of value has no canonical form"


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
