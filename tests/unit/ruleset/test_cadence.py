"""Ages, bases and periods are held against the calendar itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.duration import parse_duration, window_start
from assessor.domain.edtf import parse_edtf
from assessor.domain.framework import Indicator
from assessor.ruleset.cadence import check_period, is_shorter


def indicator(cadence: str) -> Indicator:
    return Indicator.model_validate(
        {"id": "tons", "title": "Tons", "unit": "t", "polarity": "none", "cadence": cadence, "lag": "P1D"}
    )


@pytest.mark.parametrize(
    ("one", "other", "shorter"),
    [
        ("P1M", "P1M", False),
        ("P13M", "P1Y1M", False),
        ("P30D", "P1M", True),  # a month can have 31 days
        ("P31D", "P1M", False),
        ("P365D", "P1Y", True),  # a year can have 366
        ("P366D", "P1Y", False),
        ("P1M", "P28D", False),
        ("P1M", "P29D", True),  # a month can have 28 days
        ("P2M", "P1M4W", False),
        ("P61D", "P2M", True),  # July and August have 62
        ("P6M", "P5M15D", False),
        ("P1W", "P8D", True),
    ],
)
def test_a_window_is_shorter_where_it_is_so_on_any_day(one: str, other: str, shorter: bool) -> None:
    assert is_shorter(parse_duration(one), parse_duration(other)) is shorter


DURATIONS = st.builds("P{}M{}D".format, st.integers(1, 30), st.integers(1, 400)).map(parse_duration)


@given(DURATIONS, DURATIONS, st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_window_that_is_not_shorter_holds_the_other_on_every_day(one, other, day) -> None:
    if not is_shorter(one, other):
        assert window_start(day, one) <= window_start(day, other)


@pytest.mark.parametrize(
    ("cadence", "period"),
    [
        ("P1D", "2025-03-04"),
        ("P1W", "2025-03-03/2025-03-09"),
        ("P1M", "2025-02"),
        ("P1M", "2025-02-01/2025-02-28"),
        ("P1M", "2024-03/2025-02"),  # twelve months ending
        ("P3M", "2025-01/2025-03"),
        ("P1Y", "2025"),
        ("P1Y", "2024-10/2025-09"),  # a fiscal year
    ],
)
def test_a_period_of_the_cadence_is_fine(cadence: str, period: str) -> None:
    assert list(check_period(parse_edtf(period), indicator(cadence))) == []


@pytest.mark.parametrize(
    ("cadence", "period", "message"),
    [
        ("P1M", "2025", "2025-01-01 to 2025-12-31: indicator `tons` is read every P1M, 2025-01-01 to 2025-01-31"),
        ("P1Y", "2025-03", "2025-03-01 to 2025-03-31: indicator `tons` is read every P1Y, 2025-03-01 to 2026-02-28"),
        (
            "P3M",
            "2025-01/2025-02",
            "2025-01-01 to 2025-02-28: indicator `tons` is read every P3M, 2025-01-01 to 2025-03-31",
        ),
    ],
)
def test_another_period_is_told_with_the_one_that_was_meant(cadence: str, period: str, message: str) -> None:
    (told,) = check_period(parse_edtf(period), indicator(cadence))
    assert told == f"period `{period}` is {message}"


@pytest.mark.parametrize("period", ["2025-03~", "2025-03?", "2025-03%", "2025-03/..", "2025-03/", "../2025-03"])
def test_a_period_of_which_a_day_is_not_known_is_none(period: str) -> None:
    (told,) = check_period(parse_edtf(period), indicator("P1M"))
    assert told == f"period `{period}`: a period begins and ends on days that are known"


def test_the_end_of_the_calendar_is_no_trap() -> None:
    assert list(check_period(parse_edtf("9999-11"), indicator("P1M"))) == []
    assert list(check_period(parse_edtf("9999-11"), indicator("P1Y"))) != []
