"""What a duration is, and where windows of it start and end."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from assessor.domain.duration import Duration, DurationError, add, exit_day, parse_duration, window_start


class Lasting(BaseModel):
    within: Duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P18M", Duration(months=18)),
        ("P1Y6M", Duration(years=1, months=6)),
        ("P2W", Duration(weeks=2)),
        ("P90D", Duration(days=90)),
        ("P1Y2M3W4D", Duration(1, 2, 3, 4)),
        ("P200Y", Duration(years=200)),
        ("P2400M", Duration(months=2400)),
        ("P73050D", Duration(days=73_050)),
    ],
)
def test_a_duration_keeps_how_it_was_written(text, duration):
    assert parse_duration(text) == duration
    assert str(duration) == text


NOT_DURATIONS = {
    "nothing": "",
    "no part": "P",
    "no P": "18M",
    "small letters": "p18m",
    "zero": "P0D",
    "a zero part": "P0Y6M",
    "a leading zero": "P06M",
    "a fraction": "P1.5Y",
    "a comma": "P1,5Y",
    "a sign": "-P1M",
    "a sign inside": "P-1M",
    "hours": "PT24H",
    "days and hours": "P1DT1H",
    "another order": "P1M1Y",
    "the same twice": "P1M1M",
    "a blank": "P 1M",
    "a blank behind": "P1M ",
    "a line end": "P1M\n",
    "the alternative format": "P0001-06-00",
    "six digits": "P100000D",
    "a megabyte": "P" + "9" * 1_000_000 + "D",
    "arabic digits": "P\u0661M",
    "a right-to-left mark": "P1M\u202e",
    "words": "18 months",
}


@pytest.mark.parametrize("text", NOT_DURATIONS.values(), ids=NOT_DURATIONS.keys())
def test_other_texts_are_refused_in_a_short_and_harmless_message(text):
    with pytest.raises(DurationError) as refused:
        parse_duration(text)
    message = str(refused.value)
    assert message.endswith("is not a duration; durations look like P18M, P1Y6M, P2W or P90D")
    assert len(message) < 150
    assert message.isprintable()


@pytest.mark.parametrize("text", ["P201Y", "P2401M", "P200Y1D", "P73051D", "P10436W", "P99999Y99999M99999W99999D"])
def test_more_than_200_years_are_refused(text):
    with pytest.raises(DurationError, match="longer than 200 years"):
        parse_duration(text)


@pytest.mark.parametrize("parts", [(), (0, 0, 0, 0), (1, -1), (0, 0, 0, -1)])
def test_only_positive_durations_can_be_made(parts):
    with pytest.raises(DurationError, match="is not a positive duration"):
        Duration(*parts)


@pytest.mark.parametrize(
    ("day", "text", "start"),
    [
        ("2025-03-31", "P1M", "2025-02-28"),
        ("2024-03-31", "P1M", "2024-02-29"),
        ("2025-03-28", "P1M", "2025-02-28"),
        ("2024-02-29", "P1Y", "2023-02-28"),
        ("2024-02-29", "P4Y", "2020-02-29"),
        ("2026-04-26", "P18M", "2024-10-26"),
        ("2026-01-31", "P11M", "2025-02-28"),
        ("2025-03-31", "P1M1D", "2025-02-27"),
        ("2025-03-31", "P1W1D", "2025-03-23"),
        ("2025-01-15", "P1Y1M1W1D", "2023-12-07"),
        ("1900-03-31", "P1M", "1900-02-28"),
        ("0001-01-31", "P1M", "0001-01-01"),
        ("0001-02-02", "P31D", "0001-01-02"),
        ("0001-02-01", "P31D", "0001-01-01"),
        ("0001-02-01", "P32D", "0001-01-01"),
        ("0150-01-01", "P200Y", "0001-01-01"),
    ],
)
def test_a_window_starts_after_months_with_their_ends_clipped_then_days(day, text, start):
    assert window_start(date.fromisoformat(day), parse_duration(text)) == date.fromisoformat(start)


@pytest.mark.parametrize(
    ("day", "text", "end"),
    [
        ("2025-01-31", "P1M", "2025-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2025-01-31", "P1M1D", "2025-03-01"),
        ("2025-12-31", "P2W", "2026-01-14"),
        ("9999-12-31", "P1D", "9999-12-31"),
        ("9999-11-30", "P30D", "9999-12-30"),
        ("9999-11-30", "P1M1D", "9999-12-31"),
        ("9900-01-01", "P200Y", "9999-12-31"),
    ],
)
def test_adding_goes_the_same_way_forward(day, text, end):
    assert add(date.fromisoformat(day), parse_duration(text)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "text", "out"),
    [
        ("2025-06-10", "P30D", "2025-07-10"),
        ("2025-06-10", "P1M", "2025-07-10"),
        ("2025-02-28", "P1M", "2025-03-28"),
        ("2025-01-31", "P1M", "2025-03-01"),
        ("2024-02-29", "P1Y", "2025-03-01"),
        ("0001-01-01", "P1M", "0001-01-01"),
        ("9999-12-15", "P1M", "9999-12-31"),
    ],
)
def test_a_day_leaves_windows_when_one_starts_on_it_or_later(day, text, out):
    assert exit_day(date.fromisoformat(day), parse_duration(text)) == date.fromisoformat(out)


def test_the_day_of_exit_is_not_the_day_plus_the_duration():
    day, duration = date(2025, 1, 31), parse_duration("P1M")
    assert add(day, duration) == date(2025, 2, 28)
    assert window_start(date(2025, 2, 28), duration) < day
    assert exit_day(day, duration) == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [("P1D", 1), ("P2W", 14), ("P1M", 31), ("P2M", 62), ("P3M", 92), ("P1Y", 366), ("P12M", 366), ("P4Y", 1461)],
)
def test_the_longest_days_are_those_of_the_longest_window(text, days):
    assert parse_duration(text).longest_days == days


def test_a_field_takes_text_and_gives_text_back():
    lasting = Lasting.model_validate({"within": "P18M"})
    assert lasting.within == Duration(months=18)
    assert lasting.model_dump() == {"within": "P18M"}
    assert Lasting.model_validate_json(lasting.model_dump_json()) == lasting
    assert Lasting(within=lasting.within) == lasting


@pytest.mark.parametrize("given", [None, True, 18, 1.5, [], {}, "18M"])
def test_a_field_refuses_everything_else(given):
    with pytest.raises(ValidationError, match="is not a duration; durations look like P18M"):
        Lasting.model_validate({"within": given})


def test_the_schema_accepts_durations_and_refuses_others():
    validator = jsonschema.Draft202012Validator(TypeAdapter(Duration).json_schema())
    for text in ("P18M", "P1Y6M", "P2W", "P1Y2M3W4D"):
        assert validator.is_valid(text)
    # In JSON Schema's regular expressions `$` is the end of the text; in Python's, of the line.
    for wrong in set(NOT_DURATIONS.values()) - {"P1M\n"} | {18, None}:
        assert not validator.is_valid(wrong)
