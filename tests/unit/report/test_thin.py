"""Which of many points are drawn."""

from __future__ import annotations

from itertools import pairwise

from assessor.report.charts.thin import thin

LINE = [(float(n), float(n), "circle") for n in range(500)]


def test_few_points_are_all_drawn() -> None:
    assert thin(LINE, 500) == list(range(500))
    assert thin([], 10) == []


def test_of_many_no_more_are_drawn_than_wanted_along_all_of_the_line() -> None:
    kept = thin(LINE, 100)
    assert 50 < len(kept) <= 100
    gaps = [after - before for before, after in pairwise(kept)]
    assert max(gaps) < 12
    assert kept[-1] == 499


def test_the_last_of_those_that_lie_over_each_other_stays() -> None:
    assert thin([(1.0, 1.0, "circle"), (1.1, 1.2, "circle"), (40.0, 2.0, "circle")], 2) == [1, 2]


def test_points_of_two_kinds_hide_nothing_of_each_other() -> None:
    over = [(1.0, 1.0, kind) for kind in ("circle", "diamond") * 50]
    assert thin(over, 10) == [98, 99]


def test_more_kinds_than_wanted_are_all_shown_once() -> None:
    assert thin([(1.0, 1.0, kind) for kind in range(20)] * 2, 10) == list(range(20, 40))
