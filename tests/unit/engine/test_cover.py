"""Sets told in few words, and the smallest of them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assessor.engine.cover import Term, cover, smallest

NAMES = ("a", "b", "c", "d")
EVERY = [tuple(some) for size in range(5) for some in combinations(NAMES, size)]


def test_with_one_whatever_else():
    assert cover(NAMES, [s for s in EVERY if "b" in s]) == (Term(("b",), ()),)


def test_without_one_whatever_else():
    assert cover(NAMES, [s for s in EVERY if "b" not in s]) == (Term((), ("b",)),)


def test_everything_is_one_term_that_asks_for_nothing():
    assert cover(NAMES, EVERY) == (Term((), ()),)


def test_one_of_two_is_two_terms():
    assert set(cover(NAMES, [s for s in EVERY if {"a", "b"} & set(s)])) == {Term(("a",), ()), Term(("b",), ())}


@given(st.sets(st.sampled_from(EVERY)))
def test_the_terms_hold_of_the_given_sets_and_of_no_other(sets):
    terms = cover(NAMES, sets)
    assert {s for s in EVERY if any(term.holds(s) for term in terms)} == sets


@given(st.sets(st.sampled_from(EVERY)))
def test_every_set_holds_a_smallest_one_and_no_smallest_one_holds_another(sets):
    found = smallest(sorted(sets))
    assert all(any(set(one) <= set(other) for one in found) for other in sets)
    assert not any(set(one) < set(other) for one in found for other in found)
