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
_WIDTHS: Final = {
    letter: hundredths
    for hundredths, letters in (
        (34, "ijlI.,:;'|/\u00b7\u2019 "),
        (42, "ftr()[]-!"),
        (60, 'sczvxykJL?"\u2013\u201c\u201d'),
        (70, "AEFPSTVXYZBK"),
        (79, "CDGHNOQRU&"),
        (84, "w+=<>#\u00d7\u2264\u2265\u2191\u2192"),
        (102, "mMW@%\u2014\u2026"),
    )
    for letter in letters
}
"""In hundredths of the size, as the broadest has it that a reader's machine may put for ours: Arial or DejaVu Sans."""
_OTHER: Final = 64
_WIDE: Final = 104
_BOLD: Final = 116
"""Of the width of regular letters, in hundredths; ours with serifs stand in bold alone, and are as broad."""


@lru_cache(maxsize=_MOST_TEXTS)
def width_of(text: str, size: int, *, bold: bool = False) -> int:
    """Return how wide text of a size is at most, in pixels."""
    hundredths = sum(_letter(letter) for letter in text)
    return (hundredths * size * (_BOLD if bold else 100) + 9_999) // 10_000


def _letter(letter: str) -> int:
    """Return the width of a letter in hundredths of the size."""
    if combining(letter):
        return 0
    if east_asian_width(letter) in {"W", "F"}:
        return _WIDE
    return _WIDTHS.get(letter, _OTHER)


def wrap(text: str, size: int, width: int, most: int, *, bold: bool = False) -> list[str]:
    """
    Return text in lines that are no wider than asked; what does not fit in the most lines ends in an ellipsis.

    Args:
        text: Whoever wrote it: what can act on a reader is made harmless, and white space is one blank.
        most: How many lines there may be.
    """
    lines: list[str] = []
    line = ""
    for word in safe(" ".join(text.split())).split(" "):
        if line and width_of(f"{line} {word}", size, bold=bold) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while width_of(line, size, bold=bold) > width:
            kept = _fitting(line, size, width, bold=bold)
            lines.append(line[:kept])
            line = line[kept:]
    lines.append(line)
    if len(lines) > most:
        last = lines[most - 1]
        lines = [*lines[: most - 1], f"{last[: _fitting(last, size, width - size, bold=bold)].rstrip()}…"]
    return [one for one in lines if one]


def _fitting(text: str, size: int, width: int, *, bold: bool) -> int:
    """Return how many letters fit, at least one."""
    kept = len(text)
    while kept > 1 and width_of(text[:kept], size, bold=bold) > width:
        kept -= 1
    return kept
