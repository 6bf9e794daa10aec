"""A way through states that is gone on with from another one is the way that is found from nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.engine.columns import Calendar
from assessor.engine.histories.path import Known
from assessor.engine.histories.runs import run
from assessor.engine.plan import Guard

STATES = ("low", "middle", "high")
DAYS = 24
EPOCH = date(2025, 1, 1)
CALENDAR = Calendar(EPOCH, EPOCH + timedelta(days=DAYS - 1))
OUTCOMES = st.sampled_from((-1, -1, 0, 1))


class SomePlan:
    """The guards of a cell, each of which has a column of its own."""

    def __init__(self, ways: list[tuple[str, str]]) -> None:
        guards = [(source, Guard(f"rule-{n}", target, n)) for n, (source, target) in enumerate(ways)]
        self.guards = tuple(range(len(ways)))
        self.leaving = {state: tuple(one for source, one in guards if source == state) for state in STATES}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Any, list[Any], list[Any]]:
    """Draw guards, what they come to, and what they come to where some days are otherwise."""
    ways = draw(st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)), min_size=1, max_size=5))
    column = st.lists(st.tuples(OUTCOMES, st.integers(1, 6)), min_size=DAYS, max_size=DAYS)
    before = [np.repeat(*np.array(draw(column)).T)[:DAYS].astype(np.int8) for _ in ways]
    after = [one.copy() for one in before]
    for _ in range(draw(st.integers(1, 4))):
        after[draw(st.integers(0, len(ways) - 1))][draw(st.integers(0, DAYS - 1))] = draw(OUTCOMES)
    return SomePlan(ways), before, after


@given(worlds())
def test_it_is_the_way_from_nothing(drawn):
    plan, before, after = drawn
    differs = np.flatnonzero((np.array(before) != np.array(after)).any(axis=0))
    assume(len(differs))
    there = run(plan, CALENDAR, dict(enumerate(before)), "low")
    known = Known(there, int(differs[0]), int(differs[-1]))
    found = run(plan, CALENDAR, dict(enumerate(after)), "low", known=known)
    assert found == run(plan, CALENDAR, dict(enumerate(after)), "low")
