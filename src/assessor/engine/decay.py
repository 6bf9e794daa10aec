"""
Weights that halve with age, as integers in millionths.

The factor of an age is `floor(10^6 * 2^(-age / half_life))`, computed with integers
alone: whole halvings by shifting, the rest from a table of 2^(-2^-k) made by integer
square roots, so that every machine gets the same.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import isqrt

MILLIONTHS = 1_000_000
_BITS = 160
_ONE = 1 << _BITS
_STEPS = 96


@cache
def _roots() -> tuple[int, ...]:
    """Return 2^(-2^-k) for k = 1.._STEPS in fixed point of _BITS."""
    roots: list[int] = []
    value = _ONE >> 1
    for _ in range(_STEPS):
        value = isqrt(value << _BITS)
        roots.append(value)
    return tuple(roots)


@lru_cache(maxsize=65_536)
def factor(age: int, half_life: int) -> int:
    """
    Return what is left of one after `age` days.

    Args:
        age: Days, zero or more.
        half_life: Days in which it halves, one or more.

    Returns:
        Millionths, 1,000,000 at age zero, rounded down.
    """
    halvings, rest = divmod(age, half_life)
    value = _ONE
    for root in _roots():
        rest *= 2
        if rest >= half_life:
            rest -= half_life
            value = value * root >> _BITS
    value += 1 << (_BITS - 80)  # the truncations above lose less than this; an exact half must not fall below itself
    return (value * MILLIONTHS >> _BITS) >> halvings
