"""Numbers of which only a range is known, and by how much they change."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assessor.domain.kleene import Count, Kleene
from assessor.domain.range import Range, difference, percent, range_of

MET, UNKNOWN, NOT_MET = Kleene.MET, Kleene.UNKNOWN, Kleene.NOT_MET


@pytest.mark.parametrize(
    ("bound", "at_least", "above", "at_most", "below"),
    [
        (2, MET, MET, NOT_MET, NOT_MET),
        (3, MET, UNKNOWN, UNKNOWN, NOT_MET),
        (4, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (5, UNKNOWN, NOT_MET, MET, UNKNOWN),
        (6, NOT_MET, NOT_MET, MET, MET),
    ],
)
def test_three_to_five_against_a_bound(bound, at_least, above, at_most, below):
    value = Range(Fraction(3), Fraction(5))
    assert value.at_least(Fraction(bound)) is at_least
    assert value.above(Fraction(bound)) is above
    assert value.at_most(Fraction(bound)) is at_most
    assert value.below(Fraction(bound)) is below


def test_without_an_end_nothing_is_decided_there():
    assert Range(Fraction(3), None).at_most(Fraction(10**15)) is UNKNOWN
    assert Range(Fraction(3), None).at_least(Fraction(3)) is MET
    assert Range(None, Fraction(5)).at_least(Fraction(-(10**15))) is UNKNOWN
    assert Range(None, Fraction(5)).above(Fraction(5)) is NOT_MET


def test_a_count_is_a_range():
    assert range_of(Count(2, 4)) == Range(Fraction(2), Fraction(4))
    assert range_of(Count(2, None)) == Range(Fraction(2), None)


def test_a_difference_is_least_from_least_to_most():
    assert difference(Count(10, 12), Count(3, 5)) == Range(Fraction(5), Fraction(9))
    assert difference(Count(10, None), Count(3, 5)) == Range(Fraction(5), None)
    assert difference(Count(10, 12), Count(3, None)) == Range(None, Fraction(9))


def test_a_percentage_is_least_from_least_to_most():
    # 10 of 5 is twice as many, 12 of 3 four times
    assert percent(Count(10, 12), Count(3, 5)) == Range(Fraction(100), Fraction(300))
    assert percent(Count(2, 3), Count(3, 3)) == Range(Fraction(-100, 3), Fraction(0))


def test_of_a_base_that_could_be_zero_there_is_no_percentage():
    assert percent(Count(10, 12), Count(0, 5)) is None
    assert percent(Count(0, 0), Count(0, 0)) is None


def test_of_a_base_without_bound_at_most_all_is_gone():
    assert percent(Count(10, 12), Count(3, None)) == Range(Fraction(-100), Fraction(300))
    assert percent(Count(10, None), Count(3, 5)) == Range(Fraction(100), None)


def test_every_number_and_base_that_could_be_changes_by_no_more_and_no_less():
    now, then = Count(3, 6), Count(2, 4)
    true = [Fraction((n - t) * 100, t) for n in range(3, 7) for t in range(2, 5)]
    assert percent(now, then) == Range(min(true), max(true))
    assert difference(now, then) == Range(Fraction(3 - 4), Fraction(6 - 2))
