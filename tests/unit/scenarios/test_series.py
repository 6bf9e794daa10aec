"""Readings in one line; the notation is that of Prometheus rule tests, whose documentation gives the first examples."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessor.errors import StepInvalidError
from assessor.scenarios.series import read_series


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("-2+4x3", [-2, 2, 6, 10]),
        ("1-2x4", [1, -1, -3, -5, -7]),
        ("1x4", [1, 1, 1, 1, 1]),
        ("4 _x3 5", [4, None, None, None, 5]),
        ("1 _ 2.5", [1, None, "2.5"]),
        ("0.1+0.1x2", ["0.1", "0.2", "0.3"]),
    ],
)
def test_series(text: str, values: list[object]) -> None:
    assert read_series(text) == tuple(None if v is None else Decimal(str(v)) for v in values)


@pytest.mark.parametrize("text", ["", "  ", "1+2", "x3", "1e9", "NaN", "1..2", "1+x3", "\u0661", "1x99999"])
def test_what_is_no_series_is_told(text: str) -> None:
    with pytest.raises(StepInvalidError):
        read_series(text)


def test_a_series_has_an_end() -> None:
    with pytest.raises(StepInvalidError, match="at most 5000 periods"):
        read_series("1x4000 1x4000")
