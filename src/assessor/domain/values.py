"""
The base of every value read from a file, and the small field types they share.

Holds the frozen pydantic base, identifiers, exact decimals, whole numbers, days and one-or-many lists.
Deliberately has no field that could hold a binary float, and none that reads one kind of value as another.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, Strict, WithJsonSchema
from pydantic_core import PydanticKnownError

from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = TypeVar("_T")
_ID = re.compile(r"[^\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,120}")
_DECIMAL = re.compile(r"[+-]?\d{1,15}(\.\d{1,12})?", re.ASCII)
_FAR = 100
_MOST_NAMED = 5
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Frozen(BaseModel):
    """A value that is checked when made, never changes, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other values, unchecked; nothing that was worked out of the old ones goes with it."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


def _identifier(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def checked_id(value: str) -> str:
    """
    Return a text that can be an id.

    Raises:
        ValueError: It cannot.
    """
    if not _ID.fullmatch(value) or value != value.strip():
        message = "an id has 1 to 120 printable characters and no space at either end"
        raise ValueError(message)
    return value


def _decimal(value: object) -> object:
    """Accept whole numbers, exact decimals and their text; a binary float has lost its digits already."""
    if isinstance(value, (bool, float)):
        message = "a number is written in digits, such as 12 or 0.25"
        raise ValueError(message)  # noqa: TRY004 - pydantic reports ValueError as a problem of the field
    if isinstance(value, int):
        value = str(value)
    if isinstance(value, Decimal):
        value = format(value, "f") if abs(value.adjusted()) < _FAR else str(value)  # 1e999999999 would fill memory
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        message = "a number has at most 15 digits before the point and 12 behind it, such as 12 or 0.25"
        raise ValueError(message)
    try:
        return Decimal(value)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only decimals
        raise ValueError(str(error)) from error


def _day(value: object) -> object:
    """Pass on what may be a day; a number is no count of seconds, and a moment is no day."""
    if type(value) is date or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticKnownError("date_type")


def _many(value: object) -> object:
    """Turn one value into a list of one, so that authors may leave the brackets out."""
    return value if isinstance(value, (list, tuple)) else (value,)


Id = Annotated[
    str,
    BeforeValidator(_identifier),
    AfterValidator(checked_id),
    WithJsonSchema({"type": ["string", "integer"], "minLength": 1, "maxLength": 120}),
]
"""A name that other places refer to; whole numbers are read as their digits."""

Exact = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _DECIMAL.pattern}]}),
]
"""An exact decimal of at most 15 digits before the point and 12 behind it; serialised as text."""

Whole = Annotated[int, Strict()]
"""A whole number; neither `true` nor a text with digits is one."""

Flag = Annotated[bool, Strict()]
"""`true` or `false`; neither 1 nor a word for it is."""

Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY.pattern}),
]
"""A civil day as ISO 8601 writes it, such as 2026-04-26."""


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    repeated = sorted(str(value) for value, times in Counter(values).items() if times > 1)
    if repeated:
        more = f" and {len(repeated) - _MOST_NAMED} more" if len(repeated) > _MOST_NAMED else ""
        raise ValueError(f"listed twice: {', '.join(map(quote, repeated[:_MOST_NAMED]))}{more}")
    return values


OneOrMany = Annotated[tuple[_T, ...], BeforeValidator(_many), AfterValidator(_distinct)]
"""One value or a list of distinct ones; always held as a tuple."""
