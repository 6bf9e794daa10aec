"""Numbers held against a threshold many at once: what is known, and to the last digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assessor.engine.columns import Calendar, column
from assessor.engine.columns.keeping import keeps
from assessor.engine.measures import ReadingsLeaf
from assessor.ruleset.bounds import ValueBound
from tests.unit.engine.made import MET, NOT_MET, UNKNOWN, leaf, reading, reads

APRIL = Calendar(date(2025, 4, 1), date(2025, 4, 30))


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({"at_least": "0.5"}, [NOT_MET, MET, MET]),  # of 4, 5 and 6 tenths
        ({"above": "0.5"}, [NOT_MET, NOT_MET, MET]),
        ({"at_most": "0.5"}, [MET, MET, NOT_MET]),
        ({"below": "0.5"}, [MET, NOT_MET, NOT_MET]),
        ({"above": "0.45"}, [NOT_MET, MET, MET]),
        ({"below": "0.45"}, [MET, NOT_MET, NOT_MET]),
        ({"above": "0.4", "below": "0.6"}, [NOT_MET, MET, NOT_MET]),
    ],
)
def test_whole_numbers_of_tenths_are_held_against_what_is_written(bound, expected):
    tenths = np.array([4, 5, 6]), np.ones(3, dtype=np.bool_)
    assert keeps(ValueBound.model_validate(bound), tenths, tenths, scale=10).tolist() == expected


def test_what_is_not_known_decides_nothing():
    bound = ValueBound.model_validate({"at_least": 5})
    low, high = np.array([6, 6, 1, 1]), np.array([9, 9, 4, 4])
    known, unknown = np.array([True, False, True, True]), np.array([True, True, True, False])
    assert keeps(bound, (low, known), (high, unknown)).tolist() == [MET, UNKNOWN, NOT_MET, UNKNOWN]


@pytest.mark.parametrize(("value", "expected"), [("9" * 15, MET), (f"-{'9' * 15}", NOT_MET)])
def test_a_reading_that_no_64_bits_hold_is_compared_all_the_same(value, expected):
    coarse = leaf(reads({"at_least": 5}), *reading("2025-04", value))
    framework = coarse.case.framework
    fine = [indicator.model_copy(update={"precision": 9}) for indicator in framework.indicators]  # 24 digits in all
    case = replace(coarse.case, framework=framework.model_copy(update={"indicators": tuple(fine)}))
    made = column(ReadingsLeaf(coarse.condition, case), APRIL)
    assert made.outcomes.tolist() == [UNKNOWN] * 29 + [expected]
