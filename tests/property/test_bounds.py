"""What is said to stay the same without some signals stays the same, day by day."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.cell import Cell
from assessor.domain.framework import Framework
from assessor.engine.case import Case
from assessor.engine.columns import Calendar, column
from assessor.engine.columns.bounds import stays_without
from assessor.engine.laid import lay
from assessor.engine.tally import SignalsLeaf
from assessor.ruleset.evidential import Signals
from tests.property.examples import examples
from tests.property.test_under import _or_assume
from tests.property.worlds import CELL, EPOCH, FRAMEWORK, LAST, evidence, known, selectors

CALENDAR = Calendar(EPOCH, LAST)
counts = st.one_of(
    st.integers(1, 3).map(lambda n: {"at_least": n}),
    st.integers(0, 3).map(lambda n: {"at_most": n}),
    st.just({"at_least": 1, "at_most": 2}),
)


def test_a_condition_that_is_said_to_stay_stays():
    """Of the sets tried, some are said to leave a condition, and of others it is not known."""
    told: list[bool] = []

    @examples(40, derandomize=True)
    @given(evidence(), st.one_of(st.just({}), selectors), st.sampled_from(["P1M", "P6M", "P1Y"]), counts)
    def check(versions, selector, within, count):
        case = Case(Framework.model_validate(FRAMEWORK), Cell.model_validate(CELL), known(versions))
        condition = Signals.model_validate({"signals": selector, "within": within, "count": count})
        leaf = _or_assume(lambda: SignalsLeaf(condition, case))
        before = column(leaf, CALENDAR)
        keys = sorted(key for key in leaf.matched if key[0] == "signal")[:5]
        for gone in (frozenset(some) for size in (1, 2) for some in combinations(keys, size)):
            told.append(stays_without(leaf, gone, CALENDAR))
            if told[-1]:
                after = column(leaf.under(lay(case, case.evidence.without(gone), gone)), CALENDAR)
                assert after.outcomes.tolist() == before.outcomes.tolist()
                assert set(after.borders) <= set(before.borders)

    check()
    assert len(told) / 5 < sum(told) < len(told)
