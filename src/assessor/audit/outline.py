"""
Bodies of one outline, read as records: it takes a third less than to read objects that could have any keys.

An outline is taken from one body, and from nothing that is known of types of entries. Reading is strict: another key,
one that is missing, or a value of another kind is no body of that outline. Whether the bytes are canonical is shown as
everywhere, by writing again what was read; a record is written with its keys in order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import msgspec

from assessor.audit.canonical import MAX_INTEGER

if TYPE_CHECKING:
    from collections.abc import Sequence

Record = msgspec.Struct
"""A body as it is read; see `list_under`."""

Body = dict[str, Any] | Record
"""What is in an envelope: an object in canonical form."""

ReadRecords = Callable[[bytes], list[Record]]
"""Reads bodies, a line each; raises an error of `msgspec` where one is not of the outline."""

SCALAR: Final = str | bool | Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
"""What the canonical form admits that is neither list nor object: neither null nor a fraction."""

write_records: Final = msgspec.json.Encoder(order="deterministic").encode_lines
"""Writes records, a line each."""

_MOST_KEYS: Final = 64  # in one object: a type of records with many takes long to make
_Outline = tuple["tuple[str, _Outline]", ...] | frozenset["_Outline"] | None


def read_like(body: dict[str, Any]) -> ReadRecords | None:
    """
    Return what reads bodies of the outline of one, or None where bodies like it are better read as objects.

    That is so where a list has parts of several outlines, an object very many keys, or one that no record can have.

    Args:
        body: In canonical form.
    """
    try:
        return _make_reader(_outline(body))
    except ValueError:
        return None


def list_under(key: str, bodies: Sequence[Body]) -> Sequence[object]:
    """
    Return what stands under a key in each of some bodies, or None where nothing does.

    Args:
        key: One of the body's own, and of none inside it.
        bodies: One or more that were read together: objects, or records of one outline.
    """
    first = bodies[0]
    if isinstance(first, dict):
        return [body.get(key) for body in cast("Sequence[dict[str, Any]]", bodies)]
    fields = dict(zip(first.__struct_encode_fields__, first.__struct_fields__, strict=True))
    return [*map(attrgetter(fields[key]), bodies)] if key in fields else [None] * len(bodies)


def _outline(value: object) -> _Outline:
    """Return the keys in an object, sorted, with what is under them; the one outline of a list's parts; or nothing."""
    if type(value) is dict:
        if len(value) > _MOST_KEYS:
            raise ValueError
        return tuple((key, _outline(value[key])) for key in sorted(value))
    if type(value) is list:
        parts = frozenset(map(_outline, value))
        if len(parts) > 1:
            raise ValueError
        return parts
    return None


@lru_cache(maxsize=64)
def _make_reader(outline: _Outline) -> ReadRecords:
    return msgspec.json.Decoder(_type_of(outline)).decode_lines


def _type_of(outline: _Outline) -> Any:  # noqa: ANN401 - a type, put together
    if outline is None:
        return SCALAR
    if isinstance(outline, frozenset):
        return list[_type_of(next(iter(outline), None))]  # type: ignore[misc]
    names = {f"at_{place}": key for place, (key, _) in enumerate(outline)}  # a key may be any text, a field may not
    fields = [(name, _type_of(part)) for name, (_, part) in zip(names, outline, strict=True)]
    return msgspec.defstruct("Record", fields, rename=names, forbid_unknown_fields=True, gc=False)
