"""Overrides on both axes: the days that each is about, and the knowledge with which it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from assessor.domain.override import Override, OverrideChange
from assessor.engine.axes import overruled

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def said(entry, since, until, *, at=12):
    override = Override(entry=entry, trajectory="idle", author="a", reason="seen", since=since, until=until)
    return OverrideChange(entry, "ferry", datetime(since.year, since.month, since.day, at, tzinfo=UTC), override)


def lifted(entry, day, *, at=12):
    return OverrideChange(entry, "ferry", datetime(day.year, day.month, day.day, at, tzinfo=UTC), None)


def spans(changes, judged=YEAR, known=YEAR):
    return [(o.since, o.until, o.known_since, o.known_until) for o in overruled(changes, judged, known)]


def test_it_stands_from_the_day_it_was_set_with_any_later_knowledge():
    found = spans([said(7, date(2026, 3, 1), date(2026, 6, 30))])
    assert found == [(date(2026, 3, 1), date(2026, 6, 30), date(2026, 3, 1), date(2026, 12, 31))]


def test_lifted_it_stands_with_the_knowledge_of_the_days_before_alone():
    found = spans([said(7, date(2026, 3, 1), date(2026, 6, 30)), lifted(9, date(2026, 4, 10))])
    assert found == [(date(2026, 3, 1), date(2026, 4, 9), date(2026, 3, 1), date(2026, 4, 9))]


def test_another_one_replaces_it_and_one_lifted_on_its_day_never_stood_at_the_end_of_a_day():
    replaced = [said(7, date(2026, 3, 1), date(2026, 6, 30)), said(8, date(2026, 5, 1), date(2026, 5, 31))]
    assert spans(replaced) == [
        (date(2026, 3, 1), date(2026, 4, 30), date(2026, 3, 1), date(2026, 4, 30)),
        (date(2026, 5, 1), date(2026, 5, 31), date(2026, 5, 1), date(2026, 12, 31)),
    ]
    assert spans([said(7, date(2026, 3, 1), date(2026, 6, 30)), lifted(8, date(2026, 3, 1), at=13)]) == []


def test_what_lies_off_the_axes_is_cut():
    short = (date(2026, 4, 1), date(2026, 4, 30))
    set_before = [said(7, date(2026, 3, 1), date(2026, 6, 30))]
    assert spans(set_before, judged=short, known=short) == [(*short, *short)]
    assert spans(set_before, judged=(date(2026, 1, 1), date(2026, 2, 1))) == []
    assert spans([said(7, date(2026, 6, 1), date(2026, 6, 30))], known=short) == []
