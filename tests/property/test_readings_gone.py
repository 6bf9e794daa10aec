"""A condition on readings that lost some is what it would be without them, in each value and each word."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assessor.engine.case import Case
from assessor.engine.columns import Calendar, column
from assessor.engine.laid import lay
from assessor.engine.measures import ReadingsLeaf
from tests.property.examples import examples
from tests.unit.engine.made import leaf as made_leaf
from tests.unit.engine.made import months, reading, reads

FIRST, LAST = date(2025, 1, 1), date(2026, 2, 28)
CALENDAR = Calendar(FIRST, LAST)
SOME_DAYS = [FIRST + timedelta(days=n) for n in range(0, CALENDAR.length, 9)]

conditions = st.builds(
    lambda bound, periods, change, streak, age: reads(bound, **periods, **change, **streak, max_age=age),
    st.sampled_from([{"at_least": 2}, {"below": 3}, {"above": 0, "at_most": 4}]),
    st.sampled_from([{}, {"take": "sum", "periods": 3}, {"take": "mean", "periods": 2}]),
    st.sampled_from(
        [{}, {"change": {"from": "P6M", "as": "percent"}}, {"change": {"from": "P2M", "as": "difference"}}]
    ),
    st.sampled_from([{}, {"streak": 2}]),
    st.sampled_from(["P2M", "P4M"]),
)


def read(leaf):
    indicator = leaf.indicators[0]
    takes = [leaf.take(indicator, day, back) for day in SOME_DAYS for back in range(leaf.condition.streak)]
    return column(leaf, CALENDAR).outcomes.tolist(), takes


@examples(40)
@given(conditions, st.lists(st.integers(0, 5), min_size=14, max_size=14), st.data())
def test_what_lost_readings_is_what_never_had_them(condition, values, data):
    items = [*months("2025-01", *values), *reading("2025-03-01/2025-04-30", "3")]  # two periods with one first day
    leaf = made_leaf(condition, *items)
    before = leaf.case
    read(leaf)
    keys = sorted(key for key in before.evidence.versions if key[0] == "reading")
    for gone in data.draw(st.lists(st.frozensets(st.sampled_from(keys), min_size=1, max_size=3), max_size=3)):
        evidence = before.evidence.without(gone)
        again = leaf.under(lay(before, evidence, gone))
        assert read(again) == read(ReadingsLeaf(leaf.condition, Case(before.framework, before.cell, evidence)))
        leaf, before = again, again.case
        keys = [key for key in keys if key not in gone]
        if not keys:
            return
