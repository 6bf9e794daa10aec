"""The chart of an indicator: scale, thresholds, what is too old, and the same in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessor.report.charts.series import HEIGHT, WIDTH, Dot, Level, Plot, draw_series, say_plot, tell_number

PLOT = Plot(
    title="Ships",
    unit="ships",
    dots=tuple(Dot(date(2025, month, 28), Decimal(month * 10), hollow=month == 6) for month in range(1, 7)),
    gaps=(date(2025, 7, 28),),
    levels=(Level(Decimal(35), "at least 35 (busy)"),),
    fresh_from=date(2025, 5, 1),
    until=date(2025, 8, 1),
)


def values(chart, kind):
    marks = [one["encode"]["enter"] for one in chart.spec["marks"] if one["type"] == kind]
    return [{name: channel["value"] for name, channel in one.items()} for one in marks]


def test_it_says_what_it_shows():
    assert say_plot(PLOT) == (
        "6 readings, 28 Jan 2025 to 28 Jun 2025; lowest 10, highest 60, last 60 ships (provisional). "
        "Compared with: at least 35 (busy). A reading of a period that ended before 1 May 2025 is too old to count. "
        "1 period without a value."
    )


def test_a_higher_value_stands_higher_and_a_later_one_further_right():
    dots = [one for one in values(draw_series("s", PLOT), "symbol") if "shape" not in one]
    assert [one["x"] for one in dots] == sorted(one["x"] for one in dots)
    assert [one["y"] for one in dots] == sorted((one["y"] for one in dots), reverse=True)


def test_the_level_lies_between_the_values_beside_it():
    chart = draw_series("s", PLOT)
    (line,) = [one for one in values(chart, "rule") if "strokeDash" in one]
    dots = {dot.value: one["y"] for dot, one in zip(PLOT.dots, values(chart, "symbol"), strict=False)}
    assert dots[Decimal(40)] < line["y"] < dots[Decimal(30)]
    assert "at least 35 (busy)" in [one["text"] for one in values(chart, "text")]


def test_a_provisional_reading_is_hollow_and_a_period_without_a_value_is_a_cross():
    symbols = values(draw_series("s", PLOT), "symbol")
    assert len({one["fill"] for one in symbols[:6]}) == 2
    assert [one.get("shape") for one in symbols[6:]] == ["cross"]


@pytest.mark.parametrize(
    "values_",
    [["5"], ["5", "5"], ["0"], ["-3", "2"], ["999999999999999", "0.000000000001"], ["1.5", "1.50000001"]],
)
def test_any_values_fit_within_the_frame(values_):
    dots = tuple(Dot(date(2025, 1, 1 + n), Decimal(text)) for n, text in enumerate(values_))
    chart = draw_series("s", replace(PLOT, dots=dots, levels=()))
    for one in values(chart, "symbol"):
        assert 0 <= one["x"] <= WIDTH
        assert 0 <= one["y"] <= HEIGHT


@pytest.mark.parametrize(
    ("value", "told"), [("1234567", "1,234,567"), ("10", "10"), ("0.50", "0.5"), ("2.00", "2"), ("-0.125", "-0.125")]
)
def test_numbers_are_told_in_groups_without_idle_zeros(value, told):
    assert tell_number(Decimal(value)) == told
