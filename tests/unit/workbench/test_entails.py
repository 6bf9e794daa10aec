"""Text shows of some conditions that one is met wherever another is; where it does not show it, nothing is said."""

from __future__ import annotations

from itertools import product

import pytest
from pydantic import TypeAdapter

from assessor.domain.kleene import Count, Kleene
from assessor.ruleset.bounds import CountBound
from assessor.ruleset.conditions import Condition
from assessor.workbench.check.entails import entails
from assessor.workbench.normal import text_of

read = TypeAdapter(Condition).validate_python
A, B, C = ({"finding": name} for name in "abc")


def signals(within="P1Y", **more):
    return {"signals": {"tier": 1}, "within": within, **more}


def reading(**bound):
    return {"reading": "x", "is": bound, "max_age": "P3M"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A, A),
        ({"all": [A, B]}, A),
        ({"all": [A, B]}, {"all": [B, A]}),
        ({"all": [A, B, C]}, {"all": [C, A]}),
        (A, {"any": [B, A]}),
        ({"any": [A, B]}, {"any": [C, B, A]}),
        ({"all": [A, B]}, {"any": [A, C]}),
        ({"all": [A, B]}, {"findings": ["a", "b", "c"], "at_least": 2}),
        ({"findings": ["a", "b"], "at_least": 2}, {"all": [A]}),
        ({"findings": ["a", "b"], "at_least": 2}, {"findings": ["a", "b", "c"], "at_least": 1}),
        ({"findings": ["a", "b", "c"], "at_least": 2}, {"findings": ["a", "b"], "at_least": 1}),
        (signals(count={"at_least": 3}), signals(count={"at_least": 2})),
        (signals(count={"at_least": 3}), signals()),
        (signals(count={"at_least": 2}, origins={"at_least": 2}), signals()),
        (signals(count={"at_most": 1}), signals(count={"at_most": 2})),
        (reading(at_least=5), reading(at_least=3)),
        (reading(above=3), reading(at_least=3)),
        (reading(at_most=-70), reading(below=-30)),
        (reading(at_least=3, at_most=4), reading(at_most=5)),
        ({"not": {**reading(at_least=3), "reason": "x"}}, {"not": reading(at_least=3)}),
    ],
)
def test_text_shows_it(one, other):
    assert entails(read(one), read(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A, B),
        (A, {"all": [A, B]}),
        ({"any": [A, B]}, A),
        ({"findings": ["a", "b", "c"], "at_least": 1}, {"findings": ["a", "b"], "at_least": 1}),
        ({"not": A}, A),
        (signals(), signals(count={"at_least": 2})),
        (signals(count={"at_least": 2}), signals(origins={"at_least": 2})),
        (signals("P6M", count={"at_least": 2}), signals("P1Y", count={"at_least": 2})),
        (reading(at_least=3), reading(above=3)),
        (reading(at_least=3), reading(at_most=5)),
        (reading(at_most=-30), reading(at_most=-70)),
        ({"held": "P1M", "condition": A}, A),
    ],
)
def test_text_does_not_show_it(one, other):
    assert not entails(read(one), read(other))


def test_names_and_reasons_are_not_what_a_condition_asks():
    named = read({**signals(), "as": "label", "reason": "why"})
    assert text_of(named) == text_of(read(signals(count={"at_least": 1})))


def test_bounds_entail_only_what_every_number_that_keeps_them_keeps():
    bounds = [
        CountBound(at_least=low, at_most=high)
        for low, high in product((None, 1, 2, 3), (None, 1, 2, 3))
        if (low, high) != (None, None) and not (low and high and low > high)
    ]
    for one, other in product(bounds, bounds):
        kept = [n for n in range(6) if one.holds(Count(n, n)) is Kleene.MET]
        truly = all(other.holds(Count(n, n)) is Kleene.MET for n in kept)
        strong, weak = (read(signals(count=b.model_dump(exclude_none=True))) for b in (one, other))
        assert entails(strong, weak) is truly, (one, other)
