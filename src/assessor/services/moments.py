"""
The three times of an evaluation, from what people type.

As-of days are civil dates. *Known at* is a UTC instant; a date means the end of that UTC
day, today's date means now, and the future is refused.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from assessor.domain.quoting import quote
from assessor.errors import UsageError

LAST_INSTANT = time(23, 59, 59, 999_999, tzinfo=UTC)
"""The end of a UTC day, to the microsecond that the log keeps."""


def end_of_day(day: date) -> datetime:
    """Return the last instant of a UTC day."""
    return datetime.combine(day, LAST_INSTANT)


def parse_day(text: str, name: str) -> date:
    """
    Read a civil date.

    Raises:
        UsageError: The text is no date such as 2026-04-26.
    """
    try:
        day = date.fromisoformat(text)
        if str(day) != text:  # a week date, or a date without hyphens
            raise ValueError(text)
    except ValueError as error:
        message = f"{name} {quote(text)} is not a day; write it like 2026-04-26"
        raise UsageError(message) from error
    return day


def parse_known_at(text: str | None, now: datetime) -> datetime:
    """
    Read *known at*: nothing means now, a date the end of that UTC day, or an instant with its zone.

    Raises:
        UsageError: The text is neither, or lies in the future.
    """
    if text is None:
        return now
    if len(text) == len("2026-04-26"):
        day = parse_day(text, "known at")
        moment = now if day == now.astimezone(UTC).date() else end_of_day(day)
    else:
        moment = _parse_instant(text)
    if moment > now:
        message = f"known at {quote(text)} lies in the future: nobody can know yet what will be known then"
        raise UsageError(message)
    return moment


def _parse_instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"known at {quote(text)} is neither a day like 2026-04-26 nor an instant like 2026-04-26T12:00:00Z"
        raise UsageError(message) from error
    if moment.tzinfo is None:
        message = f"known at {quote(text)} names no time zone; write 2026-04-26T12:00:00Z"
        raise UsageError(message)
    return moment.astimezone(UTC)


def check_as_of(as_of: date, known_at: datetime) -> date:
    """
    Return the day judged.

    Raises:
        UsageError: It lies after what was known.
    """
    if as_of > known_at.astimezone(UTC).date():
        message = (
            f"as of {as_of} lies after known at {known_at.astimezone(UTC).date()}: a day is judged by what was known "
            "on it or later; outlooks are not assessments"
        )
        raise UsageError(message)
    return as_of
