"""
Where a number of a rule breaks: how far it can be turned, each way, before any verdict of the history moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from assessor.workbench.sensitivity.dials import Dial

REACH: Final = (10, 25, 50, 100)
"""How many percent a number is turned, one after the other, until something moves."""


@dataclass(frozen=True, slots=True)
class Break:
    """
    How far a number can be turned one way.

    Attributes:
        holds: The last number found at which nothing moves; the first at which something does is one step on.
        breaks: That number; None where nothing moves up to `holds`.
    """

    holds: Decimal
    breaks: Decimal | None


def find_break(dial: Dial, way: int, moves: Callable[[Decimal], bool | None]) -> Break:
    """
    Return where a number breaks.

    It is bracketed by the steps of `REACH` and then halved, so of a number that moves something, and further on moves
    nothing again, the first break beyond the last step at which nothing moved is found.

    Args:
        way: 1 for more, -1 for less.
        moves: Whether anything moves where the dial stands at a number; None where it cannot stand there.
    """
    holds = dial.size
    for percent in REACH:
        number = dial.by(way * percent)
        found = moves(number)
        if found is None:
            break
        if found:
            return _halve(holds, number, dial.step, moves)
        holds = number
    return Break(holds, None)


def _halve(holds: Decimal, breaks: Decimal, step: Decimal, moves: Callable[[Decimal], bool | None]) -> Break:
    while abs(breaks - holds) > step:
        middle = holds + ((breaks - holds) / 2 / step).to_integral_value() * step
        if middle in {holds, breaks}:
            return Break(holds, breaks)
        if moves(middle):
            breaks = middle
        else:
            holds = middle
    return Break(holds, breaks)
