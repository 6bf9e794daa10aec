"""Kleene's strong tables (Introduction to Metamathematics, 1952, section 64), and numbers known by their bounds."""

from __future__ import annotations

from itertools import product

import pytest

from assessor.domain.kleene import Count, Kleene, all_of, any_of, decide, negate

MET, UNKNOWN, NOT_MET = Kleene.MET, Kleene.UNKNOWN, Kleene.NOT_MET
TRUTHS = {MET: {True}, NOT_MET: {False}, UNKNOWN: {True, False}}


def of(truths):
    """Return the value of which these truths are all that remain possible."""
    return next(value for value, possible in TRUTHS.items() if possible == truths)


def test_not_swaps_the_ends_and_leaves_unknown():
    assert [negate(value) for value in (MET, UNKNOWN, NOT_MET)] == [NOT_MET, UNKNOWN, MET]


@pytest.mark.parametrize(("left", "right"), list(product(Kleene, repeat=2)))
def test_and_or_are_what_every_way_of_settling_the_unknown_agrees_on(left, right):
    ways = [(a, b) for a in TRUTHS[left] for b in TRUTHS[right]]
    assert all_of((left, right)) is of({a and b for a, b in ways})
    assert any_of((left, right)) is of({a or b for a, b in ways})


def test_all_of_nothing_is_met_and_any_of_nothing_is_not():
    assert all_of(()) is MET
    assert any_of(()) is NOT_MET


def test_what_is_neither_sure_nor_excluded_is_unknown():
    assert decide(met=True, excluded=False) is MET
    assert decide(met=False, excluded=True) is NOT_MET
    assert decide(met=False, excluded=False) is UNKNOWN


@pytest.mark.parametrize(
    ("certain", "possible", "bound", "expected"),
    [
        (2, 2, 2, MET),
        (1, 2, 2, UNKNOWN),  # it may be one, it may be two
        (1, 1, 2, NOT_MET),
        (0, None, 1, UNKNOWN),  # nothing bounds it: one can never be excluded
        (1, None, 1, MET),
    ],
)
def test_at_least_is_met_iff_certain_reaches_it_and_not_met_iff_possible_does_not(certain, possible, bound, expected):
    assert Count(certain, possible).at_least(bound) is expected


@pytest.mark.parametrize(
    ("certain", "possible", "bound", "expected"),
    [
        (0, 0, 0, MET),
        (0, 1, 0, UNKNOWN),
        (1, 1, 0, NOT_MET),
        (0, None, 0, UNKNOWN),  # "none" is unknown where nobody watched
        (3, None, 2, NOT_MET),  # three are too many, however many more there are
        (0, 2, 2, MET),
    ],
)
def test_at_most_is_met_iff_possible_stays_under_it_and_not_met_iff_certain_does_not(
    certain, possible, bound, expected
):
    assert Count(certain, possible).at_most(bound) is expected


@pytest.mark.parametrize(("certain", "possible"), [(c, p) for c, p in product(range(4), range(4)) if c <= p])
def test_comparisons_are_what_every_number_between_the_bounds_agrees_on(certain, possible):
    for bound in range(5):
        numbers = range(certain, possible + 1)
        assert Count(certain, possible).at_least(bound) is of({n >= bound for n in numbers})
        assert Count(certain, possible).at_most(bound) is of({n <= bound for n in numbers})


def test_counts_read_as_people_say_them():
    assert [str(Count(2, 2)), str(Count(1, 3)), str(Count(0, None))] == ["2", "1 to 3", "0 or more"]
    assert [value.word for value in (MET, UNKNOWN, NOT_MET)] == ["met", "unknown", "not met"]
