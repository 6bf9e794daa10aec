"""
Dates as precise as their source gives them: the part of EDTF (ISO 8601-2) that evidence uses.

Days, months and years, each uncertain `?`, approximate `~` or both `%`; intervals between two of them,
with an open (`..`) or an unknown (nothing) side (levels 0 and 1); and of level 2, one day of a span,
`[a..b]`. It holds no seasons, no unspecified digits, no times of day and no years outside 0001 to
9999, and it does not know when something was reported.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pydantic_core import core_schema

from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

_POINT = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?[?~%]?"
_PLAIN = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_ONE_OF = rf"\[{_PLAIN}\.\.{_PLAIN}\]"
_PATTERN = rf"^(?:{_POINT}|{_ONE_OF}|{_POINT}/(?:{_POINT}|\.\.)?|(?:\.\.)?/{_POINT})$"
_LONGEST_TEXT = len("[2026-04-26..2026-04-30]")
_WIDENING = {"?": 1, "~": 1, "%": 2}
_EXAMPLES = (
    "EDTF dates look like 2026-04-26, 2026-04, 2026, 2025/2026-04, 2025-06/.., 2026-04~ or [2026-04-12..2026-04-18]"
)


class EdtfError(ValueError):
    """The text is no EDTF date of the part used here, or names a day that does not exist."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `lo` to `hi`, both included."""

    lo: date
    hi: date

    def __post_init__(self) -> None:
        if self.lo > self.hi:
            raise ValueError(f"a span cannot end ({self.hi}) before it starts ({self.lo})")

    def intersect(self, other: Span) -> Span | None:
        """Return the days in both spans, or None where they do not meet."""
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        return Span(lo, hi) if lo <= hi else None

    def overlaps(self, other: Span) -> bool:
        """Say whether the spans have a day in common."""
        return self.lo <= other.hi and other.lo <= self.hi

    def contains(self, day: date) -> bool:
        """Say whether the day lies in the span."""
        return self.lo <= day <= self.hi


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """
    A date as its source gives it; `parse_edtf` makes one.

    A point date happened on one day of its span: `start` and `end` are both that span; so did one of a
    set, `[a..b]`. An interval
    started on one day of `start` and ended on one day of `end`. An open side lies beyond every day
    (`date.max`, or `date.min`), an unknown side anywhere between there and the side that is known.
    `span` runs from the earliest to the latest day that the date can touch.
    """

    text: str
    start: Span
    end: Span
    is_interval: bool
    open_end: bool
    span: Span = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "span", Span(self.start.lo, self.end.hi))

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validate,
            serialization=core_schema.to_string_ser_schema(when_used="always"),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": ["string", "integer"],
            "format": "edtf",
            "pattern": _PATTERN,
            "minimum": 1000,
            "maximum": 9999,
            "description": f"A date as precise as its source gives it (EDTF). {_EXAMPLES}.",
        }


def parse_edtf(text: str) -> EdtfDate:
    """
    Return the date that the text states.

    A qualifier widens a date by units of its own precision on both sides: one for `?` and `~`, two
    for `%`, so that `2026-04~` is some day from 2026-03-01 to 2026-05-31.

    Args:
        text: ISO 8601-2 extended format; no blanks, ASCII digits.

    Raises:
        EdtfError: The text has another form, or names a day that does not exist, or an interval
            that ends before it starts.
    """
    if len(text) > _LONGEST_TEXT or not re.fullmatch(_PATTERN, text):
        raise EdtfError(f"{quote(text)} is not a date; {_EXAMPLES}")
    if text.startswith("["):
        return _parse_one_of(text)
    first, slash, last = text.partition("/")
    if not slash:
        span = _parse_point(text, text)
        return EdtfDate(text, start=span, end=span, is_interval=False, open_end=False)
    if first in {"", ".."}:
        end = _parse_point(last, text)
        start = Span(date.min, date.min if first else end.hi)
    elif last in {"", ".."}:
        start = _parse_point(first, text)
        end = Span(date.max if last else start.lo, date.max)
    else:
        start, end = _parse_point(first, text), _parse_point(last, text)
        if start.lo > end.hi:
            raise EdtfError(f"{quote(text)} ends before it starts; write the earlier date first")
    return EdtfDate(text, start=start, end=end, is_interval=True, open_end=last == "..")


def _parse_one_of(text: str) -> EdtfDate:
    """Return a date on one unknown day from the first of one date to the last of another."""
    first, _, last = text[1:-1].partition("..")
    since, until = _parse_point(first, text), _parse_point(last, text)
    if since.lo > until.hi:
        raise EdtfError(f"{quote(text)} ends before it starts; write the earlier date first")
    span = Span(since.lo, until.hi)
    return EdtfDate(text, start=span, end=span, is_interval=False, open_end=False)


def _parse_point(point: str, text: str) -> Span:
    """Return the days that one side of the text can mean, its qualifier included."""
    widening = _WIDENING.get(point[-1], 0)
    parts = [int(part) for part in point.rstrip("?~%").split("-")]
    kind = ("year", "month", "day")[len(parts) - 1]
    try:
        first = date(*parts, *(1,) * (3 - len(parts)))
    except ValueError:
        where = "" if point == text else f" in {quote(text)}"
        raise EdtfError(f"{quote(point)}{where} is not a {kind} that exists; {_EXAMPLES}") from None
    if kind == "day":
        return _widen_day(first, widening)
    months = 1 if kind == "month" else 12
    return Span(_first_of_month(first, -widening * months), _last_of_month(first, (widening + 1) * months - 1))


def _widen_day(day: date, days: int) -> Span:
    """Return the days at most `days` away, as far as the calendar goes."""
    before = min(days, (day - date.min).days)
    after = min(days, (date.max - day).days)
    return Span(day - timedelta(before), day + timedelta(after))


def _first_of_month(day: date, months: int) -> date:
    """Return the first day of the month that lies `months` from the day's, at the earliest `date.min`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1) if year >= date.min.year else date.min


def _last_of_month(day: date, months: int) -> date:
    """Return the last day of the month that lies `months` from the day's, at the latest `date.max`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1]) if year <= date.max.year else date.max


def _validate(value: object) -> EdtfDate:
    """Return the date that a file or a caller gave: EDTF text, a year as a number, a calendar day."""
    if isinstance(value, EdtfDate):
        return value
    if isinstance(value, str | int | date):
        return parse_edtf(str(value))
    raise EdtfError(f"{quote(str(value))} is not a date; {_EXAMPLES}")
