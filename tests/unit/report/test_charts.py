"""Charts: readable in light and dark, nothing cut or covered, hostile text harmless, the same bytes each time."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.override import Override, OverrideChange
from assessor.engine.axes import overruled
from assessor.errors import ConfigurationError
from assessor.report.charts.draw import check_charts, draw
from assessor.report.charts.lettering import width_of, wrap
from assessor.report.charts.palette import INK, PAPER, QUIET, state_colours, style_sheet
from assessor.report.charts.rooms import Room, largest_rooms
from assessor.report.charts.ticks import ticks_of
from assessor.report.charts.triangle import draw_triangle
from assessor.report.charts.triangle_pieces import look_of, pieces_of
from assessor.report.safe import safe
from assessor.services.assess import assess
from assessor.services.both_axes import Axes, both_axes
from assessor.services.recompute import recompute
from assessor.services.record_evidence import record_batch
from tests.harbour_log import found, open_harbour
from tests.integration.test_backtest import LATE

NAMESPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = {
    "long": "Grain ships at the northern quay " * 20,
    "one word": "W" * 500,
    "right to left": "ميناء الشمال \u202eevil\u202c נמל הצפון",
    "markup": '</title><script>alert(1)</script> & "quotes" ]]> <b>',
    "control": "bell \x07 escape \x1b[31m red",
    "wide": "港口北部的码头" * 40,
}


@pytest.fixture(scope="module")
def plane(tmp_path_factory):
    with open_harbour(tmp_path_factory.mktemp("charts") / "log.db") as context:
        found(context)
        for day in (date(2025, 4, 1), date(2025, 4, 20), date(2025, 9, 1)):
            assess(context, "ferry", as_of=day, known_at="2025-12-01" if day.month == 9 else "2025-05-01")
        record_batch(context, EvidenceFile.model_validate(LATE))
        recompute(context, ["ferry"])
        return both_axes(context, "ferry", Axes())


@pytest.fixture(scope="module")
def overruled_plane(plane):
    """The same, with a ship seen idle for some weeks by somebody who writes at length."""
    override = Override(
        entry=40, trajectory="idle", author="marit", reason=HOSTILE["markup"] + HOSTILE["long"],
        since=date(2025, 10, 1), until=date(2025, 12, 31),
    )  # fmt: skip
    change = OverrideChange(40, "ferry", datetime(2025, 10, 1, 9, tzinfo=UTC), override)
    ends = (plane.first, plane.last), (plane.known_first, plane.known_last)
    return replace(plane, overruled=overruled([change], *ends))


def texts(chart):
    """Yield what is written level, but for rims: text, left, right, upper, lower."""
    for one in chart.spec["marks"]:
        told = {name: channel["value"] for name, channel in one["encode"]["enter"].items()}
        if one["type"] == "text" and told["text"] and "stroke" not in told and "angle" not in told:
            wide = width_of(told["text"], told["fontSize"], bold=told.get("fontWeight") == "bold")
            left = told["x"] - {"center": wide / 2, "right": wide}.get(told.get("align", ""), 0)
            upper, lower = (told["y"] + told["fontSize"] * part for part in (-0.75, 0.2))
            yield told["text"], left, left + wide, upper, lower


def titled(plane, title):
    reigns = [
        replace(r, ruleset=r.ruleset.model_copy(update={"cells": tuple(
            c.model_copy(update={"title": title}) for c in r.ruleset.cells)}))
        for r in plane.reigns
    ]  # fmt: skip
    return replace(plane, title=title, reigns=tuple(reigns))


@pytest.mark.parametrize("width", [320, 360, 720, 1400])
@pytest.mark.parametrize("title", ["The ferry", *HOSTILE.values()], ids=["plain", *HOSTILE])
def test_nothing_is_cut_or_covered(plane, title, width):
    chart = draw_triangle(titled(plane, title), width=width)
    written = list(texts(chart))
    assert len(written) > 15
    for text, left, right, upper, lower in written:
        assert 0 <= left <= right <= chart.width, text
        assert 0 <= upper <= lower <= chart.height, text
    for one, other in combinations(written, 2):
        apart = one[2] <= other[1] or other[2] <= one[1] or one[4] <= other[3] or other[4] <= one[3]
        assert apart, (one[0], other[0])


@pytest.mark.parametrize("width", [320, 720])
def test_an_override_is_framed_named_and_said(plane, overruled_plane, width):
    chart = draw_triangle(overruled_plane, width=width)
    test_nothing_is_cut_or_covered(overruled_plane, "The ferry", width)
    told = " ".join(text for text, *_ in texts(chart))
    assert "1 Oct 2025 to 31 Dec 2025, issued instead: idle, by marit (entry 40)" in told
    assert "Issued instead, as of 1 Oct 2025 to 31 Dec 2025: idle, by marit" in chart.said
    framed = [one for one in chart.spec["marks"] if one["type"] == "path" and "strokeDash" in one["encode"]["enter"]]
    assert len(framed) == 1
    assert "fill" not in framed[0]["encode"]["enter"]
    assert not any("issued instead" in text for text, *_ in texts(draw_triangle(plane, width=width)))
    ET.fromstring(draw(chart))  # noqa: S314 - it is our own


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(plane, title):
    svg = draw(draw_triangle(titled(plane, title)))
    root = ET.fromstring(svg)  # noqa: S314 - it is our own
    assert {one.tag.removeprefix(NAMESPACE) for one in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "pattern", "path", "circle", "g", "text", "line", "rect",
    }  # fmt: skip
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", svg)
    assert not re.search(r"https?://(?!www\.w3\.org)", svg)


def test_a_chart_says_what_it_is_and_what_it_says(plane):
    root = ET.fromstring(draw(draw_triangle(plane, name="left")))  # noqa: S314 - as above
    assert root.get("role") == "img"
    title, said = (one for one in root if one.tag in {f"{NAMESPACE}title", f"{NAMESPACE}desc"})
    assert root.get("aria-labelledby") == f"{title.get('id')} {said.get('id')}"
    assert plane.title in (title.text or "")
    assert "restatements recorded." in (said.text or "")
    ids = [one.get("id", "") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("left-") for one in ids)


def test_the_same_plane_gives_the_same_bytes_and_no_font_has_a_part_in_it(plane):
    chart = draw_triangle(plane)
    assert draw(chart) == draw(draw_triangle(plane))
    assert chart.spec["autosize"] == "none"
    assert {one["type"] for one in chart.spec["marks"]} <= {"rect", "text", "path", "rule", "symbol"}


def test_every_point_is_covered_once_by_what_the_table_says_of_it(plane):
    pieces = pieces_of(plane)
    for known in (plane.known_first + timedelta(days=n) for n in range(0, 396, 7)):
        for as_of in (plane.first + timedelta(days=n) for n in range(0, (known - plane.first).days + 1, 5)):
            (piece,) = [p for p in pieces if p.since <= as_of <= p.until and p.known_since <= known <= p.known_until]
            assert piece.look == look_of(plane.at(as_of, known).computed)
            day, night = as_of.toordinal() + 0.5, known.toordinal() + 0.75
            left, right = next((a, b) for a, b in pairwise(piece.corners()) if a[0] <= day <= b[0])
            low = left[1] + (right[1] - left[1]) * (day - left[0]) / (right[0] - left[0])
            assert low <= night <= left[2]


def luminance(colour):
    """By WCAG 2.2, relative luminance."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("number", range(1, 10))
