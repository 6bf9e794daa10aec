"""
Readings of one indicator in one line: `100 110+10x3 _ 90`.

Items are separated by blanks, each one or more periods: a value; a value and how many repeats of it
follow, `90x2`; a value and by how much each of so many further periods differs, `110+10x3` or
`110-5x3`; nothing read, `_`, or for several periods `_x3`. As in the unit tests of Prometheus rules, the count
is of further values: `90x2` is three. (`_x3` is three periods without, as there.)
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError

_NUMBER: Final = r"-?[0-9]{1,15}(?:\.[0-9]{1,12})?"
_ITEM: Final = re.compile(rf"({_NUMBER})(?:([+-])({_NUMBER}))?(?:x([0-9]{{1,4}}))?")
_NOTHING: Final = re.compile(r"_(?:x([0-9]{1,4}))?")
MOST_PERIODS: Final = 5_000


def read_series(text: str) -> tuple[Decimal | None, ...]:
    """
    Return the value of each period, None where nothing was read.

    Raises:
        StepInvalidError: An item has another form, or there are more than 5,000 periods.
    """
    values: list[Decimal | None] = []
    for item in text.split():
        values += _read_item(item)
        if len(values) > MOST_PERIODS:
            raise StepInvalidError(f"a series has at most {MOST_PERIODS} periods")
    if not values:
        raise StepInvalidError("the series is empty; write values as `100 110+10x3 _ 90`")
    return tuple(values)


def _read_item(item: str) -> list[Decimal | None]:
    nothing = _NOTHING.fullmatch(item)
    if nothing is not None:
        return [None] * int(nothing[1] or 1)
    found = _ITEM.fullmatch(item)
    if found is None or (found[2] and not found[4]):
        forms = "`100`, `100x2` (three times), `100+10x3` (100 to 130), `_` (nothing read) or `_x3`"
        raise StepInvalidError(f"{quote(item)} is no part of a series; parts are {forms}")
    start, step = Decimal(found[1]), Decimal(found[3] or 0)
    step = -step if found[2] == "-" else step
    return [start + step * n for n in range(int(found[4] or 0) + 1)]
