"""
Dates as precise as their source gives them, as people write them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from assessor.report.charts.ticks import tell_day, tell_month

_POINT: Final = r"(\d{4}(?:-\d{2}){0,2})([?~%]?)"
_ONE: Final = re.compile(_POINT)
_BETWEEN: Final = re.compile(rf"\[{_POINT}\.\.{_POINT}\]")
_FROM_TO: Final = re.compile(r"([^/]*)/([^/]*)")


def tell_when(text: str) -> str:
    """Return an EDTF date or period as people write it, as precise as it is; what is none stands as it is."""
    if found := _BETWEEN.fullmatch(text):
        return f"one day from {_tell_point(found[1])} to {_tell_point(found[3])}"
    if found := _ONE.fullmatch(text):
        return _tell_end(text)
    if found := _FROM_TO.fullmatch(text):
        return _tell_interval(found[1], found[2])
    return text


def _tell_interval(start: str, end: str) -> str:
    if start in {"", ".."}:
        return f"until {_tell_end(end)}"
    if end == "":
        return f"from {_tell_end(start)}, nobody knows how long"
    return f"from {_tell_end(start)} on" if end == ".." else f"{_tell_end(start)} to {_tell_end(end)}"


def _tell_end(text: str) -> str:
    found = _ONE.fullmatch(text)
    if found is None:
        return text
    about = "about " if found[2] in {"~", "%"} else ""
    doubt = ", perhaps" if found[2] in {"?", "%"} else ""
    return f"{about}{_tell_point(found[1])}{doubt}"


def _tell_point(text: str) -> str:
    parts = [int(part) for part in text.split("-")]
    try:
        if len(parts) == 1:
            return text
        return tell_month(*parts) if len(parts) == 2 else tell_day(date(*parts))  # noqa: PLR2004 - a year and a month
    except (ValueError, IndexError):
        return text
