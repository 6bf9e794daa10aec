"""
Counted things as people write them: `1 event` where the program says `event(s)`, and `9,740` where it says `9740`.

It is for texts of the program alone: what people wrote stands as they wrote it.
"""

from __future__ import annotations

import re
from typing import Final

_WHOLE: Final = re.compile(r"(?<![\d.,])\d{4,}")
_COUNTED: Final = re.compile(r"\b(\d[\d,]*)((?: [A-Za-z]+)*?) ([a-z]+)\(s\)((?: or [a-z]+\(s\))*)")
_ONE: Final = re.compile(r"(?<![\d.,])1 are needed\b")
_NUMBER: Final = re.compile(
    r"(?P<told>\b(?:at least|at most|above|below|more than|fewer than|counted|counts|against|entry|entries) )?"
    r"(?P<range>(?<![\d-])\d{1,3} to )?"
    r"(?<![\w.,/:#@`%-])(?P<number>[+-]?\d{4,}(?:\.\d+)?)(?![\w/:@#`-]|[.,]\d)"
    r"(?P<unit> [a-z]+ \(| [a-z]+ where )?"
)
"""A number of four digits and more, with what tells whether it is one: nothing tells a year but what stands around."""

_MINUS: Final = re.compile(r"(?<![\w./\])-])-(?=\d)")
_YEARS: Final = range(1000, 3000)


def agreed(text: str) -> str:
    """Return a text in which each counted thing agrees with its number."""
    return _ONE.sub("1 is needed", _COUNTED.sub(_agree, text)) if "(s)" in text else text


def group_digits(text: str) -> str:
    """Return a text in which the whole part of every number has groups of three digits; it must hold no years."""
    return _WHOLE.sub(lambda found: f"{int(found[0]):,}", text)


def with_digits(text: str) -> str:
    """Return a text in which large numbers have groups of digits; what may be a year, a day or an id stays bare."""
    return _MINUS.sub("\N{MINUS SIGN}", _NUMBER.sub(_group, text))


def _agree(found: re.Match[str]) -> str:
    is_one = found[1] == "1" and not found[2].startswith(" or more")
    ending = "" if is_one else "s"
    return f"{found[1]}{found[2]} {found[3]}{ending}{found[4].replace('(s)', ending)}"


def _group(found: re.Match[str]) -> str:
    told, number = found["told"] or "", found["number"]
    is_told = bool(told or found["range"] or found["unit"] or number[0] in "+-")
    if told.startswith("entr") or (number.isdigit() and int(number) in _YEARS and not is_told):
        return found[0]
    return f"{told}{found['range'] or ''}{group_digits(number)}{found['unit'] or ''}"