def test_what_is_written_is_readable_on_every_state_in_light_and_dark(number):
    dark = dict(re.findall(r'\[fill="(#\w+)"\]\{fill:(#\w+)\}', style_sheet(number)))
    for ground in (*state_colours(number), PAPER):
        assert contrast(INK, ground) >= 4.5
        assert contrast(dark[INK], dark[ground]) >= 4.5
    assert contrast(QUIET, PAPER) >= 4.5
    assert contrast(dark[QUIET], dark[PAPER]) >= 4.5
    assert len(set(state_colours(number))) == number


@given(st.lists(st.lists(st.sampled_from(["a", "b", None]), min_size=5, max_size=5), min_size=1, max_size=5))
def test_the_largest_room_is_the_largest_there_is(grid):
    found = largest_rooms(grid, lambda _, __: True)
    for kind in ("a", "b"):
        areas = [
            (right - left) * (high - low)
            for left in range(5)
            for right in range(left + 1, 6)
            for low in range(len(grid))
            for high in range(low + 1, len(grid) + 1)
            if all(grid[row][column] == kind for row in range(low, high) for column in range(left, right))
        ]
        room = found.get(kind, Room(0, 0, 0, 0))
        assert room.width * room.height == max(areas, default=0)
        assert all(grid[r][c] == kind for r in range(room.low, room.high) for c in range(room.left, room.right))


