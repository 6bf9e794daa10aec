"""Sums held against every world that the records allow: a day for each event, a number for each amount."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.kleene import Kleene
from assessor.engine.case import Case
from assessor.engine.columns import Calendar, column
from assessor.engine.grounds import grounds
from assessor.engine.prepare import make_leaf
from assessor.ruleset.evidential import Signals
from tests.property.examples import examples
from tests.property.worlds import known, versions_of
from tests.unit.engine.made import BARE, CONDITION, feed, signal

FIRST, LAST = date(2025, 2, 20), date(2025, 4, 10)


@st.composite
def events(draw):
    """Return at most three events of one record each: their days as (first, last), and estimates as (low, high)."""
    made = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(st.dates(date(2025, 1, 20), LAST))
        last = first + timedelta(days=draw(st.integers(0, 12)))
        low = draw(st.integers(0, 3))
        made.append(((first, last), (low, low + draw(st.integers(0, 2)))))
    return made


def worlds(events):
    """Yield, for everything that could have been, each event's day and number; ends of ranges are enough of numbers."""
    days = [sorted({first, first + (last - first) / 2, last}) for (first, last), _ in events]
    numbers = [sorted(set(estimate)) for _, estimate in events]
    for when, many in product(product(*days), product(*numbers)):
        yield list(zip(when, many, strict=True))


def total(world, end, length):
    return sum(many for when, many in world if end - timedelta(days=length) < when <= end)


bounds = st.sampled_from(
    [{"at_least": 2}, {"above": 1, "at_most": 4}, {"below": 3}, {"at_least": 50}, {"at_most": -20}]
)
kinds = st.sampled_from([None, "difference", "percent"])


@examples(60)
@given(events(), bounds, kinds, st.integers(3, 20), st.integers(5, 30))
def test_what_is_met_is_so_in_every_world_and_what_is_not_in_none(told, bound, kind, length, back):
    stated = {"of": "deaths", "is": bound} | ({"change": {"from": f"P{back}D", "as": kind}} if kind else {})
    leaf = sum_of(told, {"signals": {}, "within": f"P{length}D", "sum": stated})
    calendar = Calendar(FIRST, LAST)
    outcomes = column(leaf, calendar).outcomes
    for number in range(0, calendar.length, 3):
        end = calendar.days[number]
        if outcomes[number] == Kleene.UNKNOWN:
            continue
        for world in worlds(told):
            now, then = total(world, end, length), total(world, end - timedelta(days=back), length)
            value = {None: Fraction(now), "difference": Fraction(now - then)}.get(kind)
            if kind == "percent":
                value = Fraction((now - then) * 100, then)
            assert keeps(bound, value) == (outcomes[number] == Kleene.MET)


def sum_of(told, condition):
    items = [
        item
        for n, ((first, last), estimate) in enumerate(told)
        for item in signal(
            f"g{n}", f"[{first}..{last}]" if first < last else str(first), event=f"e{n}", deaths=estimate
        )
    ]
    case = Case(BARE.framework, BARE.cell("1"), known(versions_of([*feed(), *items])))
    asked = CONDITION.validate_python(condition)
    assert isinstance(asked, Signals)
    return make_leaf(asked, case)


@examples(60)
@given(events(), bounds, st.sampled_from(["difference", "percent"]), st.integers(3, 20), st.integers(5, 30))
def test_a_change_is_held_by_all_that_can_lie_in_either_window_and_by_who_watched(told, bound, kind, length, back):
    stated = {"of": "deaths", "is": bound, "change": {"from": f"P{back}D", "as": kind}}
    leaf = sum_of(told, {"signals": {}, "within": f"P{length}D", "sum": stated})
    for end in (FIRST, FIRST + timedelta(days=17), LAST):
        windows = [(day - timedelta(days=length), day) for day in (end, end - timedelta(days=back))]
        inside = {
            ("signal", f"g{n}")
            for n, ((first, last), _) in enumerate(told)
            if any(last > start and first <= day for start, day in windows)
        }
        assert grounds(leaf, end, ()) == inside | {("feed", "feed")}


def keeps(bound, value):
    return (
        value >= bound.get("at_least", value)
        and value <= bound.get("at_most", value)
        and ("above" not in bound or value > bound["above"])
        and ("below" not in bound or value < bound["below"])
    )
