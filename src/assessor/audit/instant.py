"""
Instants as the log writes them: UTC, to the microsecond, always 27 characters.

Such texts sort as the moments they name. Holds writing and reading; reads no clock.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from assessor.domain.quoting import quote
from assessor.errors import CanonicalFormError

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


@lru_cache(maxsize=4096)  # what is recorded together has its instants in common
def render_instant(moment: datetime) -> str:
    """
    Write a moment as `2026-04-26T23:59:59.999999Z`.

    Raises:
        ValueError: The moment names no time zone, so nobody knows which instant it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"`{moment}` names no time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


@lru_cache(maxsize=4096)
def parse_instant(text: str) -> datetime:
    """
    Read what `render_instant` wrote, and nothing else.

    Raises:
        CanonicalFormError: The text is no instant in that form, or one that does not exist.
    """
    try:
        return datetime.fromisoformat(_matched(text))
    except ValueError as error:
        raise CanonicalFormError(f"{quote(text)} is no instant of the form `2026-04-26T23:59:59.999999Z`") from error


def _matched(text: str) -> str:
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    return text
