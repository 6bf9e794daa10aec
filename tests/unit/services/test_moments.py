"""The three times, from what people type: known at is an instant of the past, as of a day that was known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assessor.errors import UsageError
from assessor.services.moments import check_as_of, parse_day, parse_known_at

NOW = datetime(2026, 4, 26, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (None, NOW),
        ("2026-04-25", datetime(2026, 4, 25, 23, 59, 59, 999_999, tzinfo=UTC)),  # the end of that UTC day
        ("2026-04-26", NOW),  # today has not ended: what is known by now
        ("2026-04-26T12:00:00Z", datetime(2026, 4, 26, 12, tzinfo=UTC)),
        ("2026-04-26T12:30:00+02:00", datetime(2026, 4, 26, 10, 30, tzinfo=UTC)),
        ("2026-04-26T12:30:00Z", NOW),
    ],
)
def test_known_at_is_an_instant_and_a_date_means_its_end_in_utc(text, moment):
    assert parse_known_at(text, NOW) == moment


@pytest.mark.parametrize("text", ["2026-04-27", "2026-04-26T12:30:01Z", "2026-04-26T12:30:00-01:00"])
def test_known_at_in_the_future_is_refused(text):
    with pytest.raises(UsageError, match="lies in the future"):
        parse_known_at(text, NOW)


@pytest.mark.parametrize(
    ("text", "told"),
    [("2026-02-30", "is not a day"), ("2026-04-26T12:00:00", "names no time zone"), ("soon", "neither a day")],
)
def test_what_is_no_moment_is_refused(text, told):
    with pytest.raises(UsageError, match=told):
        parse_known_at(text, NOW)


@pytest.mark.parametrize("text", ["20260426", "2026-W17-7", "26.04.2026", "2026-4-26"])
def test_a_day_is_written_in_one_way(text):
    with pytest.raises(UsageError, match=r"as of .* is not a day"):
        parse_day(text, "as of")


def test_a_day_is_judged_by_what_was_known_on_it_or_later():
    assert check_as_of(date(2026, 4, 26), NOW) == date(2026, 4, 26)
    with pytest.raises(UsageError, match="lies after known at 2026-04-26"):
        check_as_of(date(2026, 4, 27), NOW)
