"""
The colours of charts, for light and for dark surroundings.

A chart is drawn in the light colours; a style sheet inside it names the dark one of each. What is written on a state
stands in ink, which is readable on all of them (a contrast of 4.5 or more, WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from functools import cache
from typing import Final

PAPER: Final = "#fdfcf9"
INK: Final = "#1b1a18"
QUIET: Final = "#63605a"
LINE: Final = "#c9c5bb"
ACCENT: Final = "#9a2a5c"
_DARK: Final = {PAPER: "#171614", INK: "#f3f1ea", QUIET: "#aaa69c", LINE: "#4a4741", ACCENT: "#f08bb9"}

_STATES: Final = ("#e59b76", "#f0cda4", "#e3e0d6", "#a8cfd0", "#68b0b5")
_STATES_DARK: Final = ("#8f4526", "#6f5330", "#4b4a46", "#2c5a60", "#1c727d")


@cache
def state_colours(number: int) -> tuple[str, ...]:
    """Return a colour for each of some states in order, from furthest from the goal to nearest."""
    return _spread(_STATES, number)


def in_the_dark(colour: str) -> str:
    """Return the dark colour of paper, ink and lines."""
    return _DARK[colour]


def style_sheet(states: int) -> str:
    """
    Return the style sheet of a chart with so many states: the dark colour of each light one, on screens alone.

    Presentation attributes yield to any rule, so whoever knows no style sheets sees the light chart.
    """
    pairs = {**_DARK, **dict(zip(state_colours(states), _spread(_STATES_DARK, states), strict=True))}
    rules = "".join(f'[fill="{a}"]{{fill:{b}}}[stroke="{a}"]{{stroke:{b}}}' for a, b in pairs.items())
    return f"text{{unicode-bidi:isolate}}@media screen and (prefers-color-scheme:dark){{{rules}}}"


def _spread(stops: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Return colours at equal distances along stops, both ends among them."""
    if number == 1:
        return (stops[len(stops) // 2],)
    return tuple(_between(stops, (len(stops) - 1) * place, number - 1) for place in range(number))


def _between(stops: tuple[str, ...], numerator: int, denominator: int) -> str:
    before, rest = divmod(numerator, denominator)
    after = min(before + 1, len(stops) - 1)
    mixed = (
        (int(stops[before][at : at + 2], 16) * (denominator - rest) + int(stops[after][at : at + 2], 16) * rest)
        // denominator
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{one:02x}" for one in mixed)