@given(st.text(max_size=200), st.integers(40, 400), st.integers(1, 4))
def test_lines_fit_and_lose_nothing_unless_they_say_so(text, width, most):
    lines = wrap(text, 13, width, most)
    assert len(lines) <= most
    assert all(width_of(line, 13) <= width + 13 for line in lines)
    assert [safe(line) for line in lines] == lines
    whole = "".join("".join(wrap(text, 13, 10**6, 1)).split())
    said = "".join("".join(lines).split())
    assert said == whole or (lines and lines[-1].endswith("…") and whole.startswith(said[:-1]))


@pytest.mark.parametrize(
    ("said", "bold", "widths"),
    [  # as a browser measures them at 100 pixels: DejaVu Sans, its bold and that of DejaVu Serif, Arial's own tables
        ("Mar 2026", False, (86.3 + 61.3 + 41.1 + 31.8 + 4 * 63.6, 83.3 + 55.6 + 33.3 + 27.8 + 4 * 55.6)),
        ("Jan 2026", False, (29.5 + 61.3 + 63.4 + 31.8 + 4 * 63.6, 50 + 2 * 55.6 + 27.8 + 4 * 55.6)),
        ("illicit fit", False, (6 * 27.8 + 55 + 35.2 + 2 * 39.2 + 31.8 + 27.8, 6 * 22.2 + 50 + 3 * 27.8 + 27.8 + 22.2)),
        ("WHAMMO", False, (98.9 + 75.2 + 68.4 + 2 * 86.3 + 78.7, 94.4 + 72.2 + 66.7 + 2 * 83.3 + 77.8)),
        ("noun", True, (4 * 71.2, 72.7 + 66.7 + 2 * 72.7)),
        ("summaries", True, (2 * 59.5 + 71.2 + 2 * 104.2 + 67.5 + 49.3 + 34.3 + 67.8,)),
    ],
)
def test_no_lettering_that_may_stand_in_is_wider_than_reckoned(said, bold, widths):
    assert width_of(said, 100, bold=bold) >= max(widths)
    assert width_of(said, 100, bold=bold) < 1.3 * max(widths)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000), st.integers(2, 14))
def test_ticks_are_few_in_order_and_on_the_axis(first, length, most):
    last = first + timedelta(days=length)
    days = [tick.day for tick in ticks_of(first, last, most)]
    assert 1 <= len(days) <= most + 1
    assert days == sorted(set(days))
    assert first <= days[0] <= days[-1] <= last


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(1991, 1, 1), date(2026, 11, 26), ["1995", "2000", "2005", "2010", "2015", "2020", "2025"]),
        (date(2025, 1, 20), date(2026, 4, 26), ["Mar", "May", "Jul", "Sep", "Nov", "Jan", "Mar"]),
        (date(2026, 4, 3), date(2026, 4, 9), ["3 Apr", "4 Apr", "5 Apr", "6 Apr", "7 Apr", "8 Apr", "9 Apr"]),
    ],
)
def test_ticks_stand_at_round_years_and_months(first, last, labels):
    assert [tick.label for tick in ticks_of(first, last, 7)] == labels


def test_a_missing_library_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(ConfigurationError, match=r"install `assessor\[charts\]`"):
        check_charts()
