"""What is left of a weight after some days: the floor of a million times 2^(-age / half-life)."""

from __future__ import annotations

import pytest

from assessor.engine.decay import factor

AGES = (0, 1, 2, 7, 29, 30, 31, 45, 59, 60, 61, 89, 90, 365, 900)


def left(age, half_life):
    """Search the largest f with f <= 10^6 * 2^(-age / half_life), that is f^h * 2^age <= 10^(6h): integers alone."""
    low, high = 0, 10**6
    while low < high:
        middle = (low + high + 1) // 2
        fits = middle**half_life * 2**age <= 10 ** (6 * half_life)
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


@pytest.mark.parametrize("half_life", [1, 2, 7, 30, 45, 180, 365])
def test_it_is_the_floor_of_the_power_of_two(half_life):
    assert [factor(age, half_life) for age in AGES] == [left(age, half_life) for age in AGES]


def test_after_each_half_life_exactly_half_is_left():
    assert [factor(30 * n, 30) for n in range(7)] == [1_000_000, 500_000, 250_000, 125_000, 62_500, 31_250, 15_625]


def test_it_never_grows_with_age_and_ends_at_nothing():
    factors = [factor(age, 45) for age in range(1500)]
    assert factors == sorted(factors, reverse=True)
    assert factors[-1] == 0
