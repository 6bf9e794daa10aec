"""Windows beside `dateutil`, and what the engine relies on: later days never have earlier windows."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.domain.duration import Duration, DurationError, add, exit_day, parse_duration, window_start

ANY_DAY = st.dates()
MONTH_ENDS = st.dates(date(1000, 1, 1), date(9000, 1, 1)).map(lambda day: day.replace(day=1) - timedelta(1))
DAYS = st.dates(date(300, 1, 1), date(9700, 1, 1)) | MONTH_ENDS
LEAP_DAYS = st.integers(250, 2250).map(lambda fours: fours * 4).filter(lambda y: y % 100 != 0 or y % 400 == 0)
EDGES = DAYS | LEAP_DAYS.map(lambda year: date(year, 2, 29))


@st.composite
def durations(draw, most_years=50):
    parts = [draw(st.integers(0, most)) for most in (most_years, 12 * most_years, 20, 100)]
    kept = draw(st.lists(st.sampled_from(range(4)), min_size=1, unique=True))
    years, months, weeks, days = (part if index in kept else 0 for index, part in enumerate(parts))
    assume(any((years, months, weeks, days)))
    assume(years + months / 12 < 199)  # with weeks and days beside them, a duration has at most 200 years
    return Duration(years, months, weeks, days)


def peer_delta(duration: Duration) -> relativedelta:
    return relativedelta(years=duration.years, months=duration.months, weeks=duration.weeks, days=duration.days)


@given(EDGES, durations())
def test_windows_start_where_dateutil_says(day, duration):
    assert window_start(day, duration) == day - peer_delta(duration)


@given(EDGES, durations())
def test_days_are_added_as_dateutil_does(day, duration):
    assert add(day, duration) == day + peer_delta(duration)


@given(ANY_DAY, durations(90))
def test_beyond_the_calendar_its_first_and_last_day_stand_in(day, duration):
    for ours, operation, limit in (
        (window_start(day, duration), date.__sub__, date.min),
        (add(day, duration), date.__add__, date.max),
    ):
        try:
            months_first = day - peer_delta(duration) if operation is date.__sub__ else day + peer_delta(duration)
        except (ValueError, OverflowError):
            months_first = limit
        assert ours == months_first


@given(ANY_DAY, st.integers(0, 800), durations(90))
def test_a_later_day_never_has_an_earlier_start(day, later, duration):
    assume((date.max - day).days >= later)
    assert window_start(day, duration) <= window_start(day + timedelta(later), duration)


@given(st.dates(date(300, 1, 1), date(9900, 1, 1)) | MONTH_ENDS, durations(2))
def test_a_day_is_in_every_window_until_its_day_of_exit_and_in_none_after(day, duration):
    """The definition, walked day by day with dateutil's arithmetic."""
    expected = day
    while expected - peer_delta(duration) < day:
        expected += timedelta(1)
    assert exit_day(day, duration) == expected


@given(EDGES, durations(90))
def test_the_day_of_exit_is_the_first_of_its_kind_for_long_durations_too(day, duration):
    out = exit_day(day, duration)
    assert out > day
    assert window_start(out, duration) >= day
    assert window_start(out - timedelta(1), duration) < day


@given(ANY_DAY, durations(90))
def test_no_window_is_longer_than_the_longest(day, duration):
    assert 0 <= (day - window_start(day, duration)).days <= duration.longest_days


def test_the_longest_window_of_whole_months_is_tight():
    """Every window of 1 to 48 months that ends in eight years around a leap year, walked."""
    days = [date(2020, 1, 1) + timedelta(n) for n in range(8 * 365)]
    for months in range(1, 49):
        duration = Duration(months=months)
        longest = max((day - window_start(day, duration)).days for day in days)
        assert 0 <= duration.longest_days - longest <= 1


@given(durations())
def test_the_text_gives_the_duration_back(duration):
    assert parse_duration(str(duration)) == duration


@given(st.text("P0123456789YMWDT.-", max_size=14) | st.text(max_size=20))
def test_a_text_is_a_duration_or_an_error(text):
    with suppress(DurationError):
        assert str(parse_duration(text)) == text
