"""The band of states: to scale, in order, told in words, and never colour alone."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from assessor.report.charts.band import Paints, Stay, draw_band, draw_small_band
from assessor.report.charts.draw import draw, draw_inside

PAINTS = Paints(("Worse", "Better"), "p")
STAYS = [
    Stay("Worse", date(2025, 1, 1), date(2025, 1, 10)),
    Stay(None, date(2025, 1, 11), date(2025, 1, 20)),
    Stay("Better", date(2025, 1, 21), date(2025, 2, 9)),
]


def values(chart, kind):
    marks = [one["encode"]["enter"] for one in chart.spec["marks"] if one["type"] == kind]
    return [{name: channel["value"] for name, channel in one.items()} for one in marks]


@pytest.mark.parametrize("draws", [draw_band, draw_small_band])
def test_days_are_to_scale_from_edge_to_edge(draws):
    chart = draws("b", "States", STAYS, PAINTS, width=400)
    boxes = sorted({(box["x"], box["width"]) for box in values(chart, "rect")})
    assert boxes == [(0, 100), (100, 100), (200, 200)]  # ten, ten and twenty of forty days


def test_each_state_has_a_colour_and_a_pattern_and_none_has_a_pattern_alone():
    fills = [box["fill"] for box in values(draw_small_band("b", "States", STAYS, PAINTS), "rect")]
    assert [fill for fill in fills if fill.startswith("url")] == ["url(#p-0)", "url(#p-insufficient)", "url(#p-1)"]
    assert len([fill for fill in fills if fill.startswith("#")]) == 2


def test_it_says_in_words_what_it_shows():
    assert draw_band("b", "States", STAYS, PAINTS, width=400).said == (
        "Worse from 1 Jan 2025 to 10 Jan 2025. Insufficient from 11 Jan 2025 to 20 Jan 2025. "
        "Better from 21 Jan 2025 to 9 Feb 2025."
    )


def test_a_name_without_room_is_left_out_and_numbers_never_run_into_each_other():
    days = [date(2025, 1, day) for day in range(1, 31)]
    stays = [Stay(("Worse", "Better")[day.day % 2], day, day) for day in days]
    chart = draw_band("b", "States", stays, PAINTS, width=300, moves=days[1:])
    discs = [one["x"] for one in values(chart, "symbol")]
    assert all(after - before >= 20 for before, after in pairwise(discs))
    assert not {"Worse", "Better"} & {one["text"] for one in values(chart, "text")}


def test_within_a_page_it_brings_no_style_and_no_role_but_that_of_an_image():
    chart = draw_band("b", "States", STAYS, PAINTS, width=400)
    assert draw_inside(chart) == draw_inside(chart)
    assert draw_inside(chart).count("role=") == 1
    assert "<style" not in draw_inside(chart)
    assert "class=" not in draw_inside(chart)
    assert len(draw_inside(chart)) < len(draw(chart)) * 2 // 3
