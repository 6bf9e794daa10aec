"""A column says of every day what its leaf says of that day, and a stretch is a stretch."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from assessor.domain.cell import Cell
from assessor.domain.duration import parse_duration, window_start
from assessor.domain.evidence import Signal, Source
from assessor.domain.framework import Framework
from assessor.engine.case import Case
from assessor.engine.columns import Calendar, column, columns_ahead, columns_of
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.prepare import make_leaf
from assessor.errors import EvidenceInvalidError
from assessor.ruleset.evidential import Reading, Readings, Signals
from tests.property.examples import examples
from tests.property.worlds import (
    CELL,
    EPOCH,
    FRAMEWORK,
    LAST,
    amounts,
    bounds,
    evidence,
    known,
    reading_leaves,
    selectors,
    signal_leaves,
    versions_of,
    windows,
)

LEAF: TypeAdapter[Signals | Reading | Readings] = TypeAdapter(Signals | Reading | Readings)

plain_counts = st.fixed_dictionaries({"signals": selectors, "within": windows, "count": bounds})


@st.composite
def told(draw, *, apart=False):
    """Return signals with sources of their own, published when they may be; `apart`, of an event each."""
    items = []
    for number in range(draw(st.integers(0, 7))):
        day = draw(st.dates(EPOCH - timedelta(days=70), LAST))
        length = draw(st.integers(0, 40))
        forms = [f"{day}", f"{day:%Y-%m}", f"{day}~", f"{day:%Y-%m}/..", f"{day}/{day + timedelta(days=length)}"]
        published = day + timedelta(days=draw(st.integers(0, 30)))
        source = {"id": f"own-{number}", "title": "s", "tier": draw(st.sampled_from([1, 2])), "published": published}
        if number and draw(st.booleans()):
            source["origin"] = f"own-{draw(st.integers(0, number - 1))}"
        impact = {
            "cell": "1",
            "direction": draw(st.sampled_from(["up", "up", "down", "unstated"])),
            "dimensions": draw(st.sampled_from([["d"], ["e"], ["d", "e"], ["unstated"]])),
            "severity": draw(st.sampled_from(["low", "low", "high", "unstated"])),
            "stage": "act",
            "tags": [],
        }
        signal = {"id": f"own-{number}", "title": "g", "date": draw(st.sampled_from(forms)), "impacts": [impact]}
        event = f"own-{number}" if apart else draw(st.sampled_from([None, None, "a", "b"]))
        items += [
            Source.model_validate(source),
            Signal.model_validate(
                signal | {"sources": [f"own-{number}"], "amounts": draw(amounts)} | ({"event": event} if event else {})
            ),
        ]
    return versions_of(items)


@examples(150)
@given(st.one_of(signal_leaves, signal_leaves, reading_leaves), evidence(), told())
def test_a_column_says_of_every_day_what_the_leaf_says(condition, versions, more):
    case = Case(Framework.model_validate(FRAMEWORK), Cell.model_validate(CELL), known([*versions, *more]))
    try:
        leaf = make_leaf(LEAF.validate_python(condition), case)
    except EvidenceInvalidError:  # generated dates of one event may share no day
        assume(False)
        raise
    calendar = Calendar(EPOCH, LAST)
    made = column(leaf, calendar)
    assert made.outcomes.tolist() == [int(leaf.outcome(day)) for day in calendar.days]
    for number, day in enumerate(calendar.days):
        start = calendar.days[made.stretches[number]]
        assert start <= day
        assert _sees(leaf, start) == _sees(leaf, day)


@examples(40)
@given(
    st.lists(st.one_of(plain_counts, plain_counts, reading_leaves), min_size=1, max_size=12),
    evidence(),
    told(apart=True),
)
def test_leaves_worked_out_together_say_what_each_says(conditions, versions, more):
    versions = [v for v in versions if v.kind != "signal"]
    case = Case(Framework.model_validate(FRAMEWORK), Cell.model_validate(CELL), known([*versions, *more]))
    try:
        leaves = [make_leaf(LEAF.validate_python(condition), case) for condition in conditions]
    except EvidenceInvalidError:  # generated dates of one event may share no day
        assume(False)
        raise
    calendar = Calendar(EPOCH, LAST)
    for leaf, made in zip(leaves, columns_of(leaves, calendar), strict=True):
        assert made.outcomes.tolist() == [int(leaf.outcome(day)) for day in calendar.days]
        for day, start in zip(calendar.days, made.stretches.tolist(), strict=True):
            assert _sees(leaf, calendar.days[start]) == _sees(leaf, day)
    for days in (30, 64, 65, 20, 129, calendar.length):  # over more days and fewer, by turns
        some = Calendar(EPOCH, EPOCH + timedelta(days=days - 1))
        for made, ahead in zip(columns_of(leaves, some), columns_ahead(leaves, some), strict=True):
            assert ahead.outcomes.tolist() == made.outcomes.tolist()
            assert ahead.stretches.tolist() == made.stretches.tolist()


def _sees(leaf, day):
    if isinstance(leaf, ReadingsLeaf):
        taken = [leaf.take(i, day, back) for i in leaf.indicators for back in range(leaf.condition.streak)]
        return [(t.value, t.used) for t in taken]
    return [
        ([e.keys for e in tally.certain], [e.keys for e in tally.possible], tally.watched)
        for tally in leaf.tallies(day)
    ]


@given(
    st.dates(date(1, 1, 1), date(2300, 1, 1)),
    st.integers(0, 800),
    st.sampled_from(["P1D", "P10D", "P1M", "P18M", "P1Y", "P2Y3M1W4D", "P200Y"]),
)
def test_windows_start_where_calendar_arithmetic_says(first, length, window):
    calendar = Calendar(first, first + timedelta(days=length))
    duration = parse_duration(window)
    assert calendar.starts(duration).tolist() == [window_start(day, duration).toordinal() for day in calendar.days]
