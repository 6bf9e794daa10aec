"""
What the program says tersely, in words for readers: durations, counted things, dates as precise as their source.

It is for texts of the program alone: what people wrote stands as they wrote it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assessor.domain.counted import agreed, with_digits
from assessor.report.sentences import say_condition
from assessor.report.when import tell_when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.domain.framework import Framework
    from assessor.ruleset.conditions import Condition

_DURATION: Final = re.compile(r"\bP(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?\b")
_UNITS: Final = ("year", "month", "week", "day")
_DAY: Final = re.compile(r"(?<![\w/.\[-])\d{4}-\d{2}-\d{2}(?![\w/.-]*[\w/-])")
_MONTH: Final = re.compile(r"(?<![\w/.\[-])\d{4}-\d{2}(?![\w/.-]*[\w/-])")
_DAYS: Final = re.compile(r"(?<![\w/.\[-])\d{4}-\d{2}(?:-\d{2})?/\d{4}-\d{2}(?:-\d{2})?(?![\w/.-]*[\w/-])")
_NUMBER: Final = re.compile(r"([0-9]+)")


def in_words(text: str) -> str:
    """Return a text of the program with its durations, days, numbers and counted things as people write them."""
    return with_dates(with_digits(agreed(_DURATION.sub(_tell_duration, text))))


def with_dates(text: str) -> str:
    """Return a text with its days and months as people write them."""
    for point in (_DAYS, _DAY, _MONTH):
        text = point.sub(lambda found: tell_when(found[0]), text)
    return text


def tell_condition(condition: Condition, framework: Framework, dimensions: Mapping[str, str]) -> str:
    """
    Return what a condition asks, for readers.

    Args:
        dimensions: The title of each dimension of the cell, by id.
    """
    return with_digits(say_condition(condition, framework, dimensions))


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


def tell_entries(count: int) -> str:
    """Return how many entries there are."""
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def _tell_duration(found: re.Match[str]) -> str:
    parts = [number_of(int(count), unit) for count, unit in zip(found.groups(), _UNITS, strict=True) if count]
    return " and ".join(parts) or found[0]
