"""
How wide text is, and where it breaks: an estimate on the safe side, the same on every machine.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from unicodedata import combining, east_asian_width

from assessor.report.safe import safe

_MOST_TEXTS: Final = 1_024
SANS: Final = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
SERIF: Final = "Georgia, Times New Roman, Liberation Serif, serif"
_NARROW: Final = frozenset("iljtfrI.,:;'|!()[] -")
_BROAD: Final = frozenset("mwMWQOGDCNUHRABVXYK@%&—…")


@lru_cache(maxsize=_MOST_TEXTS)
def width_of(text: str, size: int) -> int:
    """Return how wide text of a size is at most, in pixels."""
    hundredths = sum(_letter(letter) for letter in text)
    return (hundredths * size + 99) // 100


def _letter(letter: str) -> int:
    """Return the width of a letter in hundredths of the size."""
    if combining(letter):
        return 0
    if east_asian_width(letter) in {"W", "F"}:
        return 104
    return 34 if letter in _NARROW else 78 if letter in _BROAD else 58


def wrap(text: str, size: int, width: int, most: int) -> list[str]:
    """
    Return text in lines that are no wider than asked; what does not fit in the most lines ends in an ellipsis.

    Args:
        text: Whoever wrote it: what can act on a reader is made harmless, and white space is one blank.
        most: How many lines there may be.
    """
    lines: list[str] = []
    line = ""
    for word in safe(" ".join(text.split())).split(" "):
        if line and width_of(f"{line} {word}", size) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while width_of(line, size) > width:
            kept = _fitting(line, size, width)
            lines.append(line[:kept])
            line = line[kept:]
    lines.append(line)
    if len(lines) > most:
        last = lines[most - 1]
        lines = [*lines[: most - 1], f"{last[: _fitting(last, size, width - size)].rstrip()}…"]
    return [one for one in lines if one]


def _fitting(text: str, size: int, width: int) -> int:
    """Return how many letters fit, at least one."""
    kept = len(text)
    while kept > 1 and width_of(text[:kept], size) > width:
        kept -= 1
    return kept
