"""
What the program says tersely, in words for readers: durations, counted things, dates as precise as their source.

It is for texts of the program alone: what people wrote stands as they wrote it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from assessor.report.charts.ticks import tell_day, tell_month
from assessor.report.counted import agreed

_DURATION: Final = re.compile(r"\bP(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?\b")
_UNITS: Final = ("year", "month", "week", "day")
_DAY: Final = re.compile(r"(?<![\w/.\[-])\d{4}-\d{2}-\d{2}(?![\w/.-]*[\w/-])")
_DAYS: Final = re.compile(r"(?<![\w/.\[-])(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})(?![\w/.-]*[\w/-])")
_NUMBER: Final = re.compile(r"([0-9]+)")
_POINT: Final = r"(\d{4}(?:-\d{2}){0,2})([?~%]?)"
_ONE: Final = re.compile(_POINT)
_BETWEEN: Final = re.compile(rf"\[{_POINT}\.\.{_POINT}\]")
_FROM_TO: Final = re.compile(r"([^/]*)/([^/]*)")


def in_words(text: str) -> str:
    """Return a text of the program with its durations, days and counted things as people write them."""
    text = _DURATION.sub(_tell_duration, text)
    text = agreed(text)
    text = _DAYS.sub(lambda found: _tell_interval(found[1], found[2]), text)
    return _DAY.sub(lambda found: _tell_point(found[0]), text)


def tell_when(text: str) -> str:
    """Return an EDTF date or period as people write it, as precise as it is; what is none stands as it is."""
    if found := _BETWEEN.fullmatch(text):
        return f"one day from {_tell_point(found[1])} to {_tell_point(found[3])}"
    if found := _ONE.fullmatch(text):
        return _tell_end(text)
    if found := _FROM_TO.fullmatch(text):
        return _tell_interval(found[1], found[2])
    return text


def shorten(text: str, most: int = 90) -> str:
    """Return a text that is named in passing, cut at a word where it is long."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return f"{kept.rpartition(' ')[0] or kept}…"


def natural(name: str) -> list[str | int]:
    """Return by what names are ordered as people order them: numbers in them by their value."""
    return [int(part) if place % 2 else part for place, part in enumerate(_NUMBER.split(name))]


def number_of(count: int, what: str) -> str:
    """Return how many there are of something, in words that agree."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _tell_duration(found: re.Match[str]) -> str:
    parts = [number_of(int(count), unit) for count, unit in zip(found.groups(), _UNITS, strict=True) if count]
    return " and ".join(parts) or found[0]


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
