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


NOT_EDTF = {
    "nothing": "",
    "a blank": " ",
    "a blank behind": "2026-04-26 ",
    "a blank before": " 2026-04-26",
    "a line end": "2026-04-26\n",
    "one digit": "2026-4-26",
    "a time": "2026-04-26T12:00:00Z",
    "the basic format": "20260426",
    "another order": "26-04-2026",
    "slashes": "04/26/2026",
    "an unspecified digit": "202X",
    "a long year": "Y-20000",
    "a negative year": "-2026",
    "a plus": "+2026",
    "five digits": "12026",
    "a qualifier before": "?2026",
    "two qualifiers": "2026??",
    "a qualifier inside": "2026?-04",
    "a duration for an end": "2026-04-26/P1M",
    "no date": "..",
    "no side": "/",
    "no side known": "../..",
    "open and unknown": "../",
    "unknown and open": "/..",
    "three sides": "2025/2026/2027",
    "one of a set": "[2025,2026]",
    "a set": "{2025}",
    "a range": "2025..2026",
    "a word": "yesterday",
    "arabic digits": "\u0662\u0660\u0662\u0666",
    "wide digits": "\uff12\uff10\uff12\uff16",
    "a zero byte": "2026-04\x00",
    "a right-to-left mark": "2026-04-26\u202e",
    "a megabyte": "2026" * 250_000,
}


@pytest.mark.parametrize("text", NOT_EDTF.values(), ids=NOT_EDTF.keys())
def test_other_texts_are_refused_in_a_short_and_harmless_message(text):
    with pytest.raises(EdtfError) as refused:
        parse_edtf(text)
    message = str(refused.value)
    assert "is not a date; EDTF dates look like 2026-04-26, 2026-04, 2026, 2025/2026-04" in message
    assert len(message) < 250
    assert message.isprintable()


def test_a_season_is_not_taken_for_a_month():
    with pytest.raises(EdtfError, match="`2026-21` is not a month that exists"):
        parse_edtf("2026-21")


def test_a_span_knows_what_it_shares_with_another():
    spring, april, may = (
        days("2026-03-01", "2026-05-31"),
        days("2026-04-01", "2026-04-30"),
        days("2026-05-01", "2026-06-30"),
    )
    assert spring.intersect(may) == days("2026-05-01", "2026-05-31") == may.intersect(spring)
    assert spring.intersect(april) == april
    assert april.intersect(may) is None
    assert spring.overlaps(may)
    assert not april.overlaps(may)
    assert april.overlaps(days("2026-04-30", "2026-05-01"))
    assert days("2026-04-30", "2026-05-01").overlaps(april)
    assert april.contains(date(2026, 4, 1))
    assert april.contains(date(2026, 4, 30))
    assert not april.contains(date(2026, 5, 1))


def test_a_span_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        days("2026-04-02", "2026-04-01")


@pytest.mark.parametrize(
    ("given", "text"),
    [("2026-04~", "2026-04~"), (2025, "2025"), (date(2026, 4, 26), "2026-04-26"), (parse_edtf("2025/.."), "2025/..")],
)
def test_a_field_takes_text_a_year_a_day_or_a_date_and_gives_text_back(given, text):
    dated = Dated(date=given)
    assert dated.date == parse_edtf(text)
    assert dated.model_dump() == {"date": text}
    assert dated.model_dump_json() == f'{{"date":"{text}"}}'
    assert Dated.model_validate_json(dated.model_dump_json()) == dated


@pytest.mark.parametrize("given", [None, True, 2025.0, 25, 20250120, -2025, [], {}, datetime(2026, 4, 26, tzinfo=UTC)])
def test_a_field_refuses_everything_else(given):
    with pytest.raises(ValidationError, match="EDTF dates look like"):
        Dated.model_validate({"date": given})


def test_the_schema_accepts_the_forms_and_refuses_others():
    schema = TypeAdapter(EdtfDate).json_schema()
    assert schema["format"] == "edtf"
    validator = jsonschema.Draft202012Validator(schema)
    for text in ("2026-04-26", "2026-04~", "2026%", "2025/2026-04", "2025-06/..", "2025/", "../2025", "/2025?", 2025):
        assert validator.is_valid(text)
    # In JSON Schema's regular expressions `$` is the end of the text; in Python's, of the line.
    for wrong in set(NOT_EDTF.values()) - {"2026-04-26\n"} | {25, None}:
        assert not validator.is_valid(wrong)


def test_one_of_a_set_is_a_point_on_an_unknown_day_of_the_span():
    parsed = parse_edtf("[2025-04-12..2025-04-18]")
    assert (parsed.is_interval, parsed.span) == (False, Span(date(2025, 4, 12), date(2025, 4, 18)))
    assert parse_edtf("[2025-04..2025-06]").span == Span(date(2025, 4, 1), date(2025, 6, 30))
    assert str(parsed) == "[2025-04-12..2025-04-18]"


@pytest.mark.parametrize(
    "text",
    [
        "[2025-04-18..2025-04-12]",
        "[2025-04~..2025-05]",
        "[2025..]",
        "[..2025]",
        "[2025,2026]",
        "{2025..2026}",
        "[2025]",
    ],
)
def test_other_sets_are_refused(text):
    with pytest.raises(EdtfError):
        parse_edtf(text)
