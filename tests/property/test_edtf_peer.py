"""
Our EDTF parser beside the `edtf` package, an implementation by other people.

Where the two differ, the last test says how and why.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import date
from math import inf
from unittest.mock import patch

import edtf
import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from edtf import appsettings
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.edtf import EdtfError, parse_edtf

# A qualifier takes a year two years away at most: the calendar is not left.
YEARS = st.integers(3, 9997).map("{:04}".format)
DAYS = st.dates(date(3, 1, 1), date(9997, 12, 31))
UNQUALIFIED = st.one_of(
    YEARS,
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(date.isoformat),
)
QUALIFIERS = st.sampled_from("?~%")
QUALIFIED = st.tuples(UNQUALIFIED, QUALIFIERS).map("".join)
POINTS = UNQUALIFIED | QUALIFIED


def as_day(moment) -> date | float:
    return moment if isinstance(moment, float) else date(*moment[:3])


@contextmanager
def padding_by_own_precision(text: str):
    """
    Make the package widen a date by units of its own precision alone, by its own settings.

    Its default, since release 5, adds a year to a month, and a year and a month to a day.
    """
    nothing = relativedelta()
    parts = text.rstrip("?~%").count("-")
    settings = {
        "PADDING_YEAR_PRECISION": relativedelta(years=1) if parts == 0 else nothing,
        "PADDING_MONTH_PRECISION": relativedelta(months=1) if parts == 1 else nothing,
        "PADDING_DAY_PRECISION": relativedelta(days=1) if parts == 2 else nothing,
    }
    with patch.multiple(appsettings, **settings):
        yield


def peer_span(point: str) -> tuple[date, date]:
    """Return the package's span of a point date, the end of its last month made whole."""
    with padding_by_own_precision(point):
        peer = edtf.parse_edtf(point)
        lo, hi = as_day(peer.lower_fuzzy()), as_day(peer.upper_fuzzy())
    assert isinstance(lo, date)
    assert isinstance(hi, date)
    is_qualified_month = point.count("-") == 1 and point[-1] in "?~%"
    # 2026-02-28 plus a month is 2026-03-28 there: days 29 to 31 of the month it says are lost.
    return lo, hi + relativedelta(day=31) if is_qualified_month else hi


@given(UNQUALIFIED)
def test_unqualified_dates_have_the_package_s_strict_bounds(text):
    peer, ours = edtf.parse_edtf(text), parse_edtf(text)
    assert (ours.span.lo, ours.span.hi) == (as_day(peer.lower_strict()), as_day(peer.upper_strict()))


@given(YEARS, QUALIFIERS)
def test_qualified_years_have_the_package_s_fuzzy_bounds_by_its_defaults(year, qualifier):
    text = f"{year}{qualifier}"
    peer, ours = edtf.parse_edtf(text), parse_edtf(text)
    assert (ours.span.lo, ours.span.hi) == (as_day(peer.lower_fuzzy()), as_day(peer.upper_fuzzy()))


@given(POINTS)
def test_all_dates_have_the_package_s_fuzzy_bounds_in_units_of_their_own_precision(text):
    ours = parse_edtf(text)
    assert (ours.span.lo, ours.span.hi) == peer_span(text)


@given(QUALIFIED)
def test_our_bounds_lie_within_the_package_s_by_its_defaults(text):
    peer, ours = edtf.parse_edtf(text), parse_edtf(text)
    lower, upper = peer.lower_fuzzy(), peer.upper_fuzzy()
    assert lower[0] < 1 or date(*lower[:3]) <= ours.span.lo
    # By months it loses the days at a month's end, as above; beyond the years 1 and 9999 it goes on counting.
    assert upper[0] > 9999 or ours.span.hi <= date(*upper[:3]) + relativedelta(day=31)


@given(POINTS, POINTS)
def test_intervals_go_from_the_first_day_of_one_side_to_the_last_of_the_other(first, last):
    lo, hi = peer_span(first)[0], peer_span(last)[1]
    text = f"{first}/{last}"
    if lo > hi:
        with pytest.raises(EdtfError, match="ends before it starts"):
            parse_edtf(text)
        return
    assert isinstance(edtf.parse_edtf(text), edtf.Interval | edtf.Level1Interval)
    ours = parse_edtf(text)
    assert (ours.span.lo, ours.span.hi) == (lo, hi)
    assert (ours.start, ours.end) == (parse_edtf(first).span, parse_edtf(last).span)


@given(st.text("0123456789-/.?~%XYSuZ :T", max_size=26) | st.text(max_size=30) | POINTS)
def test_a_text_is_a_date_that_the_package_knows_too_or_an_error(text):
    with suppress(EdtfError):
        ours = parse_edtf(text)
        assert str(edtf.parse_edtf(text)) == str(ours) == text
        assert ours.start.lo <= ours.end.hi


@pytest.mark.parametrize(
    ("text", "theirs", "ours", "why"),
    [
        ("2026-04~", ("2025-03-01", "2027-05-30"), ("2026-03-01", "2026-05-31"), "their default pads years too"),
        ("2026-04-26?", ("2025-03-25", "2027-05-27"), ("2026-04-25", "2026-04-27"), "and years and months"),
        ("2025/", ("2025-01-01", "2035-01-01"), ("2025-01-01", "9999-12-31"), "unknown is ten years there"),
        ("/2025", ("2015-12-31", "2025-12-31"), ("0001-01-01", "2025-12-31"), "as above"),
        ("2025-06/..", ("2025-06-01", inf), ("2025-06-01", "9999-12-31"), "a day instead of a number"),
        ("../2025", (-inf, "2025-12-31"), ("0001-01-01", "2025-12-31"), "as above"),
        ("2026/2025", ("2026-01-01", "2025-12-31"), None, "they take intervals that end before they start"),
        ("0000", None, None, "they have a year 0; the calendar here begins with year 1"),
        ("../..", (-inf, inf), None, "that says nothing"),
        ("2026-21", ("2026-03-01", "2026-05-31"), None, "no seasons here"),
        ("202X", ("2020-01-01", "2029-12-31"), None, "no unspecified digits here"),
    ],
)
def test_where_the_two_differ(text, theirs, ours, why):
    peer = edtf.parse_edtf(text)
    if theirs is not None:
        bounds = tuple(as_day(bound) for bound in (peer.lower_fuzzy(), peer.upper_fuzzy()))
        assert bounds == tuple(date.fromisoformat(b) if isinstance(b, str) else b for b in theirs), why
    if ours is None:
        with pytest.raises(EdtfError):
            parse_edtf(text)
    else:
        span = parse_edtf(text).span
        assert (span.lo.isoformat(), span.hi.isoformat()) == ours, why
